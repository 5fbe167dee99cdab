import { eq } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { nextDaytime } from '../calendar.ts';
import { type Content, post, refresh } from '../outbox/store.ts';
import { addressOf, groupsOf } from '../people/store.ts';
import { DAY, HOUR, type Instant } from '../time.ts';
import { expectedOf } from './expected.ts';
import { KINDS } from './kinds.ts';
import { deskOf, topicOf } from './start.ts';
import { type Activity, loadActivity } from './store.ts';

/** The notice: one live card in the unit's group (none of a talk), and one to each expected member who has an account. */
export function announce(db: Db, planned: Activity, now: Instant): Activity {
  const activity = markNoticed(db, planned, now);
  if (activity.endsAt <= now) return activity;
  tell(db, activity, now, 'notice', null);
  return activity;
}

function markNoticed(db: Db, activity: Activity, now: Instant): Activity {
  if (activity.noticedAt !== null) return activity;
  db.update(activities).set({ noticedAt: now }).where(eq(activities.id, activity.id)).run();
  refresh(db, now, deskOf(activity));
  return loadActivity(db, activity.id);
}

/** It was moved or cancelled: everyone concerned is told once. One that nobody knew of is nobody's news. */
export function announceChange(
  db: Db,
  activity: Activity,
  now: Instant,
  change: 'moved' | 'cancelled',
): void {
  if (activity.noticedAt === null) return;
  tell(db, activity, now, `${change}:${activity.startsAt}:${activity.place}`, change);
}

/** What people cause at night leaves in the morning, unless that would be too late for those it concerns. */
export function leavesAt(now: Instant, startsAt: Instant): Instant {
  const morning = nextDaytime(now);
  return morning + 2 * HOUR <= startsAt ? morning : now;
}

function tell(
  db: Db,
  activity: Activity,
  now: Instant,
  key: string,
  change: 'moved' | 'cancelled' | null,
): void {
  const input = { activity: activity.id, ...(change && { change }) };
  const common = {
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(now, activity.startsAt),
    expiresAt: Math.max(activity.endsAt, now + DAY),
  } as const;
  const discreet = activity.kinds.every((kind) => KINDS[kind].discreet);
  for (const to of discreet ? [] : groupsOf(db, activity.unit)) {
    const content: Content = { view: 'activity.group', input };
    post(db, now, { ...common, key: `activity:${activity.id}:${key}:${to.platform}:${to.id}`, to, content });
  }
  for (const { person } of expectedOf(db, activity)) {
    const to = addressOf(db, person);
    const content: Content = { view: 'activity.member', input };
    if (to)
      post(db, now, { ...common, key: `activity:${activity.id}:${key}:${person}`, to, person, content });
  }
}

/** What a member is told of: their leave was granted or declined, their 补学 sent back. */
export const SAID = ['granted', 'declined', 'sentBack'] as const;
export type Said = (typeof SAID)[number];

/** A word to one member about their own part. */
export function tellMember(
  db: Db,
  activity: Activity,
  person: number,
  said: Said,
  now: Instant,
  key: string,
): void {
  const to = addressOf(db, person);
  if (!to) return;
  post(db, now, {
    key: `activity:${activity.id}:${key}`,
    to,
    person,
    content: { view: 'activity.member', input: { activity: activity.id, said } },
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(now, activity.startsAt),
  });
}
