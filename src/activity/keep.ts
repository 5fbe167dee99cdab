import { and, eq, sql } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { type Instant, MINUTE } from '../time.ts';
import { arrive } from './attend.ts';
import { keepTally } from './attendance.ts';
import { expectedOf } from './expected.ts';
import { WINDOW } from './kinds.ts';
import { redraw, started } from './start.ts';
import { type Activity, attendanceOf, findAttendance } from './store.ts';

/**
 * 代签: writes down those who came, by the hand of whoever keeps the list. Who is there already stays as they were.
 * On time if written before the end: a secretary who enters everybody at once does not make them late.
 */
export function markAll(db: Db, found: Activity, persons: number[], by: number, now: Instant): number {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不能代签。');
  if (now < activity.startsAt - WINDOW)
    throw new Refusal('conflict', '还没到签到时间，活动开始前半小时起可以代签。');
  const expected = new Set(expectedOf(db, activity).map((member) => member.person));
  let marked = 0;
  for (const person of persons) {
    const before = findAttendance(db, activity.id, person);
    if (before?.presentAt != null) continue;
    if (!expected.has(person) && before === undefined) {
      throw new Refusal('not_allowed', '代签的名单里有应到名单以外的同志；列席请说“列席”。');
    }
    arrive(db, activity, before, { person, at: Math.min(now, activity.startsAt), how: 'proxy', by }, now);
    marked += 1;
  }
  return marked;
}

const theirs = and(
  eq(attendance.activity, sql.placeholder('activity')),
  eq(attendance.person, sql.placeholder('person')),
);

const grantLeave = prepared((db) =>
  db
    .update(attendance)
    .set({
      leaveGranted: true,
      leaveReason: given('reason'),
      leaveDecidedAt: given('now'),
      leaveDecidedBy: given('by'),
    })
    .where(theirs)
    .prepare(),
);

const revokeLeave = prepared((db) =>
  db.update(attendance).set({ leaveGranted: false }).where(theirs).prepare(),
);

export type Corrected = 'present' | 'late' | 'onLeave' | 'absent';

/** 更正: what really was, with the reason; what stood there before is in the journal. */
export function correct(
  db: Db,
  found: Activity,
  person: number,
  to: Corrected,
  reason: string,
  by: number,
  now: Instant,
): void {
  const activity = started(db, found, now);
  if (activity.startedAt === null) throw new Refusal('conflict', '活动还没开始，不用更正。');
  const before = findAttendance(db, activity.id, person);
  if (before?.role !== 'expected')
    throw new Refusal('not_found', '这位同志不在这次活动的应到名单里；列席请说“列席”。');
  const row = { activity: activity.id, person };
  if (to === 'onLeave') grantLeave(db).run({ ...row, reason: before.leaveReason ?? reason, now, by });
  else if (before.leaveGranted !== null) revokeLeave(db).run(row);
  arrive(
    db,
    activity,
    before,
    { person, at: arrivalOf(activity, to), how: 'correction', by, reason: `${to}: ${reason}` },
    now,
  );
}

/** Nobody knows by how much somebody was late: a quarter of an hour is written, and that it is a correction. */
function arrivalOf(activity: Activity, to: Corrected): Instant | null {
  if (to === 'present') return activity.startsAt;
  if (to === 'late') return Math.min(activity.startsAt + 15 * MINUTE, activity.endsAt);
  return null;
}

/** 列席: people of the organisation, and guests by name. Who is left out of the list was not there after all. */
export function observe(
  db: Db,
  found: Activity,
  persons: number[],
  guests: string,
  by: number,
  now: Instant,
): void {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不能登记列席。');
  const expected = new Set(expectedOf(db, activity).map((member) => member.person));
  const before = observersOf(db, activity.id);
  for (const person of before.filter((one) => !persons.includes(one))) {
    db.delete(attendance)
      .where(and(eq(attendance.activity, activity.id), eq(attendance.person, person)))
      .run();
  }
  for (const person of persons) {
    if (expected.has(person)) throw new Refusal('conflict', '列席名单里有应到的同志，请用“代签”。');
    db.insert(attendance)
      .values({
        activity: activity.id,
        person,
        role: 'observer',
        presentAt: now,
        how: 'proxy',
        recordedAt: now,
        recordedBy: by,
      })
      .onConflictDoNothing()
      .run();
  }
  db.update(activities).set({ guests }).where(eq(activities.id, activity.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'observers.recorded',
    subject: `activity:${activity.id}`,
    before: { persons: before, guests: activity.guests },
    after: { persons, guests },
  });
  redraw(db, activity, now);
}

export function observersOf(db: Db, activity: number): number[] {
  return attendanceOf(db, activity).flatMap((row) => (row.role === 'observer' ? [row.person] : []));
}

export interface Minutes {
  host: number | null;
  recorder: number | null;
  agenda: string;
  minutes: string;
  resolutions: string;
  /** Of a yearly kind: which year it was for; left out it stays as it is. */
  year?: number | null;
}

const updateMinutes = prepared((db) =>
  db
    .update(activities)
    .set({
      host: given('host'),
      recorder: given('recorder'),
      agenda: given('agenda'),
      minutes: given('minutes'),
      resolutions: given('resolutions'),
      year: given('year'),
      minutedAt: given('minutedAt'),
      closedAt: given('closedAt'),
      closedBy: given('closedBy'),
      endsAt: given('endsAt'),
    })
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

/** 结束活动: check-in ends, the counts are kept, and the minutes hold what was said and nothing else. */
export function close(db: Db, found: Activity, minutes: Minutes, by: number, now: Instant): void {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消。');
  if (activity.startedAt === null)
    throw new Refusal('conflict', '活动还没开始，不能结束；开不成可以“取消活动”。');
  const complete =
    minutes.host !== null && minutes.recorder !== null && (minutes.minutes || minutes.resolutions) !== '';
  const closing = activity.closedAt === null;
  const values = {
    ...minutes,
    year: minutes.year === undefined ? activity.year : minutes.year,
    minutedAt: complete ? (activity.minutedAt ?? now) : null,
    closedAt: activity.closedAt ?? now,
    closedBy: activity.closedBy ?? by,
    endsAt: closing ? Math.min(activity.endsAt, Math.max(now, activity.startsAt)) : activity.endsAt,
  };
  updateMinutes(db).run({ ...values, id: activity.id });
  const { host, recorder, agenda, minutes: said, resolutions, year } = activity;
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: closing ? 'activity.closed' : 'minutes.changed',
    subject: `activity:${activity.id}`,
    before: { host, recorder, agenda, minutes: said, resolutions, year },
    after: minutes,
  });
  keepTally(db, { ...activity, ...values }, now);
  redraw(db, activity, now);
}
