import { and, asc, desc, eq, gt, isNull, like, lte, or, type SQL, sql } from 'drizzle-orm';
import { lasting } from '../../db/lasting.ts';
import { activities, attendance } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import { type Db, preparedRows } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Reach } from '../people/permit.ts';
import type { Instant } from '../time.ts';

export type Activity = typeof activities.$inferSelect;
export type Attendance = typeof attendance.$inferSelect;

const selectActivity = preparedRows(activities, eq(activities.id, sql.placeholder('id')));

const known = lasting<number, Activity>([activities]);

export function loadActivity(db: Db, id: number): Activity {
  const activity = known(db, id, () => selectActivity(db, { id })[0]);
  if (!activity) throw new Refusal('not_found', '没有找到这次活动，可能已被删除。');
  return activity;
}

export function findDraft(db: Db, draft: string): Activity | undefined {
  return db.select().from(activities).where(eq(activities.draft, draft)).get();
}

const selectAttendance = preparedRows(
  attendance,
  and(eq(attendance.activity, sql.placeholder('activity')), eq(attendance.person, sql.placeholder('person'))),
);

export function findAttendance(db: Db, activity: number, person: number): Attendance | undefined {
  return selectAttendance(db, { activity, person })[0];
}

const selectAttendanceOf = preparedRows(attendance, eq(attendance.activity, sql.placeholder('activity')));

export function attendanceOf(db: Db, activity: number): Attendance[] {
  return selectAttendanceOf(db, { activity });
}

/** Those within reach that still want something: not cancelled, not closed, begun at most `since` ago; the earliest first. */
export function unfinished(db: Db, reach: readonly Reach[], since: Instant): Activity[] {
  if (reach.length === 0) return [];
  return db
    .select({ activity: activities })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(
      and(
        within(reach),
        isNull(activities.cancelledAt),
        isNull(activities.closedAt),
        gt(activities.endsAt, since),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all()
    .map((row) => row.activity);
}

/** Held by a unit within reach. */
export function within(reach: readonly Reach[]): SQL | undefined {
  return or(
    ...reach.map(({ id, lineage, beneath }) =>
      beneath ? like(units.lineage, `${lineage}%`) : eq(units.id, id),
    ),
  );
}

/** The last ones that took place within reach, newest first. */
export function recent(db: Db, reach: readonly Reach[], now: Instant, limit: number): Activity[] {
  if (reach.length === 0) return [];
  return db
    .select({ activity: activities })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(and(within(reach), isNull(activities.cancelledAt), lte(activities.startsAt, now)))
    .orderBy(desc(activities.startsAt), desc(activities.id))
    .limit(limit)
    .all()
    .map((row) => row.activity);
}

/** Where somebody was expected and neither came nor has made it up, newest first; what was sent back is to be made up still. */
export function missedBy(db: Db, person: number, now: Instant): Activity[] {
  return db
    .select({ activity: activities })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person),
        eq(attendance.role, 'expected'),
        isNull(attendance.presentAt),
        or(isNull(attendance.makeUpAskedAt), eq(attendance.makeUpGranted, false)),
        isNull(activities.cancelledAt),
        lte(activities.endsAt, now),
      ),
    )
    .orderBy(desc(activities.startsAt))
    .all()
    .map((row) => row.activity);
}
