import { eq, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Db, prepared } from '../../db/store.ts';
import { dayOf, type Instant, MINUTE } from '../time.ts';
import { restingAt } from './absence.ts';
import { type Activity, type Attendance, attendanceOf } from './store.ts';

/** What an expected person's row says. `open`: nothing yet, and there is still time. */
export type Standing = 'present' | 'late' | 'onLeave' | 'leaveAsked' | 'absent' | 'resting' | 'open';

export const STANDING_WORDS: Record<Standing, string> = {
  present: '已签到',
  late: '迟到',
  onLeave: '请假',
  leaveAsked: '请假待批',
  absent: '缺席',
  resting: '暂不参加',
  open: '未答复',
};

/**
 * Whoever comes by the minute it starts is on time; presence outweighs leave. `resting`: 暂不参加 on its day, so that
 * nothing is asked of them and staying away is no absence.
 */
export function standing(
  activity: Activity,
  row: Attendance | undefined,
  now: Instant,
  resting: boolean,
): Standing {
  if (row?.presentAt != null) return isLate(activity, row.presentAt) ? 'late' : 'present';
  if (row?.leaveGranted === true) return 'onLeave';
  if (isOver(activity, now)) return resting ? 'resting' : 'absent';
  if (row?.leaveAskedAt != null && row.leaveGranted === null) return 'leaveAsked';
  return resting ? 'resting' : 'open';
}

export function isLate(activity: Activity, presentAt: Instant): boolean {
  return presentAt >= activity.startsAt + MINUTE;
}

export function isOver(activity: Activity, now: Instant): boolean {
  return activity.closedAt !== null || activity.endsAt <= now;
}

/** Written down when the meeting was over already. */
function enteredLater(activity: Activity, row: Attendance): boolean {
  return row.presentAt !== null && row.recordedAt !== null && row.recordedAt > activity.endsAt;
}

/** Written down while it lasted, by somebody else's hand. */
function byProxy(activity: Activity, row: Attendance): boolean {
  const others = row.how === 'proxy' || row.how === 'correction';
  return others && row.presentAt !== null && row.recordedAt !== null && row.recordedAt <= activity.endsAt;
}

export interface Tally {
  expected: number;
  present: number;
  late: number;
  onLeave: number;
  absent: number;
  madeUp: number;
  byProxy: number;
  enteredLater: number;
}

/** `present` counts the late too. Who of the expected is in no other count took no part for a time: 暂不参加. */
function tallyOf(activity: Activity, rows: Attendance[], now: Instant, resting: ReadonlySet<number>): Tally {
  const expected = rows.filter((row) => row.role === 'expected');
  const standings = expected.map((row) => standing(activity, row, now, resting.has(row.person)));
  const count = (...wanted: Standing[]) => standings.filter((one) => wanted.includes(one)).length;
  return {
    expected: expected.length,
    present: count('present', 'late'),
    late: count('late'),
    onLeave: count('onLeave'),
    absent: count('absent'),
    madeUp: expected.filter((row) => row.presentAt === null && row.makeUpGranted === true).length,
    byProxy: expected.filter((row) => byProxy(activity, row)).length,
    enteredLater: expected.filter((row) => enteredLater(activity, row)).length,
  };
}

const updateTally = prepared((db) =>
  db
    .update(activities)
    .set({
      expected: sql`${sql.placeholder('expected')}`,
      present: sql`${sql.placeholder('present')}`,
      late: sql`${sql.placeholder('late')}`,
      onLeave: sql`${sql.placeholder('onLeave')}`,
      absent: sql`${sql.placeholder('absent')}`,
      madeUp: sql`${sql.placeholder('madeUp')}`,
      byProxy: sql`${sql.placeholder('byProxy')}`,
      enteredLater: sql`${sql.placeholder('enteredLater')}`,
    })
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

/** Keeps the counts beside the activity, once it is over and after every later change. */
export function keepTally(db: Db, activity: Activity, now: Instant): void {
  if (!isOver(activity, now)) return;
  const rows = attendanceOf(db, activity.id);
  const people = rows.map(({ person }) => person);
  const tally = tallyOf(activity, rows, now, restingAt(db, people, dayOf(activity.startsAt)));
  updateTally(db).run({ ...tally, id: activity.id });
}
