import { eq, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { refresh } from '../outbox/live.ts';
import type { Instant } from '../time.ts';
import { freeze } from './expected.ts';
import type { Activity } from './store.ts';

export function topicOf(activity: { id: number }): string {
  return `activity:${activity.id}`;
}

/** What those who organise it see. */
export function deskOf(activity: { id: number }): string {
  return `desk:${activity.id}`;
}

const updateStarted = prepared((db) =>
  db
    .update(activities)
    .set({ startedAt: given('now') })
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

/** Freezes the expected list once the start has come, whoever notices first: the tick or the first tap. */
export function started(db: Db, activity: Activity, now: Instant): Activity {
  if (activity.startedAt !== null || activity.cancelledAt !== null || activity.startsAt > now)
    return activity;
  freeze(db, activity);
  updateStarted(db).run({ id: activity.id, now });
  return { ...activity, startedAt: now };
}

/** Everybody's card of it is drawn anew. */
export function redraw(db: Db, activity: Activity, now: Instant): void {
  refresh(db, now, topicOf(activity));
  refresh(db, now, deskOf(activity));
}
