import { and, eq, isNotNull } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Instant } from '../time.ts';
import { isNamed } from './expected.ts';
import { redraw, started } from './start.ts';
import type { Activity } from './store.ts';

export interface Move {
  startsAt: Instant;
  endsAt: Instant;
  place: string;
}

/** 改期. Early check-ins and leave were for the other time: they are taken back, and everybody is asked anew. */
export function move(db: Db, found: Activity, to: Move, by: number, now: Instant): boolean {
  const activity = changeable(db, found, now, '改期');
  if (to.startsAt === activity.startsAt && to.endsAt === activity.endsAt && to.place === activity.place)
    return false;
  if (to.startsAt < now) throw new Refusal('invalid', '新的时间已经过去了，请重新选择。');
  const again = to.startsAt !== activity.startsAt;
  db.update(activities)
    .set({ ...to, ...(again && { startedAt: null }) })
    .where(eq(activities.id, activity.id))
    .run();
  if (again) askAnew(db, activity);
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.moved',
    subject: `activity:${activity.id}`,
    before: { startsAt: activity.startsAt, endsAt: activity.endsAt, place: activity.place },
    after: to,
  });
  redraw(db, activity, now);
  return true;
}

/** Who is expected is as of the new day: a list that was frozen already goes, unless it is of named people. */
function askAnew(db: Db, activity: Activity): void {
  const expected = and(eq(attendance.activity, activity.id), eq(attendance.role, 'expected'));
  if (!isNamed(activity)) {
    db.delete(attendance).where(expected).run();
    return;
  }
  const unanswered = {
    presentAt: null,
    how: null,
    recordedAt: null,
    recordedBy: null,
    leaveReason: null,
    leaveAskedAt: null,
    leaveDecidedAt: null,
    leaveDecidedBy: null,
    leaveGranted: null,
  };
  db.update(attendance).set(unanswered).where(expected).run();
}

export function cancel(db: Db, found: Activity, reason: string, by: number, now: Instant): boolean {
  if (found.cancelledAt !== null) return false;
  const activity = changeable(db, found, now, '取消');
  db.update(activities)
    .set({ cancelledAt: now, cancelledBy: by, cancelReason: reason })
    .where(eq(activities.id, activity.id))
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.cancelled',
    subject: `activity:${activity.id}`,
    after: { reason },
  });
  redraw(db, activity, now);
  return true;
}

/** 修改: what is still to be fixed of the plan. */
export function amend(
  db: Db,
  activity: Activity,
  to: Pick<Activity, 'theme' | 'agenda' | 'host' | 'lecturer' | 'form'>,
  by: number,
  now: Instant,
): void {
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不能修改。');
  const { theme, agenda, host, lecturer, form } = activity;
  db.update(activities).set(to).where(eq(activities.id, activity.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.amended',
    subject: `activity:${activity.id}`,
    before: { theme, agenda, host, lecturer, form },
    after: to,
  });
  redraw(db, activity, now);
}

function changeable(db: Db, found: Activity, now: Instant, what: string): Activity {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', `这次活动已经取消，不能再${what}。`);
  if (activity.startedAt !== null && someoneCame(db, activity)) {
    throw new Refusal('conflict', `活动已经开始并有人签到，不能${what}；名单有误请用“更正”。`);
  }
  if (activity.closedAt !== null) throw new Refusal('conflict', `活动已经结束，不能${what}。`);
  return activity;
}

function someoneCame(db: Db, activity: Activity): boolean {
  return (
    db
      .select({ person: attendance.person })
      .from(attendance)
      .where(
        and(
          eq(attendance.activity, activity.id),
          eq(attendance.role, 'expected'),
          isNotNull(attendance.presentAt),
        ),
      )
      .limit(1)
      .get() !== undefined
  );
}
