import { and, asc, gte, lt } from 'drizzle-orm';
import type { Reason } from '../../../cards/duty/why.ts';
import { among } from '../../../db/many.ts';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { isOver } from '../../activity/attendance.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Activity } from '../../activity/store.ts';
import { addDays, dayOf, type Instant, shortDay, startOfDay } from '../../time.ts';
import { itemWord, stateWord } from '../words.ts';
import type { Branch } from './books.ts';
import type { Item } from './compliance.ts';
import { missingFor } from './missing.ts';

/**
 * For each item: the rule and its source, until when, what counts for it, and what does not and why; for the branch's
 * secretary also who is missing.
 */
export function reasonsFor(
  db: Db,
  branch: Branch,
  items: readonly Item[],
  reader: number,
  now: Instant,
): Reason[] {
  const known = recordsOf(db, branch, items);
  const year = dayOf(now).slice(0, 4);
  return items.map((item) => ({
    label: itemWord(item, year),
    state: stateWord(item),
    rule: `${item.rule.source}（${item.rule.scope === 'central' ? '中央' : '本地'}），${item.rule.says}`,
    until: untilWord(item),
    counts: item.coverage ? reachedBy(item) : known.filter((one) => counts(one, item)).map(lineOf),
    not: known.flatMap((one) => notCounted(one, item, branch, now)),
    missing: missingFor(db, item, branch.id, reader, dayOf(now)),
  }));
}

/** All of a branch and its groups, the cancelled with it, as long as any of the items may be fulfilled. */
function recordsOf(db: Db, branch: Branch, items: readonly Item[]): Activity[] {
  const [first] = items.map((item) => item.period.from).toSorted();
  const last = items
    .map((item) => item.deadline)
    .toSorted()
    .at(-1);
  if (first === undefined || last === undefined) return [];
  return db
    .select()
    .from(activities)
    .where(
      and(
        among(activities.unit, [branch.id, ...branch.groups.map((group) => group.id)]),
        gte(activities.startsAt, startOfDay(first)),
        lt(activities.startsAt, startOfDay(addDays(last, 1))),
      ),
    )
    .orderBy(asc(activities.startsAt))
    .all();
}

function untilWord({ period, deadline, rule }: Item): string {
  if (deadline === period.to) return `${shortDay(period.to)}前`;
  const grace = rule.grace === 'untilMarch' ? '' : `，宽限 ${rule.grace} 天`;
  return `${shortDay(period.to)}前${grace}；最迟${deadline.slice(0, 4)}年${shortDay(deadline)}`;
}

/** There are dozens: how many is enough. */
function reachedBy({ rule, held, planned }: Item): string[] {
  const coming = planned.length > 0 ? [`已安排 ${planned.length} 次`] : [];
  return [...(held.length > 0 ? [`${rule.short} ${held.length} 次`] : []), ...coming];
}

function counts(one: Activity, { rule, held, planned }: Item): boolean {
  const fits = rule.kinds.some((kind) => one.kinds.includes(kind));
  return fits && one.cancelledAt === null && [...held, ...planned].includes(one.startsAt);
}

function notCounted(one: Activity, item: Item, branch: Branch, now: Instant): string[] {
  const { rule, period, deadline } = item;
  if (rule.measure === 'training') return [];
  const day = dayOf(one.startsAt);
  const fits = rule.kinds.some((kind) => one.kinds.includes(kind));
  const theirs = one.unit === item.holder.id || one.unit === branch.id || rule.owedBy === 'branch';
  if (!fits || !theirs || day < period.from || day > deadline || counts(one, item)) return [];
  const why = whyNot(one, item, branch, now);
  return why === null ? [] : [`${lineOf(one)}：${why}`];
}

function whyNot(one: Activity, { rule, period }: Item, branch: Branch, now: Instant): string | null {
  if (one.cancelledAt !== null) return '已取消';
  const over = isOver(one, now);
  if (over && one.present === 0) return '没有到会登记';
  // One that reached nobody new was held all the same.
  if (rule.measure === 'talks') return null;
  if (over && rule.quorum === 'half' && one.present * 2 < one.expected) {
    return `应到 ${one.expected} 人，实到 ${one.present} 人，不足半数`;
  }
  if (rule.owedBy === 'branch' && one.unit !== branch.id) {
    return rule.byGroups ? '各党小组都召开后才计入' : '党小组召开的，不作为支部的';
  }
  const year = Number(period.from.slice(0, 4));
  if (one.year !== null && rule.every === 'year' && one.year !== year) return `登记为${one.year}年度的`;
  return dayOf(one.startsAt) > period.to ? '已计入下一期' : null;
}

function lineOf(one: Activity): string {
  return `${shortDay(dayOf(one.startsAt))}${titleOf(one.kinds)}`;
}
