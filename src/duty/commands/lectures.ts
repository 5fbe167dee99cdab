import type { Card } from '../../../cards/card.ts';
import { lecturesCard } from '../../../cards/duty/lectures.ts';
import type { Ctx } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { type Period, periodOf } from '../period.ts';
import { plansIn } from '../themes.ts';
import { readWanted, Wanted } from '../wanted.ts';
import { over, privately, spanOf, unitOf } from './asked.ts';

const MOST_ROWS = 30;

/** 微型党课: who lectured how often, from what was held and nothing else. */
export const lectureCommands = [
  define({
    name: 'duty.lectures',
    words: ['微型党课', '微党课'],
    help: '微型党课按主讲人统计：微型党课 [时间] [单位]',
    who: 'oversee',
    input: Wanted,
    over,
    fromText: readWanted,
    run: (ctx, input) =>
      privately(lectures(ctx, unitOf(ctx, input.unit), spanOf(ctx, input, periodOf('year', dayOf(ctx.now))))),
  }),
];

interface Row {
  unit: string;
  lecturer: string;
  themes: string[];
}

function lectures(ctx: Ctx, unit: Unit, span: Period): Card {
  const held = plansIn(ctx.db, unit.lineage, 'microLecture', span.from, span.to).filter(
    (one) => one.endsAt <= ctx.now && one.present > 0,
  );
  const single = held.flatMap((one) =>
    lecturersOf(one.lecturer).map((lecturer) => ({
      unit: one.unitName,
      lecturer,
      theme: one.theme,
      of: one.unit,
    })),
  );
  const rows: Row[] = [...Map.groupBy(single, ({ of, lecturer }) => `${of}:${lecturer}`).values()]
    .map((own) => ({
      unit: own[0]?.unit ?? '',
      lecturer: own[0]?.lecturer ?? '',
      of: own[0]?.of ?? 0,
      themes: own.map(({ theme }) => theme),
    }))
    .toSorted((a, b) => a.of - b.of || a.lecturer.localeCompare(b.lecturer, 'zh-Hans-CN'));
  const named = new Set(single.map(({ of, lecturer }) => `${of}:${lecturer}`)).size;
  return lecturesCard({
    unit: unit.name,
    period: span.label,
    summary:
      held.length === 0
        ? '这段时间没有开展微型党课。'
        : `共 ${held.length} 次，${new Set(held.map((one) => one.unit)).size} 个支部，${named} 位主讲人。`,
    rows: rows.slice(0, MOST_ROWS).map(({ unit: name, lecturer, themes }) => ({
      unit: name,
      lecturer,
      count: String(themes.length),
      themes: themes.filter((theme) => theme !== '').join('；'),
    })),
    more: Math.max(0, rows.length - MOST_ROWS),
  });
}

const UNKNOWN = '（没有填主讲人）';

function lecturersOf(said: string): string[] {
  const names = said.split(/[、，,;；\s]+/).filter(Boolean);
  return names.length > 0 ? [...new Set(names)] : [UNKNOWN];
}
