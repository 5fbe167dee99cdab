import { z } from 'zod';
import { card, type Press, press, text } from '../../../cards/card.ts';
import { digestCard, weeklyCard } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import type { View } from '../../chat/command.ts';
import { findUnit } from '../../people/store.ts';
import { addDays, dayOf, type Instant } from '../../time.ts';
import type { Item } from '../owed/compliance.ts';
import { itemKey } from '../owed/waivers.ts';
import { between, type Period, periodOf } from '../period.ts';
import { summarise } from '../summary/summarise.ts';
import { countOf, rulesOf, sourceWord } from '../words.ts';
import { belowOf, nameOf } from './below.ts';
import { type About, personal, saidIn, saidInAll } from './ledger.ts';
import { type Line, linesOf } from './lines.ts';

/** `rest`: lines for which there was no room. */
const Daily = z.object({ digest: z.string(), rest: z.number().default(0) });
/** `also`: earlier ones that never left. */
const Weekly = Daily.extend({ unit: z.number(), also: z.array(z.string()).default([]) });

export const alertViews: Record<string, View> = {
  /** A digest is its reader's alone. */
  'duty.daily': ({ db, now, reader }, input) => {
    const { digest, rest } = Daily.parse(input);
    if (reader === null || !digest.startsWith(personal(reader, ''))) return card('这是别人的提醒', []);
    const lines = dailyLines(db, saidIn(db, digest), now);
    const duties = lines.flatMap(({ item, unit }) => (item ? [{ item, unit }] : []));
    return digestCard({
      lines,
      rest,
      more: waivePresses(db, duties.filter(mayBePutOff)),
      notes: [
        ...rulesOf(duties.map(({ item }) => item)).map(sourceWord),
        ...[...new Set(lines.flatMap(({ rule }) => rule ?? []))],
      ],
      others: (label, from) => press(label, 'duty.others', { digest, from }),
    });
  },

  'duty.weekly': ({ db, now }, input) => {
    const { digest, unit, also, rest } = Weekly.parse(input);
    const committee = findUnit(db, unit);
    if (!committee) return card('这个组织已经没有了', [text('不用再处理。')]);
    const digests = [...also, digest];
    return weeklyCard({
      unit: committee.name,
      id: unit,
      sections: belowOf(db, committee, saidInAll(db, digests), now),
      rest,
      trend: trendWord(db, committee.lineage, now),
      others: (label, from) => press(label, 'duty.othersBelow', { unit, digests, from }),
    });
  },
};

/** What a digest says now; where it is of several units, whose each duty is. */
export function dailyLines(db: Db, said: readonly About[], now: Instant): Line[] {
  const lines = linesOf(db, said, now);
  const units = new Set(lines.map(({ unit }) => unit));
  return lines.map((line) => ({
    ...line,
    label:
      units.size > 1 && (line.item || line.kind === 'unannounced')
        ? `${nameOf(db, line.unit)} ${line.label}`
        : line.label,
  }));
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

/** The month before against the one before that, in words: no ranks and no percentages. */
function trendWord(db: Db, lineage: string, now: Instant): string | null {
  const last = periodOf('month', addDays(`${dayOf(now).slice(0, 7)}-01`, -1));
  const before = periodOf('month', addDays(last.from, -1));
  const monthly = summarise(db, lineage, between(before.from, last.to), now)
    .flatMap((one) => one.items)
    .filter((item) => item.rule.every === 'month');
  const share = ({ from }: Period): number | null => {
    const { required, done, waived } = countOf(monthly.filter(({ period }) => period.from === from));
    return required === waived ? null : done / (required - waived);
  };
  const [now1, before1] = [share(last), share(before)];
  if (now1 === null || before1 === null) return null;
  const change = now1 > before1 ? '有所上升' : now1 < before1 ? '有所下降' : '持平';
  return `上月每月应开展的事项，完成情况比前一个月${change}。`;
}
