import { and, asc, gte, isNull, lt, lte, sql } from 'drizzle-orm';
import { type Press, press } from '../../../cards/card.ts';
import { amongGiven } from '../../../db/many.ts';
import { type ActivityKind, activities } from '../../../db/schema/activity.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import { addDays, dayOf, type Instant, shortDay, startOfDay } from '../../time.ts';
import type { Item } from './compliance.ts';

/** A gathering that is over, that nobody ended, and at which nobody is on record. */
export interface Unclosed {
  id: number;
  kinds: ActivityKind[];
  startsAt: Instant;
}

const selectUnclosed = prepared((db) =>
  db
    .select({
      id: activities.id,
      kinds: activities.kinds,
      startsAt: activities.startsAt,
      present: activities.present,
    })
    .from(activities)
    .where(
      and(
        amongGiven(activities.unit, 'units'),
        isNull(activities.cancelledAt),
        isNull(activities.closedAt),
        gte(activities.startsAt, sql.placeholder('from')),
        lt(activities.startsAt, sql.placeholder('until')),
        lte(activities.endsAt, sql.placeholder('now')),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .prepare(),
);

/** What was held for an item and only has to be ended. `branch`: whose meetings are its groups' too. */
export function unclosedFor(db: Db, item: Item, branch: number, now: Instant): Unclosed | undefined {
  const { rule, holder, period, deadline } = item;
  if (item.state === 'done' || item.state === 'waived' || item.coverage) return undefined;
  return selectUnclosed(db)
    .all({
      units: JSON.stringify([holder.id, branch]),
      from: startOfDay(period.from),
      until: startOfDay(addDays(deadline, 1)),
      now,
    })
    .find(({ kinds, present }) => present === 0 && kinds.some((kind) => rule.kinds.includes(kind)));
}

/** The same of several items of one branch. */
export function unclosedIn(
  db: Db,
  items: readonly Item[],
  branch: number,
  now: Instant,
): Map<Item, Unclosed> {
  return new Map(
    items.flatMap((item) => {
      const found = unclosedFor(db, item, branch, now);
      return found ? [[item, found] as const] : [];
    }),
  );
}

/** 已逾期。10月12日已开展，还没有登记到会和结束活动. */
export function unclosedWord({ state }: Item, { startsAt }: Unclosed): string {
  const late = state === 'overdue' ? '已逾期。' : '';
  return `${late}${shortDay(dayOf(startsAt))}已开展，还没有登记到会和结束活动（到会的同志没有签到的，先“代签”）`;
}

export function closePress({ id, kinds, startsAt }: Unclosed): Press {
  const label = `结束活动：${shortDay(dayOf(startsAt))} ${titleOf(kinds)}`;
  return press(label, 'activity.closeForm', { activity: id }, 'primary');
}
