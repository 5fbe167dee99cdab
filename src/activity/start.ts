import { eq } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
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

/** Freezes the expected list once the start has come, whoever notices first: the tick or the first tap. */
export function started(db: Db, activity: Activity, now: Instant): Activity {
  if (activity.startedAt !== null || activity.cancelledAt !== null || activity.startsAt > now)
    return activity;
  freeze(db, activity);
  db.update(activities).set({ startedAt: now }).where(eq(activities.id, activity.id)).run();
  return { ...activity, startedAt: now };
}

/** Everybody's card of it is drawn anew. */
export function redraw(db: Db, activity: Activity, now: Instant): void {
  refresh(db, now, topicOf(activity));
  refresh(db, now, deskOf(activity));
}
