import { and, asc, eq, gt, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Due, reminderCard } from '../../cards/activity/reminder.ts';
import { activities } from '../../db/schema/activity.ts';
import { persons } from '../../db/schema/people.ts';
import { type Db, prepared, preparedRows } from '../../db/store.ts';
import {
  EVENING,
  lastAllowedBefore,
  MORNING,
  NIGHT,
  nextAllowed,
  nextDaytime,
  nextWorkday,
} from '../calendar.ts';
import type { View } from '../chat/command.ts';
import type { Job, Span } from '../chat/job.ts';
import { post } from '../outbox/store.ts';
import { addressOf, findPerson } from '../people/store.ts';
import { addDays, atTime, DAY, dayOf, HOUR, type Instant, isDay, say, startOfDay, timeOf } from '../time.ts';
import { restingAt } from './absence.ts';
import { standing } from './attendance.ts';
import { expectedOf } from './expected.ts';
import { titleOf, WINDOW } from './kinds.ts';
import { topicOf } from './start.ts';
import { type Activity, attendanceOf, loadActivity } from './store.ts';
import { unansweredBy } from './upcoming.ts';

/** The day before at the same time, on a working day; that day may lie before a long holiday. */
export function dayBefore(startsAt: Instant): Instant {
  return lastAllowedBefore(startsAt - DAY);
}

/** On its own day, days off included, but by day: null for what begins with the morning. */
export function hourBefore(startsAt: Instant): Instant | null {
  const at = startsAt - HOUR;
  const morning = atTime(dayOf(startsAt), MORNING);
  if (at < morning) return morning < startsAt ? morning : null;
  return timeOf(at) >= NIGHT ? atTime(dayOf(at), EVENING) : at;
}

/** No reminder leaves earlier than this before the start: the longest holiday, and some. */
const FARTHEST = 20 * DAY;

/**
 * Whoever is expected and has not answered is reminded the day before and an hour before, but once a day at most: the
 * card lists all they have yet to answer. After a stop only what is still to begin.
 */
export const remindJobs: readonly Job[] = [{ name: 'activity.remind', next, run }];

const ahead = and(
  isNotNull(activities.noticedAt),
  isNull(activities.cancelledAt),
  isNull(activities.closedAt),
);

const selectStarts = prepared((db) =>
  db
    .selectDistinct({ at: activities.startsAt })
    .from(activities)
    .where(and(ahead, gt(activities.startsAt, sql.placeholder('after'))))
    .orderBy(asc(activities.startsAt))
    .prepare(),
);

function next(db: Db, after: Instant): Instant | null {
  const starts = selectStarts(db).all({ after });
  let soonest: Instant | null = null;
  for (const { at } of starts) {
    if (soonest !== null && at - FARTHEST > soonest) break;
    for (const due of [dayBefore(at), hourBefore(at)]) {
      if (due !== null && due > after && (soonest === null || due < soonest)) soonest = due;
    }
  }
  return soonest;
}

const selectComing = preparedRows(
  activities,
  and(
    ahead,
    gt(activities.startsAt, sql.placeholder('after')),
    lte(activities.startsAt, sql.placeholder('until')),
  ),
);

function* run({ db, from, to }: Span): Generator<void, void, void> {
  const first = next(db, from);
  if (first === null || first > to) return;
  const coming = selectComing(db, { after: to, until: to + FARTHEST }).toSorted(
    (a, b) => a.startsAt - b.startsAt || a.id - b.id,
  );
  const dayOnly = new Set(
    db
      .select({ id: persons.id })
      .from(persons)
      .where(eq(persons.reminders, 'day'))
      .all()
      .map(({ id }) => id),
  );
  for (const activity of coming) {
    const fell = (at: Instant | null) =>
      at !== null && at > from && at <= to && at > (activity.noticedAt ?? at);
    const today = fell(hourBefore(activity.startsAt));
    if (!today && !fell(dayBefore(activity.startsAt))) continue;
    const leaves = today ? nextDaytime(to) : nextAllowed(to);
    if (leaves >= activity.startsAt) continue;
    if (isGone(db, activity)) continue;
    remind(db, activity, { today, leaves, now: to, dayOnly });
    yield;
  }
}

interface When {
  /** On the activity's own day. */
  today: boolean;
  leaves: Instant;
  now: Instant;
  /** Who wants no reminder but on the day itself. */
  dayOnly: ReadonlySet<number>;
}

/** It may have been moved or cancelled since the job began. */
function isGone(db: Db, { id, startsAt }: Activity): boolean {
  const now = loadActivity(db, id);
  return now.cancelledAt !== null || now.startsAt !== startsAt;
}

function remind(db: Db, activity: Activity, when: When): void {
  const rows = new Map(attendanceOf(db, activity.id).map((row) => [row.person, row]));
  const day = dayOf(when.leaves);
  const members = expectedOf(db, activity).map(({ person }) => person);
  const resting = restingAt(db, members, dayOf(activity.startsAt));
  for (const person of members) {
    if (standing(activity, rows.get(person), when.now, resting.has(person)) !== 'open') continue;
    if (!when.today && when.dayOnly.has(person)) continue;
    const to = addressOf(db, person);
    if (!to) continue;
    post(db, when.now, {
      key: `remind:${person}:${day}`,
      to,
      person,
      content: { view: 'activity.reminder', input: { day } },
      topic: topicOf(activity),
      urgency: 'reminder',
      dueAt: when.leaves,
      expiresAt: activity.startsAt,
    });
  }
}

const Reminded = z.object({ day: z.string().refine(isDay) });

/** All that its reader has yet to answer, until the end of the next working day; of the day itself, if they want no more. */
export const reminderViews: Record<string, View> = {
  'activity.reminder': ({ db, now, reader }, input) => {
    const { day } = Reminded.parse(input);
    if (reader === null) return reminderCard([]);
    const only = findPerson(db, reader)?.reminders === 'day';
    const last = only ? day : nextWorkday(addDays(day, 1));
    return reminderCard(
      unansweredBy(db, reader, now, startOfDay(addDays(last, 1))).map((one) => dueOf(one, now)),
    );
  },
};

export function dueOf(activity: Activity, now: Instant): Due {
  return {
    activity: activity.id,
    title: titleOf(activity.kinds),
    when: say(activity.startsAt),
    place: activity.place,
    theme: activity.theme,
    open: activity.startsAt - WINDOW <= now,
  };
}
