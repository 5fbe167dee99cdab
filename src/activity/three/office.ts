import { and, eq, sql } from 'drizzle-orm';
import { type Level, threeWords } from '../../../db/schema/three.ts';
import { type Db, preparedRows } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { refresh } from '../../outbox/live.ts';
import { holdersOf, postsOf } from '../../people/store.ts';
import { COMMITTEE_POSTS } from '../../people/words.ts';
import { type Day, dayOf, type Instant, yearOf } from '../../time.ts';
import { deskOf } from '../start.ts';
import type { Activity } from '../store.ts';
import { reviewsOf } from './settings.ts';
import { THREE } from './words.ts';

/** What an office says of a theme day: 支部点评 or 上级评价. */
export type Office = 'branch' | 'above';

export type Word = typeof threeWords.$inferSelect;

/**
 * One word an office, and the last one counts. `was`: what the card that was pressed showed; where something else
 * stands by now nothing is changed. → whether it was
 */
export function giveWord(
  db: Db,
  activity: Activity,
  given: { review: Office; level: Level; said?: string | undefined; was?: Level | null | undefined },
  by: number,
  now: Instant,
): boolean {
  refuseWord(db, activity, given.review, now);
  const { review, level, was } = given;
  const before = wordOf(db, activity.id, review);
  const said = given.said ?? (before?.level === level ? before.said : '');
  if (before?.level === level && before.said === said) return true;
  if (was !== undefined && was !== (before?.level ?? null)) return false;
  const values = { activity: activity.id, review, level, said, at: now, by };
  db.insert(threeWords)
    .values(values)
    .onConflictDoUpdate({ target: [threeWords.activity, threeWords.review], set: values })
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'three.given',
    subject: `activity:${activity.id}`,
    before: before && { review, level: before.level, said: before.said },
    after: { review, level, said },
  });
  refresh(db, now, deskOf(activity));
  return true;
}

/** Why there is nothing to say of it now, by whoever may. */
export function refuseWord(db: Db, activity: Activity, review: Office, now: Instant): void {
  const { word } = THREE[review];
  if (activity.cancelledAt !== null) throw new Refusal('conflict', `这次活动已经取消，不用${word}。`);
  if (!isReviewed(db, activity, review)) throw new Refusal('conflict', `这次活动没有${word}。`);
  if (activity.closedAt === null) throw new Refusal('conflict', `活动结束归档后再${word}。`);
  if (dayOf(now) > lastDayFor(dayOf(activity.startsAt)))
    throw new Refusal('conflict', `上一年度的${word}到3月31日为止，不再改动。`);
}

/** Whether an office may say something of it now. */
export function isOpenFor(db: Db, activity: Activity, review: Office, now: Instant): boolean {
  const { cancelledAt, closedAt, startsAt } = activity;
  if (cancelledAt !== null || closedAt === null || dayOf(now) > lastDayFor(dayOf(startsAt))) return false;
  return isReviewed(db, activity, review);
}

function isReviewed(db: Db, { kinds, unit, startsAt }: Activity, review: Office): boolean {
  return kinds.includes('themeDay') && reviewsOf(db, unit, dayOf(startsAt)).includes(review);
}

/** Like what is owed for a year: until the end of March of the next. */
export function lastDayFor(day: Day): Day {
  return `${yearOf(day) + 1}-03-31`;
}

const selectWord = preparedRows(
  threeWords,
  and(eq(threeWords.activity, sql.placeholder('activity')), eq(threeWords.review, sql.placeholder('review'))),
);

export function wordOf(db: Db, activity: number, review: Office): Word | undefined {
  return selectWord(db, { activity, review })[0];
}

/** Whoever is on a unit's committee speaks for it; nobody above does. */
export function speaksFor(db: Db, unit: number, person: number, day: Day): boolean {
  return holdersOf(db, unit, day).some((holder) => holder.person === person && isCommittee(holder));
}

/** The units that somebody speaks for. */
export function spokenFor(db: Db, person: number, day: Day): number[] {
  return [...new Set(postsOf(db, person, day).flatMap((held) => (isCommittee(held) ? held.unit.id : [])))];
}

function isCommittee({ post }: { post: string }): boolean {
  const posts: readonly string[] = COMMITTEE_POSTS;
  return posts.includes(post);
}
