import { z } from 'zod';
import { card, type Press, press, text } from '../../../cards/card.ts';
import { digestCard, weeklyCard } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import type { View } from '../../chat/command.ts';
import { findUnit } from '../../people/store.ts';
import { addDays, dayOf, type Instant } from '../../time.ts';
import type { Item } from '../compliance.ts';
import { itemAbout, nudgedOf, nudgedWord } from '../nudged.ts';
import { periodOf } from '../period.ts';
import { nameIn, summarise } from '../summarise.ts';
import { termOf } from '../terms.ts';
import { findWaiver, itemKey } from '../waivers.ts';
import { countOf, itemsWord, itemWord, rulesOf, sourceWord, waivedWord } from '../words.ts';
import { isLate, situationOf } from './due.ts';
import { type About, personal, saidIn, saidInAll } from './ledger.ts';
import { linesOf, termWord } from './lines.ts';
import { findTask } from './tasks.ts';

const Daily = z.object({ digest: z.string() });
/** `also`: earlier ones that never left. */
const Weekly = Daily.extend({ unit: z.number(), also: z.array(z.string()).default([]) });

export const alertViews: Record<string, View> = {
  /** A digest is its reader's alone. */
  'duty.daily': ({ db, now, reader }, input) => {
    const { digest } = Daily.parse(input);
    if (reader === null || !digest.startsWith(personal(reader, ''))) return card('这是别人的提醒', []);
    const lines = linesOf(db, saidIn(db, digest), now);
    const duties = lines.flatMap(({ item, unit }) => (item ? [{ item, unit }] : []));
    const units = new Set(lines.map(({ unit }) => unit));
    return digestCard({
      lines: lines.map((line) => ({
        ...line,
        label:
          units.size > 1 && (line.item || line.kind === 'unannounced')
            ? `${nameOf(db, line.unit)} ${line.label}`
            : line.label,
      })),
      more: waivePresses(db, duties.filter(mayBePutOff)),
      notes: [
        ...rulesOf(duties.map(({ item }) => item)).map(sourceWord),
        ...[...new Set(lines.flatMap(({ rule }) => rule ?? []))],
      ],
    });
  },

  'duty.weekly': ({ db, now }, input) => {
    const { digest, unit, also } = Weekly.parse(input);
    const committee = findUnit(db, unit);
    if (!committee) return card('这个组织已经没有了', [text('不用再处理。')]);
    const said = saidInAll(db, [...also, digest]);
    const late = lateLines(db, committee, said, now);
    return weeklyCard({
      unit: committee.name,
      late,
      tasks: said.flatMap((about) => {
        const task = about.kind === 'task' ? findTask(db, about.task, dayOf(now)) : undefined;
        return task ? [{ label: nameOf(db, task.unit), value: `${task.label}：${task.what}` }] : [];
      }),
      waived: said.flatMap((about) => (about.kind === 'waived' ? waivedLine(db, about.waiver, now) : [])),
      answered: nudgedLines(db, said, now),
      terms: said.flatMap((about) => {
        const value = about.kind === 'term' ? termWord(termOf(db, about.unit), now) : null;
        return about.kind === 'term' && value !== null ? [{ label: nameOf(db, about.unit), value }] : [];
      }),
      trend: trendWord(db, committee.lineage, now),
      actions: [
        ...late
          .slice(0, MOST_NUDGED)
          .map(({ label, unit: of }) => press(`督办：${label}`, 'duty.supervise', { unit: of })),
        press('逾期', 'duty.overdue', { unit }),
        press('督办', 'duty.supervise', { unit }),
        press('汇总', 'duty.summary', { unit }),
      ],
    });
  },
};

/** The first few have a button of their own; more would be hard to read. */
const MOST_NUDGED = 3;

/** `unit`: who can be asked about it. */
interface LateLine {
  label: string;
  value: string;
  unit: number;
}

/** Of each unit; where the digest speaks of one thing alone, straight to its form. */
function waivePresses(db: Db, duties: readonly { item: Item; unit: number }[]): Press[] {
  const byUnit = [...Map.groupBy(duties, ({ unit }) => unit)];
  return byUnit.map(([unit, own]) => {
    const label = byUnit.length > 1 ? `暂缓：${nameOf(db, unit)}` : '暂缓';
    const [first] = own;
    return first && own.length === 1
      ? press(label, 'duty.waiveForm', { unit, item: itemKey(first.item) })
      : press(label, 'duty.waive', { unit });
  });
}

/** What a 党委 owes itself is put off by the committee above. */
function mayBePutOff({ item }: { item: Item }): boolean {
  return item.rule.owedBy !== 'upper';
}

function lateLines(
  db: Db,
  committee: { path: string; lineage: string },
  said: readonly About[],
  now: Instant,
): LateLine[] {
  const keys = new Set(said.flatMap((about) => (about.kind === 'duty' ? [about.item] : [])));
  return (['upper', 'branches'] as const).flatMap((of) => {
    const situation = situationOf(db, committee.lineage, now, of);
    return situation.standings.flatMap((standing) => {
      const items = standing.items.filter((item) => keys.has(itemKey(item)) && isLate(item, situation));
      if (items.length === 0) return [];
      const value = itemsWord(items, dayOf(now).slice(0, 4), 5);
      return [{ label: nameIn(committee, standing), value, unit: standing.branch.id }];
    });
  });
}

/** Each nudge once, however many of its answers were new. */
function nudgedLines(db: Db, said: readonly About[], now: Instant): { label: string; value: string }[] {
  const ids = said.flatMap((about) =>
    about.kind === 'answered' || about.kind === 'nudged' ? [about.nudge] : [],
  );
  return [...new Set(ids)].map((id) => {
    const nudged = nudgedOf(db, id, now);
    return { label: nudged.branch, value: nudgedWord(nudged) };
  });
}

function waivedLine(db: Db, id: number, now: Instant): { label: string; value: string }[] {
  const waiver = findWaiver(db, id);
  const unit = waiver && findUnit(db, waiver.unit);
  if (!waiver || !unit) return [];
  const item = itemAbout(db, unit, waiver.item, now);
  const what = item ? itemWord(item, dayOf(now).slice(0, 4)) : '';
  return [{ label: unit.name, value: `${what}${waivedWord(waiver, dayOf(now))}` }];
}

/** The month before against the one before that, in words: no ranks and no percentages. */
function trendWord(db: Db, lineage: string, now: Instant): string | null {
  const last = periodOf('month', addDays(`${dayOf(now).slice(0, 7)}-01`, -1));
  const before = periodOf('month', addDays(last.from, -1));
  const share = (month: typeof last): number | null => {
    const items = summarise(db, lineage, month, now)
      .flatMap((one) => one.items)
      .filter((item) => item.rule.every === 'month');
    const { required, done, waived } = countOf(items);
    return required === waived ? null : done / (required - waived);
  };
  const [now1, before1] = [share(last), share(before)];
  if (now1 === null || before1 === null) return null;
  const change = now1 > before1 ? '有所上升' : now1 < before1 ? '有所下降' : '持平';
  return `上月每月应开展的事项，完成情况比前一个月${change}。`;
}

function nameOf(db: Db, unit: number): string {
  return findUnit(db, unit)?.name ?? '';
}
