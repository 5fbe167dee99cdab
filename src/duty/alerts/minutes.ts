import { and, asc, gt, isNull, lt, ne } from 'drizzle-orm';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import type { Activity } from '../../activity/store.ts';
import { addDays, DAY, dayOf, type Instant, startOfDay } from '../../time.ts';
import type { Alert } from './ledger.ts';

/** Days after which minutes are asked for. */
const WAIT = 2;

/** Later than this nobody is told: the longest wait is two days and the longest holiday. */
const LATEST = 30 * DAY;

/** No activity lasts longer, so that the index on the start serves. */
const LONGEST = 3 * DAY;

/** 谈心谈话 has no minutes: no content of a talk is ever asked for. */
const missing = and(
  isNull(activities.cancelledAt),
  isNull(activities.minutedAt),
  ne(activities.kinds, ['heartToHeartTalk']),
);

/** Two days after its day an activity's minutes are asked for, once: by unit. */
export function minutesAlerts(db: Db, now: Instant): { unit: number; alert: Alert }[] {
  return db
    .select({ id: activities.id, unit: activities.unit, endsAt: activities.endsAt })
    .from(activities)
    .where(
      and(
        missing,
        gt(activities.startsAt, now - LATEST - LONGEST),
        lt(activities.endsAt, startOfDay(addDays(dayOf(now), 1 - WAIT))),
        gt(activities.endsAt, now - LATEST),
      ),
    )
    .orderBy(asc(activities.endsAt), asc(activities.id))
    .all()
    .map(({ id, unit }) => ({
      unit,
      alert: { key: `minutes:${id}`, about: { kind: 'minutes', activity: id } },
    }));
}

export function isUnminuted(activity: Activity): boolean {
  return activity.cancelledAt === null && activity.minutedAt === null;
}
