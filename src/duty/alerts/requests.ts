import { and, asc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Attendance } from '../../activity/store.ts';
import { DAY, type Instant } from '../../time.ts';
import type { About, Alert } from './ledger.ts';

const WAIT = 2 * DAY;

/** Nobody is told of what was asked longer ago. */
const LATEST = 60 * DAY;

export type Request = Extract<About, { kind: 'request' }>;

/** Leave and make-ups that nobody has answered for two days: leave until the activity is over, make-ups until answered. */
export function requestAlerts(db: Db, now: Instant): { unit: number; about: Request; alert: Alert }[] {
  const when = { now, waited: now - WAIT, since: now - LATEST };
  return (['leave', 'makeUp'] as const).flatMap((what) =>
    selectAsked[what](db)
      .all(when)
      .map(({ unit, activity, person, asked: at }) => {
        const about: Request = { kind: 'request', what, activity, person };
        return { unit, about, alert: { key: `${what}:${activity}:${person}:${at}`, about } };
      }),
  );
}

const { placeholder } = sql;

const selectAsked = {
  leave: asked(attendance.leaveAskedAt, attendance.leaveGranted, gt(activities.endsAt, placeholder('now'))),
  makeUp: asked(attendance.makeUpAskedAt, attendance.makeUpGranted),
};

function asked(at: SQLiteColumn, granted: SQLiteColumn, open?: SQL) {
  return prepared((db) =>
    db
      .select({
        unit: activities.unit,
        activity: attendance.activity,
        person: attendance.person,
        asked: sql<Instant>`${at}`,
      })
      .from(attendance)
      .innerJoin(activities, eq(activities.id, attendance.activity))
      .where(
        and(
          // In the words of the index, which holds nothing else.
          isNotNull(at),
          isNull(granted),
          lte(at, placeholder('waited')),
          gt(at, placeholder('since')),
          isNull(activities.cancelledAt),
          open,
        ),
      )
      .orderBy(asc(attendance.activity), asc(attendance.person))
      .prepare(),
  );
}

export function isUnanswered({ what }: Request, row: Attendance | undefined): boolean {
  if (!row) return false;
  return what === 'leave'
    ? row.leaveAskedAt !== null && row.leaveGranted === null
    : row.makeUpAskedAt !== null && row.makeUpGranted === null;
}
