import { and, eq } from 'drizzle-orm';
import { attendance } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Doing } from '../chat/undoable.ts';
import { Refusal } from '../errors.ts';
import { overtake } from '../outbox/store.ts';
import type { Instant } from '../time.ts';
import { changed, redrawRequest } from './attend.ts';
import { isOver } from './attendance.ts';
import { started } from './start.ts';
import { type Activity, type Attendance, attendanceOf, findAttendance } from './store.ts';

/** A check-in by mistake, while check-in is open: nothing was said, and there is still time. */
export function withdrawCheckIn(db: Db, found: Activity, { person, at }: Doing, now: Instant): void {
  const activity = started(db, found, now);
  const row = findAttendance(db, activity.id, person);
  if (row?.presentAt == null) throw new Refusal('conflict', '这次签到已经撤销了，到了可以再签。');
  if (row.presentAt !== at || row.how !== 'self') throw new Refusal('conflict', CHANGED);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用撤销。');
  if (isOver(activity, now))
    throw new Refusal('conflict', '签到已经结束，不能撤销了；没有参加的，请联系书记更正。');
  unsay(db, activity, row, 'attendance.withdrawn', person, now);
}

/** A request for leave: while it waits for an answer, or granted and not begun. */
export function withdrawLeave(db: Db, activity: Activity, { person, at }: Doing, now: Instant): void {
  const row = findAttendance(db, activity.id, person);
  if (row?.leaveAskedAt == null) throw new Refusal('conflict', '这条请假已经撤销或作废了。');
  if (row.leaveAskedAt !== at) throw new Refusal('conflict', CHANGED);
  if (row.leaveGranted === false) throw new Refusal('conflict', '这次请假没有准，不用撤销。');
  if (row.presentAt !== null) throw new Refusal('conflict', '您已经到会，这条请假不用撤销。');
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用撤销。');
  if (isOver(activity, now) || (row.leaveGranted === true && activity.startsAt <= now))
    throw new Refusal('conflict', '活动已经开始，准了的假不能撤销；到会了请直接签到，有误请联系书记更正。');
  const none = { leaveDecidedAt: null, leaveDecidedBy: null, leaveGranted: null };
  write(db, activity, person, { leaveReason: null, leaveAskedAt: null, ...none });
  const before = { reason: row.leaveReason, askedAt: at, granted: row.leaveGranted };
  journal(
    db,
    activity,
    person,
    { action: 'leave.withdrawn', by: person, before, after: { askedAt: null } },
    now,
  );
  takeRequestBack(db, activity, person, 'activity.leave', now);
}

/** 补学 that waits to be confirmed. */
export function withdrawMakeUp(db: Db, activity: Activity, { person, at }: Doing, now: Instant): void {
  const row = findAttendance(db, activity.id, person);
  if (row?.makeUpAskedAt == null) throw new Refusal('conflict', '这次补学已经撤销了。');
  if (row.makeUpAskedAt !== at) throw new Refusal('conflict', CHANGED);
  if (row.makeUpGranted !== null)
    throw new Refusal('conflict', '书记已经处理过这次补学，不能撤销了；有误请联系书记。');
  write(db, activity, person, { makeUpNote: null, makeUpDay: null, makeUpAskedAt: null });
  const before = { note: row.makeUpNote, day: row.makeUpDay, askedAt: at };
  journal(
    db,
    activity,
    person,
    { action: 'makeUp.withdrawn', by: person, before, after: { askedAt: null } },
    now,
  );
  takeRequestBack(db, activity, person, 'activity.makeUpAsked', now);
}

/** The last 代签 of whoever wrote it, as far as nobody corrected it since. → how many are written down no more */
export function withdrawProxies(db: Db, found: Activity, { person: by, at }: Doing, now: Instant): number {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用撤销。');
  if (activity.closedAt !== null)
    throw new Refusal('conflict', '活动已经结束，不能撤销代签了；有误请说“更正”。');
  const own = attendanceOf(db, activity.id).filter(
    ({ role, how, recordedBy, presentAt }) =>
      role === 'expected' && how === 'proxy' && recordedBy === by && presentAt !== null,
  );
  const batch = own.filter(({ recordedAt }) => recordedAt === at);
  if (batch.length === 0) throw new Refusal('conflict', '这次代签已经撤销，或者后来更正过了。');
  if (own.some(({ recordedAt }) => (recordedAt ?? 0) > at))
    throw new Refusal('conflict', '这以后又代签过，请说“撤销”，从最近的一次开始。');
  for (const row of batch) unsay(db, activity, row, 'attendance.proxyWithdrawn', by, now);
  return batch.length;
}

const CHANGED = '这张卡片之后情况有了变化。说“撤销”，看看现在能撤销什么。';

/** Nobody has said that they came; a request for leave from before waits again. */
function unsay(db: Db, activity: Activity, row: Attendance, action: string, by: number, now: Instant): void {
  write(db, activity, row.person, { presentAt: null, how: null, recordedAt: null, recordedBy: null });
  const { presentAt, how, recordedAt, recordedBy } = row;
  const before = { presentAt, how, recordedAt, recordedBy };
  journal(db, activity, row.person, { action, by, before, after: { presentAt: null } }, now);
  changed(db, activity, row.person, now);
  if (row.leaveAskedAt !== null) redrawRequest(db, activity, row.person, now);
}

/** Who was to answer is asked no more: not at all, if the question has not left yet. */
function takeRequestBack(db: Db, activity: Activity, person: number, view: string, now: Instant): void {
  const about = `${view}:${activity.id}:${person}`;
  overtake(db, now, `${about}:`, `${about};`);
  changed(db, activity, person, now);
  redrawRequest(db, activity, person, now);
}

function write(db: Db, activity: Activity, person: number, values: Partial<Attendance>): void {
  const theirs = and(eq(attendance.activity, activity.id), eq(attendance.person, person));
  db.update(attendance).set(values).where(theirs).run();
}

function journal(
  db: Db,
  activity: Activity,
  person: number,
  { action, by, before, after }: { action: string; by: number; before: object; after: object },
  now: Instant,
): void {
  const subject = `activity:${activity.id}/person:${person}`;
  record(db, { at: now, actor: `person:${by}`, action, subject, before, after });
}
