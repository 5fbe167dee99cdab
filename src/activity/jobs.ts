import { and, gt, isNull, lte, min, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Db, prepared, preparedRows } from '../../db/store.ts';
import { nextDaytime } from '../calendar.ts';
import type { Job, Span } from '../chat/job.ts';
import { post } from '../outbox/store.ts';
import { addressOf } from '../people/store.ts';
import { DAY, dayOf, type Instant } from '../time.ts';
import { keepTally } from './attendance.ts';
import { WINDOW } from './kinds.ts';
import { organiserOf } from './organisers.ts';
import { remindJobs } from './remind.ts';
import { nextSeries, planSeries } from './series.ts';
import { deskOf, redraw, started } from './start.ts';
import { type Activity, loadActivity } from './store.ts';
import { threeJob } from './three/job.ts';

const live = and(isNull(activities.cancelledAt), isNull(activities.closedAt));

/** Check-in opens; it starts and the list is frozen; it ends, the counts are kept and its organiser is asked to close it. */
export const activityJobs: readonly Job[] = [
  {
    name: 'activity.open',
    next: (db, after) => shifted(earliest(db, 'startsAt', after + WINDOW), -WINDOW),
    *run({ db, from, to }) {
      for (const activity of between(db, 'startsAt', from + WINDOW, to + WINDOW)) {
        redraw(db, activity, to);
        yield;
      }
    },
  },
  {
    name: 'activity.start',
    next: (db, after) => earliest(db, 'startsAt', after),
    *run({ db, from, to }) {
      for (const activity of between(db, 'startsAt', from, to)) {
        redraw(db, started(db, loadActivity(db, activity.id), to), to);
        yield;
      }
    },
  },
  {
    name: 'activity.end',
    next: (db, after) => earliest(db, 'endsAt', after),
    *run(span) {
      for (const activity of between(span.db, 'endsAt', span.from, span.to)) {
        end(span, activity);
        yield;
      }
    },
  },
  { name: 'activity.series', next: nextSeries, run: planSeries },
  threeJob,
  ...remindJobs,
];

function end({ db, to }: Span, found: Activity): void {
  const activity = loadActivity(db, started(db, found, to).id);
  keepTally(db, activity, to);
  redraw(db, activity, to);
  const organiser = organiserOf(db, activity.unit, dayOf(to));
  const address = organiser && addressOf(db, organiser);
  if (!organiser || !address) return;
  post(db, to, {
    key: `activity:${activity.id}:ended`,
    to: address,
    person: organiser,
    content: { view: 'activity.desk', input: { activity: activity.id } },
    topic: deskOf(activity),
    urgency: 'notice',
    dueAt: nextDaytime(to),
    expiresAt: activity.endsAt + 2 * DAY,
  });
}

/** Nothing lasts longer, so that the index on the start serves. */
const LONGEST = 3 * DAY;

type Edge = 'startsAt' | 'endsAt';

function earliestOf(edge: Edge) {
  return prepared((db) =>
    db
      .select({ at: min(activities[edge]) })
      .from(activities)
      .where(
        and(
          live,
          gt(activities[edge], sql.placeholder('after')),
          gt(activities.startsAt, sql.placeholder('since')),
        ),
      )
      .prepare(),
  );
}

const selectEarliest = { startsAt: earliestOf('startsAt'), endsAt: earliestOf('endsAt') };

function earliest(db: Db, edge: Edge, after: Instant): Instant | null {
  return selectEarliest[edge](db).get({ after, since: after - LONGEST })?.at ?? null;
}

function selectBetween(edge: Edge) {
  return preparedRows(
    activities,
    and(
      live,
      gt(activities[edge], sql.placeholder('from')),
      lte(activities[edge], sql.placeholder('to')),
      gt(activities.startsAt, sql.placeholder('since')),
    ),
  );
}

const selectEdges = { startsAt: selectBetween('startsAt'), endsAt: selectBetween('endsAt') };

function between(db: Db, edge: Edge, from: Instant, to: Instant): Activity[] {
  return selectEdges[edge](db, { from, to, since: from - LONGEST }).toSorted((a, b) => a[edge] - b[edge]);
}

function shifted(at: Instant | null, by: number): Instant | null {
  return at === null ? null : at + by;
}
