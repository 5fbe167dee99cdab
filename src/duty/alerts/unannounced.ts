import { and, asc, gt, isNull, lte } from 'drizzle-orm';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import type { Activity } from '../../activity/store.ts';
import { lastAllowedBefore } from '../../calendar.ts';
import { DAY, type Day, dayOf, type Instant } from '../../time.ts';
import type { Alert } from './ledger.ts';

/** A recurring day is planned at most so long before it is held. */
const FARTHEST = 45 * DAY;

/** Early enough that people can still keep the day free. */
const AHEAD = 3 * DAY;

/**
 * What is planned and nobody has been told of: a recurring day's theme is asked for once it is planned, and whatever
 * is still unknown to everybody three days ahead comes up once more.
 */
export function unannouncedAlerts(db: Db, now: Instant): { unit: number; alert: Alert }[] {
  const today = dayOf(now);
  return db
    .select({
      id: activities.id,
      unit: activities.unit,
      startsAt: activities.startsAt,
      series: activities.series,
    })
    .from(activities)
    .where(
      and(
        isNull(activities.noticedAt),
        isNull(activities.cancelledAt),
        isNull(activities.closedAt),
        gt(activities.startsAt, now),
        lte(activities.startsAt, now + FARTHEST),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all()
    .flatMap(({ id, unit, startsAt, series }) => {
      const last = lastCall(startsAt) <= today;
      if (!last && series === null) return [];
      const key = last ? `unannounced:${id}:${startsAt}` : `theme:${id}`;
      return [{ unit, alert: { key, about: { kind: 'unannounced', activity: id } } }];
    });
}

function lastCall(startsAt: Instant): Day {
  return dayOf(lastAllowedBefore(startsAt - AHEAD));
}

export function isUnannounced(activity: Activity, now: Instant): boolean {
  const { noticedAt, cancelledAt, closedAt, startsAt } = activity;
  return noticedAt === null && cancelledAt === null && closedAt === null && startsAt > now;
}
