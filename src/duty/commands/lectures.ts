import type { Card } from '../../../cards/card.ts';
import { lecturesCard } from '../../../cards/duty/lectures.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { lecturesIn } from '../owed/lectures.ts';
import { type Period, periodOf } from '../period.ts';
import { readWanted, Wanted } from '../summary/wanted.ts';
import { over, spanOf, unitOf } from './asked.ts';

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

function lectures(ctx: Ctx, unit: Unit, span: Period): Card {
  const all = lecturesIn(ctx.db, unit, span, ctx.now);
  const byWhom = [...Map.groupBy(all, ({ unit: of, lecturer }) => `${of}:${lecturer}`).values()].toSorted(
    ([a], [b]) =>
      (a?.unit ?? 0) - (b?.unit ?? 0) || (a?.lecturer ?? '').localeCompare(b?.lecturer ?? '', 'zh-Hans-CN'),
  );
  const held = new Set(all.map(({ activity }) => activity)).size;
  const branches = new Set(all.map((one) => one.unit)).size;
  return lecturesCard({
    unit: unit.name,
    period: span.label,
    summary:
      held === 0
        ? '这段时间没有开展微型党课。'
        : `共 ${held} 次，${branches} 个支部，${byWhom.length} 位主讲人。`,
    rows: byWhom.slice(0, MOST_ROWS).map((own) => ({
      unit: own[0]?.unitName ?? '',
      lecturer: own[0]?.lecturer ?? '',
      count: String(own.length),
      themes: own.flatMap(({ theme }) => theme || []).join('；'),
    })),
    more: Math.max(0, byWhom.length - MOST_ROWS),
  });
}
