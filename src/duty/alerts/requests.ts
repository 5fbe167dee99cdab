import { and, asc, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { activities, attendance } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import type { Attendance } from '../../activity/store.ts';
import { DAY, type Instant } from '../../time.ts';
import type { About, Alert } from './ledger.ts';

const WAIT = 2 * DAY;

/** Nobody is told of what was asked longer ago. */
const LATEST = 60 * DAY;

export type Request = Extract<About, { kind: 'request' }>;

/** Leave and make-ups that nobody has answered for two days: leave until the activity is over, make-ups until answered. */
export function requestAlerts(db: Db, now: Instant): { unit: number; about: Request; alert: Alert }[] {
  const waiting = (asked: SQLiteColumn) => and(lte(asked, now - WAIT), gt(asked, now - LATEST));
  return db
    .select({ unit: activities.unit, endsAt: activities.endsAt, row: attendance })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        isNull(activities.cancelledAt),
        gt(activities.startsAt, now - 2 * 366 * DAY),
        or(
          and(waiting(attendance.leaveAskedAt), isNull(attendance.leaveGranted), gt(activities.endsAt, now)),
          and(waiting(attendance.makeUpAskedAt), isNull(attendance.makeUpGranted)),
        ),
        or(isNotNull(attendance.leaveAskedAt), isNotNull(attendance.makeUpAskedAt)),
      ),
    )
    .orderBy(asc(attendance.activity), asc(attendance.person))
    .all()
    .map(({ unit, endsAt, row }) => {
      const what = endsAt > now ? 'leave' : 'makeUp';
      const asked = what === 'leave' ? row.leaveAskedAt : row.makeUpAskedAt;
      const about: Request = { kind: 'request', what, activity: row.activity, person: row.person };
      return { unit, about, alert: { key: `${what}:${row.activity}:${row.person}:${asked}`, about } };
    });
}

export function isUnanswered({ what }: Request, row: Attendance | undefined): boolean {
  if (!row) return false;
  return what === 'leave'
    ? row.leaveAskedAt !== null && row.leaveGranted === null
    : row.makeUpAskedAt !== null && row.makeUpGranted === null;
}
