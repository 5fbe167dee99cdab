import { and, asc, desc, eq, gt, isNull, like, lt, lte, type SQL } from 'drizzle-orm';
import { type ActivityKind, activities } from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { type Activity, within } from '../../activity/store.ts';
import type { Reach } from '../../people/permit.ts';
import { addDays, DAY, dayOf, type Instant, startOfDay } from '../../time.ts';

/** last: the latest that began · next: the first to come · near: today's, else the next of this week, else the latest. */
export type Which = 'last' | 'next' | 'near';

/** The activity of these kinds that is meant where none is named. */
export function meant(
  db: Db,
  reach: readonly Reach[],
  kinds: readonly ActivityKind[],
  which: Which,
  now: Instant,
): Activity | undefined {
  const last = () => first(db, reach, kinds, desc(activities.startsAt), lte(activities.startsAt, now));
  const next = (until: Instant) =>
    first(
      db,
      reach,
      kinds,
      asc(activities.startsAt),
      gt(activities.startsAt, now),
      lt(activities.startsAt, until),
    );
  switch (which) {
    case 'last':
      return last();
    case 'next':
      return next(now + 400 * DAY);
    case 'near': {
      const latest = last();
      const today = dayOf(now);
      if (latest && dayOf(latest.startsAt) === today) return latest;
      return next(startOfDay(addDays(today, 8))) ?? latest;
    }
  }
}

function first(
  db: Db,
  reach: readonly Reach[],
  kinds: readonly ActivityKind[],
  order: SQL,
  ...where: SQL[]
): Activity | undefined {
  if (reach.length === 0) return undefined;
  const named = kinds.map((kind) => like(activities.kinds, `%"${kind}"%`));
  return db
    .select({ activity: activities })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(and(within(reach), isNull(activities.cancelledAt), ...named, ...where))
    .orderBy(order, desc(activities.id))
    .limit(1)
    .get()?.activity;
}
