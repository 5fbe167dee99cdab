import { and, asc, eq, gte, isNull, like, lt } from 'drizzle-orm';
import { activities } from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { type Line, linesOf } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import type { Unit } from '../../people/store.ts';
import { addDays, type Instant, startOfDay } from '../../time.ts';
import type { Period } from '../period.ts';

/** An activity and who was expected; nobody before it began. */
export interface Held {
  activity: Activity;
  lines: readonly Line[];
}

/** What was planned for these days and not cancelled, the branch's and its groups', the earliest first. */
export function heldIn(
  db: Db,
  { lineage }: Unit,
  { from, to }: Pick<Period, 'from' | 'to'>,
  now: Instant,
): Held[] {
  const own = db
    .select({ activity: activities })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        isNull(activities.cancelledAt),
        gte(activities.startsAt, startOfDay(from)),
        lt(activities.startsAt, startOfDay(addDays(to, 1))),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all();
  return own.map(({ activity }) => ({
    activity,
    lines: activity.startsAt <= now ? linesOf(db, activity, now).expected : [],
  }));
}

/** A talk is between two: that it took place is on record, and nothing else of it. */
export function isPublic({ kinds }: Activity): boolean {
  return !kinds.includes('heartToHeartTalk');
}

/** 应到, 实到, 请假, 缺席. */
export function countsIn(expected: readonly Line[]): [number, number, number, number] {
  const count = (...wanted: Line['standing'][]) =>
    expected.filter(({ standing }) => wanted.includes(standing)).length;
  return [expected.length, count('present', 'late'), count('onLeave'), count('absent')];
}
