import { and, gt, isNull, lte, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Db, preparedRows } from '../../db/store.ts';
import { lastAllowedBefore, nextAllowed } from '../calendar.ts';
import type { Job, Span } from '../chat/job.ts';
import { post } from '../outbox/store.ts';
import { addressOf } from '../people/store.ts';
import { DAY, dayOf, type Instant } from '../time.ts';
import { organiserOf } from './organisers.ts';
import { deskOf } from './start.ts';
import type { Activity } from './store.ts';

/** Early enough that people can still keep the day free. */
const AHEAD = 3 * DAY;

/** The longest holiday, and some. */
const FARTHEST = 20 * DAY;

/** A recurring day that was planned by itself and is still unknown to everybody: its organiser hears of it once more. */
export const unannouncedJob: Job = {
  name: 'activity.unannounced',
  next(db, after) {
    const due = waiting(db, after, after + 400 * DAY).map(({ startsAt }) => momentOf(startsAt));
    return due.filter((at) => at > after).toSorted((a, b) => a - b)[0] ?? null;
  },
  *run({ db, from, to }: Span) {
    for (const activity of waiting(db, to, to + FARTHEST)) {
      const at = momentOf(activity.startsAt);
      if (at <= from || at > to) continue;
      ask(db, activity, to);
      yield;
    }
  },
};

function momentOf(startsAt: Instant): Instant {
  return lastAllowedBefore(startsAt - AHEAD);
}

const selectWaiting = preparedRows(
  activities,
  and(
    isNull(activities.noticedAt),
    isNull(activities.cancelledAt),
    isNull(activities.closedAt),
    gt(activities.startsAt, sql.placeholder('after')),
    lte(activities.startsAt, sql.placeholder('until')),
  ),
);

function waiting(db: Db, after: Instant, until: Instant): Activity[] {
  return selectWaiting(db, { after, until }).toSorted((a, b) => a.startsAt - b.startsAt || a.id - b.id);
}

function ask(db: Db, activity: Activity, now: Instant): void {
  const organiser = organiserOf(db, activity.unit, dayOf(now));
  const to = organiser && addressOf(db, organiser);
  if (!organiser || !to) return;
  post(db, now, {
    key: `activity:${activity.id}:unannounced:${activity.startsAt}`,
    to,
    person: organiser,
    content: { view: 'activity.desk', input: { activity: activity.id } },
    topic: deskOf(activity),
    urgency: 'reminder',
    dueAt: nextAllowed(now),
    expiresAt: activity.startsAt,
  });
}
