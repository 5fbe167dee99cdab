import { sql } from 'drizzle-orm';
import { attendance } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { refreshFor } from '../outbox/live.ts';
import { dayOf, type Instant, timeOf } from '../time.ts';
import { isResting } from './absence.ts';
import { isOver, keepTally, standing } from './attendance.ts';
import { isExpected } from './expected.ts';
import { WINDOW } from './kinds.ts';
import { organiserOf } from './organisers.ts';
import { deskOf, started, topicOf } from './start.ts';
import { type Activity, type Attendance, findAttendance } from './store.ts';

const markPresent = prepared((db) =>
  db
    .insert(attendance)
    .values({
      activity: given('activity'),
      person: given('person'),
      role: given('role'),
      presentAt: given('presentAt'),
      how: given('how'),
      recordedAt: given('recordedAt'),
      recordedBy: given('recordedBy'),
    })
    .onConflictDoUpdate({
      target: [attendance.activity, attendance.person],
      set: {
        presentAt: sql`excluded.present_at`,
        how: sql`excluded.how`,
        recordedAt: sql`excluded.recorded_at`,
        recordedBy: sql`excluded.recorded_by`,
      },
    })
    .prepare(),
);

/** When somebody came, and who wrote it down. */
interface Arrival {
  person: number;
  at: Instant | null;
  how: 'self' | 'proxy' | 'correction';
  by: number;
  reason?: string;
}

/**
 * One tap inside the window. A second tap is told what the first one did. `drawn`: their own card, which the answer
 * draws. → when they came, and both rows as they are now
 */
export function checkIn(
  db: Db,
  found: Activity,
  person: number,
  now: Instant,
  drawn?: number,
): { already: boolean; at: Instant; activity: Activity; row: Attendance } {
  const activity = started(db, found, now);
  refuseClosedWindow(activity, now);
  const row = findAttendance(db, activity.id, person);
  if (row?.presentAt != null) return { already: true, at: row.presentAt, activity, row };
  if (row?.role !== 'expected' && !isExpected(db, activity, person)) {
    throw new Refusal('not_allowed', '这次活动的应到名单里没有您。如需列席，请联系书记登记。');
  }
  const came = arrive(db, activity, row, { person, at: now, how: 'self', by: person }, now, drawn);
  return { already: false, at: now, activity, row: came };
}

function refuseClosedWindow(activity: Activity, now: Instant): void {
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用签到。');
  if (now < activity.startsAt - WINDOW) {
    throw new Refusal('conflict', `还没到签到时间，${timeOf(activity.startsAt - WINDOW)} 起可以签到。`);
  }
  if (isOver(activity, now)) {
    throw new Refusal('conflict', '签到已经结束。如果您参加了，请书记代为更正；没能参加，可以说“补学”。');
  }
}

/**
 * Writes down that somebody came (or, with `at: null`, that they did not), with the journal and the counts.
 * → the row as it is now
 */
export function arrive(
  db: Db,
  activity: Activity,
  before: Attendance | undefined,
  arrival: Arrival,
  now: Instant,
  drawn?: number,
): Attendance {
  const written = {
    activity: activity.id,
    person: arrival.person,
    role: before?.role ?? 'expected',
    presentAt: arrival.at,
    how: arrival.how,
    recordedAt: now,
    recordedBy: arrival.by,
  };
  markPresent(db).run(written);
  // Who comes takes part, whatever was entered of them.
  const rests = arrival.how !== 'self' && isResting(db, arrival.person, dayOf(activity.startsAt));
  record(db, {
    at: now,
    actor: `person:${arrival.by}`,
    action: ARRIVED[arrival.how],
    subject: `activity:${activity.id}/person:${arrival.person}`,
    before: { standing: standing(activity, before, now, rests), presentAt: before?.presentAt ?? null },
    after: { presentAt: arrival.at, ...(arrival.reason && { reason: arrival.reason }) },
  });
  changed(db, activity, arrival.person, now, drawn);
  if (before?.leaveAskedAt != null && before.leaveGranted === null)
    redrawRequest(db, activity, arrival.person, now);
  return { ...(before ?? UNWRITTEN), ...written };
}

/** What a row holds of somebody of whom nothing was written down. */
const UNWRITTEN = {
  category: null,
  leaveReason: null,
  leaveAskedAt: null,
  leaveDecidedAt: null,
  leaveDecidedBy: null,
  leaveGranted: null,
  makeUpNote: null,
  makeUpDay: null,
  makeUpAskedAt: null,
  makeUpDecidedAt: null,
  makeUpDecidedBy: null,
  makeUpGranted: null,
};

/** The request that lies with the organiser needs no answer any more, or again. */
export function redrawRequest(db: Db, activity: Activity, person: number, now: Instant): void {
  const organiser = organiserOf(db, activity.unit, dayOf(now), person);
  if (organiser) refreshFor(db, now, topicOf(activity), organiser);
}

const ARRIVED = {
  self: 'attendance.checkedIn',
  proxy: 'attendance.markedByProxy',
  correction: 'attendance.corrected',
} as const;

/** After any change of one person's row: the counts beside the activity, the group's card and that person's. */
export function changed(db: Db, activity: Activity, person: number, now: Instant, drawn?: number): void {
  keepTally(db, activity, now);
  refreshFor(db, now, topicOf(activity), person, { except: drawn, also: deskOf(activity) });
}
