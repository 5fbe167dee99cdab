import { and, count, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm';
import { type Press, press } from '../../cards/card.ts';
import { activities, attendance } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { leavesAt } from '../calendar.ts';
import type { Undoable, Undoables } from '../chat/undoable.ts';
import { may } from '../people/permit.ts';
import { DAY, dayOf, type Instant, saySoon } from '../time.ts';
import { titleOf, WINDOW } from './kinds.ts';
import type { Activity, Attendance } from './store.ts';

/** What is planned can be taken back so long; an entry in a list that nobody closed is looked for so far back. */
export const PLANNED = DAY;
const BACK = 31 * DAY;

/** What somebody can take back about activities. */
export const activityUndoables: readonly Undoables[] = [ownPart, proxies, planned];

/** A member's own check-in, leave and 补学. */
function ownPart({ db, now, person }: Parameters<Undoables>[0]): Undoable[] {
  const rows = db
    .select({ activity: activities, row: attendance })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person),
        eq(attendance.role, 'expected'),
        isNull(activities.cancelledAt),
        or(
          gt(activities.endsAt, now),
          and(isNotNull(attendance.makeUpAskedAt), isNull(attendance.makeUpGranted)),
        ),
      ),
    )
    .all();
  return rows.flatMap(({ activity, row }) => offersOf(activity, row, now));
}

function offersOf(activity: Activity, row: Attendance, now: Instant): Undoable[] {
  const { presentAt, leaveAskedAt, leaveGranted, makeUpAskedAt } = row;
  const open = activity.endsAt > now && activity.closedAt === null;
  const offers: Undoable[] = [];
  if (open && row.how === 'self' && presentAt !== null)
    offers.push(offer(activity, row, presentAt, '签到', '活动结束前可以撤销', 'activity.undoCheckIn'));
  const waits = leaveGranted === null || (leaveGranted && activity.startsAt > now);
  if (open && presentAt === null && leaveAskedAt !== null && waits) {
    const until = leaveGranted ? '已准假，活动开始前可以撤销' : '书记批准前可以撤销';
    const found = offer(activity, row, leaveAskedAt, '请假', until, 'activity.undoLeave');
    const confirm = '已经准假，撤销后要按时参加，确定吗？';
    offers.push(leaveGranted ? { ...found, press: { ...found.press, confirm } } : found);
  }
  if (makeUpAskedAt !== null && row.makeUpGranted === null)
    offers.push(offer(activity, row, makeUpAskedAt, '补学', '书记确认前可以撤销', 'activity.undoMakeUp'));
  return offers;
}

function offer(
  activity: Activity,
  { person }: { person: number },
  at: Instant,
  word: string,
  until: string,
  command: string,
): Undoable & { press: Press } {
  const name = nameOf(activity);
  const input = { activity: activity.id, person, at };
  return { at, what: `${word}：${name}`, until, press: press(`撤销${word}：${name}`, command, input) };
}

function nameOf({ startsAt, kinds }: Activity): string {
  return `${saySoon(startsAt)} ${titleOf(kinds)}`;
}

/** The last 代签 at each activity that is not closed. */
function proxies({ db, now, person }: Parameters<Undoables>[0]): Undoable[] {
  const batches = db
    .select({ activity: activities, at: attendance.recordedAt, people: count() })
    .from(activities)
    // A cross join keeps the order: what was held lately is less than what there is of attendance.
    .crossJoin(attendance)
    .where(
      and(
        eq(attendance.activity, activities.id),
        gt(activities.startsAt, now - BACK),
        lte(activities.startsAt, now + WINDOW),
        isNull(activities.closedAt),
        isNull(activities.cancelledAt),
        eq(attendance.recordedBy, person),
        eq(attendance.how, 'proxy'),
        eq(attendance.role, 'expected'),
        isNotNull(attendance.presentAt),
      ),
    )
    .groupBy(activities.id, attendance.recordedAt)
    .orderBy(attendance.recordedAt)
    .all();
  const last = [...new Map(batches.map((batch) => [batch.activity.id, batch])).values()];
  return last.flatMap(({ activity, at, people }) => {
    if (at === null || !organises(db, person, activity, now)) return [];
    const word = `代签 ${people} 人`;
    const found = offer(activity, { person }, at, word, '结束活动前可以撤销', 'activity.undoProxy');
    const confirm = `${people} 人的到会登记会收回，确定吗？`;
    return [{ ...found, press: { ...found.press, confirm } }];
  });
}

/** What was planned within a day: taken back without a word if nobody has heard of it, and cancelled otherwise. */
function planned({ db, now, person }: Parameters<Undoables>[0]): Undoable[] {
  const found = db
    .select()
    .from(activities)
    .where(
      and(
        gt(activities.startsAt, now),
        eq(activities.plannedBy, person),
        gt(activities.plannedAt, now - PLANNED),
        isNull(activities.cancelledAt),
      ),
    )
    .all();
  return found
    .filter((activity) => organises(db, person, activity, now))
    .map((activity) => {
      const { id, plannedAt: at, startsAt } = activity;
      const unheard = leavesAt(activity.noticedAt ?? now, startsAt) > now || activity.noticedAt === null;
      if (unheard) {
        const until = '通知还没发出，撤销后不打扰大家';
        const quiet = offer(activity, { person }, at, '新建活动', until, 'activity.unplan');
        return { ...quiet, press: { ...quiet.press, confirm: '这次活动会取消，确定吗？' } };
      }
      const name = nameOf(activity);
      const loud = press(`取消活动：${name}`, 'activity.cancelForm', { activity: id });
      return { at, what: `新建活动：${name}`, until: '通知已发出，取消时会告诉大家一次', press: loud };
    });
}

function organises(db: Db, person: number, { unit }: Activity, now: Instant): boolean {
  return may(db, person, 'organise', unit, dayOf(now));
}
