import { and, eq, sql } from 'drizzle-orm';
import { attendance } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Day, Instant } from '../time.ts';
import { changed } from './attend.ts';
import { isOver } from './attendance.ts';
import { isExpected } from './expected.ts';
import { type Activity, type Attendance, findAttendance } from './store.ts';

const theirs = and(
  eq(attendance.activity, sql.placeholder('activity')),
  eq(attendance.person, sql.placeholder('person')),
);

const insertLeave = prepared((db) => {
  const asked = {
    leaveReason: given('reason'),
    leaveAskedAt: given('since'),
    leaveDecidedAt: null,
    leaveDecidedBy: null,
    leaveGranted: null,
  };
  return db
    .insert(attendance)
    .values({ activity: given('activity'), person: given('person'), role: 'expected', ...asked })
    .onConflictDoUpdate({ target: [attendance.activity, attendance.person], set: asked })
    .prepare();
});

const updateLeave = prepared((db) =>
  db
    .update(attendance)
    .set({ leaveGranted: given('granted'), leaveDecidedAt: given('now'), leaveDecidedBy: given('by') })
    .where(theirs)
    .prepare(),
);

const updateStudy = prepared((db) =>
  db
    .update(attendance)
    .set({
      makeUpNote: given('note'),
      makeUpDay: given('day'),
      makeUpAskedAt: given('since'),
      makeUpDecidedAt: null,
      makeUpDecidedBy: null,
      makeUpGranted: null,
    })
    .where(theirs)
    .prepare(),
);

const updateMakeUp = prepared((db) =>
  db
    .update(attendance)
    .set({ makeUpGranted: given('granted'), makeUpDecidedAt: given('now'), makeUpDecidedBy: given('by') })
    .where(theirs)
    .prepare(),
);

/** Whether there is anything to ask leave from: until it is over, by whoever is expected and not there. */
export function refuseNeedlessLeave(db: Db, activity: Activity, person: number, now: Instant): void {
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用请假。');
  if (activity.startsAt <= now || isOver(activity, now))
    throw new Refusal('conflict', '活动已经开始，请假要在开始前提出。请直接联系书记说明情况，由书记更正。');
  if (!isExpected(db, activity, person))
    throw new Refusal('not_allowed', '这次活动的应到名单里没有您，不用请假。');
  const row = findAttendance(db, activity.id, person);
  if (row?.presentAt != null) throw new Refusal('conflict', '您已经签到了，不用请假。');
  if (row?.leaveGranted === true) throw new Refusal('conflict', '这次请假已经准了，不用再请。');
}

/** The time it was asked is kept, so that asking late shows. → since when it waits for an answer */
export function askLeave(db: Db, activity: Activity, person: number, reason: string, now: Instant): Instant {
  refuseNeedlessLeave(db, activity, person, now);
  const before = findAttendance(db, activity.id, person);
  const since = before?.leaveGranted === null ? (before.leaveAskedAt ?? now) : now;
  insertLeave(db).run({ activity: activity.id, person, reason, since });
  record(db, {
    at: now,
    actor: `person:${person}`,
    action: 'leave.asked',
    subject: subjectOf(activity, person),
    after: { reason },
  });
  changed(db, activity, person, now);
  return since;
}

/** The same decision twice is one; the opposite one corrects it. */
export function decideLeave(
  db: Db,
  activity: Activity,
  person: number,
  granted: boolean,
  by: number,
  now: Instant,
): boolean {
  const before = findAttendance(db, activity.id, person);
  if (!before || before.leaveAskedAt === null)
    throw new Refusal('not_found', '没有找到这条请假：本人已经撤销，或者活动已改期、请假作废。');
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用批假了。');
  if (person === by) throw new Refusal('not_allowed', '本人的请假请由其他支部委员或上级来批。');
  if (before.presentAt !== null) throw new Refusal('conflict', '这位同志已经到会，不用批假了。');
  if (before.leaveGranted === granted) return false;
  updateLeave(db).run({ activity: activity.id, person, granted: granted ? 1 : 0, now, by });
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: granted ? 'leave.granted' : 'leave.declined',
    subject: subjectOf(activity, person),
    before: { granted: before.leaveGranted },
    after: { granted },
  });
  changed(db, activity, person, now);
  return true;
}

/** 补学: what was studied and on which day, until the secretary confirms it. → since when it waits */
export function askMakeUp(
  db: Db,
  activity: Activity,
  person: number,
  study: { note: string; day: Day },
  now: Instant,
): Instant {
  const before = missed(db, activity, person, now);
  if (before.makeUpGranted === true) throw new Refusal('conflict', '这次补学已经确认过了。');
  const since = before.makeUpGranted === null ? (before.makeUpAskedAt ?? now) : now;
  updateStudy(db).run({ activity: activity.id, person, ...study, since });
  record(db, {
    at: now,
    actor: `person:${person}`,
    action: 'makeUp.asked',
    subject: subjectOf(activity, person),
    after: study,
  });
  changed(db, activity, person, now);
  return since;
}

export function decideMakeUp(
  db: Db,
  activity: Activity,
  person: number,
  granted: boolean,
  by: number,
  now: Instant,
): boolean {
  const before = missed(db, activity, person, now);
  if (before.makeUpAskedAt === null)
    throw new Refusal('not_found', '没有找到这条补学记录，可能本人已经撤销。');
  if (person === by) throw new Refusal('not_allowed', '本人的补学请由其他支部委员或上级来确认。');
  if (before.makeUpGranted === granted) return false;
  updateMakeUp(db).run({ activity: activity.id, person, granted: granted ? 1 : 0, now, by });
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: granted ? 'makeUp.confirmed' : 'makeUp.declined',
    subject: subjectOf(activity, person),
    before: { granted: before.makeUpGranted },
    after: { granted },
  });
  changed(db, activity, person, now);
  return true;
}

function missed(db: Db, activity: Activity, person: number, now: Instant): Attendance {
  const row = findAttendance(db, activity.id, person);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用补学。');
  if (!isOver(activity, now)) throw new Refusal('conflict', '活动还没结束，结束后再补学。');
  if (row?.role !== 'expected') throw new Refusal('not_allowed', '这次活动的应到名单里没有您，不用补学。');
  if (row.presentAt !== null) throw new Refusal('conflict', '您参加了这次活动，不用补学。');
  return row;
}

function subjectOf(activity: Activity, person: number): string {
  return `activity:${activity.id}/person:${person}`;
}
