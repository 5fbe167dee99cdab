import { randomBytes } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { LEVELS, type Level, type Review, threeMarks, threeUrns } from '../../../db/schema/three.ts';
import { type Db, given, prepared, preparedRows } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import type { Settings, Signing } from '../../org.ts';
import { macOf, signingOf } from '../../sign.ts';
import type { Instant } from '../../time.ts';
import { loadActivity } from '../store.ts';
import { markers, type Open } from './open.ts';
import type { Counts } from './words.ts';

/**
 * Members' own reviews. A mark names nobody and says nothing to whoever lacks the organisation's secret; when there is
 * no time left all are counted once, and the marks and what they could be read by are gone. See anonymous.md.
 */

/** Fewer than this would say who said what. */
export const LEAST = 3;

/** A member's mark, or another one in its place. Nothing else may be written with it: no journal line, no message of it. */
export function markAnonymously(
  db: Db,
  settings: Settings,
  activity: number,
  { review, until }: Open,
  person: number,
  level: Level,
): void {
  const urn = urnOf(db, activity, review) ?? openUrn(db, activity, review, until);
  const seal = sealOf(settings, activity, review, urn.salt);
  const [voter, choice] = [
    seal.voter(person),
    seal.choice(person, level, randomBytes(9).toString('base64url')),
  ];
  insertMark(db).run({ activity, review, voter, choice });
  // It was moved meanwhile.
  if (urn.until !== until) db.update(threeUrns).set({ until }).where(isUrn(activity, review)).run();
}

const insertMark = prepared((db) =>
  db
    .insert(threeMarks)
    .values({
      activity: given('activity'),
      review: given('review'),
      voter: given('voter'),
      choice: given('choice'),
    })
    .onConflictDoUpdate({
      target: [threeMarks.activity, threeMarks.review, threeMarks.voter],
      set: { choice: sql`excluded.choice` },
    })
    .prepare(),
);

/** Whether somebody has given one, for their own card: what, their card does not say either. */
export function hasMarked(
  db: Db,
  settings: Settings,
  activity: number,
  review: Review,
  person: number,
): boolean {
  const urn = urnOf(db, activity, review);
  if (!urn || urn.countedAt !== null) return false;
  const voter = sealOf(settings, activity, review, urn.salt).voter(person);
  return selectMark(db).get({ activity, review, voter }) !== undefined;
}

/** Counts the marks of those who may give one now that it is over, and leaves nothing but the counts. */
export function countMarks(
  db: Db,
  settings: Settings,
  urn: { activity: number; review: Review },
  now: Instant,
): void {
  const { activity, review } = urn;
  const salt = urnOf(db, activity, review)?.salt ?? '';
  const seal = sealOf(settings, activity, review, salt);
  const marks = new Map(marksOf(db, activity, review).map(({ voter, choice }) => [voter, choice]));
  const levels = markers(db, loadActivity(db, activity), review).flatMap((person) => {
    const choice = marks.get(seal.voter(person));
    return LEVELS.find((level) => choice === seal.choice(person, level, nonceOf(choice))) ?? [];
  });
  // First in its place, as long as before; what the row grows by afterwards may move it.
  db.update(threeUrns)
    .set({ salt: 'A'.repeat(salt.length) })
    .where(isUrn(activity, review))
    .run();
  db.delete(threeMarks)
    .where(and(eq(threeMarks.activity, activity), eq(threeMarks.review, review)))
    .run();
  const counts = levels.length < LEAST ? null : countOf(levels);
  db.update(threeUrns).set({ counts, countedAt: now }).where(isUrn(activity, review)).run();
  record(db, {
    at: now,
    actor: 'system',
    action: 'three.counted',
    subject: `activity:${activity}`,
    after: { review, published: counts !== null },
  });
}

function countOf(levels: readonly Level[]): Counts {
  const counts = { good: 0, fair: 0, plain: 0, poor: 0 };
  for (const level of levels) counts[level] += 1;
  return counts;
}

interface Seal {
  voter(person: number): string;
  /** Another one each time: a mark given again looks like a new one. */
  choice(person: number, level: Level, nonce: string): string;
}

function sealOf(settings: Settings, activity: number, review: Review, salt: string): Seal {
  const signing: Signing = signingOf(settings);
  const of = [signing.org, activity, review, salt];
  return {
    voter: (person) => macOf(signing, ['three.voter', ...of, person]),
    choice: (person, level, nonce) =>
      `${nonce}.${macOf(signing, ['three.choice', ...of, person, nonce, level])}`,
  };
}

function nonceOf(choice = ''): string {
  return choice.slice(0, Math.max(choice.indexOf('.'), 0));
}

type Urn = Pick<typeof threeUrns.$inferSelect, 'salt' | 'until'>;

function openUrn(db: Db, activity: number, review: Review, until: Instant): Urn {
  const salt = randomBytes(16).toString('base64url');
  db.insert(threeUrns).values({ activity, review, salt, until }).run();
  return { salt, until };
}

const selectUrn = preparedRows(
  threeUrns,
  and(eq(threeUrns.activity, sql.placeholder('activity')), eq(threeUrns.review, sql.placeholder('review'))),
);

export function urnOf(db: Db, activity: number, review: Review): typeof threeUrns.$inferSelect | undefined {
  return selectUrn(db, { activity, review })[0];
}

function isUrn(activity: number, review: Review) {
  return and(eq(threeUrns.activity, activity), eq(threeUrns.review, review));
}

const selectMark = prepared((db) =>
  db
    .select({ choice: threeMarks.choice })
    .from(threeMarks)
    .where(
      and(
        eq(threeMarks.activity, sql.placeholder('activity')),
        eq(threeMarks.review, sql.placeholder('review')),
        eq(threeMarks.voter, sql.placeholder('voter')),
      ),
    )
    .prepare(),
);

function marksOf(db: Db, activity: number, review: Review): { voter: string; choice: string }[] {
  return db
    .select({ voter: threeMarks.voter, choice: threeMarks.choice })
    .from(threeMarks)
    .where(and(eq(threeMarks.activity, activity), eq(threeMarks.review, review)))
    .all();
}
