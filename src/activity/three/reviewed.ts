import { amongGiven } from '../../../db/many.ts';
import { REVIEWS, type Review, threeUrns, threeWords } from '../../../db/schema/three.ts';
import { type Db, preparedRows } from '../../../db/store.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import type { Activity } from '../store.ts';
import { LEAST } from './mark.ts';
import { reviewsOn } from './settings.ts';
import { type Counts, countsWord, LEVEL_WORDS, THREE } from './words.ts';

/** How one of an activity's reviews stands. */
export type Reviewed =
  | { review: Review; state: 'none' | 'open' | 'few' }
  | { review: Review; state: 'given'; level: keyof typeof LEVEL_WORDS; said: string }
  | { review: Review; state: 'counted'; counts: Counts };

const selectWords = preparedRows(threeWords, amongGiven(threeWords.activity, 'ids'));
const selectUrns = preparedRows(threeUrns, amongGiven(threeUrns.activity, 'ids'));

/** What is said of theme days, by activity: the reviews that held on its day, in their order, and what was kept of others. */
export function reviewedOf(
  db: Db,
  days: readonly { id: number; lineage: string; startsAt: Instant }[],
): Map<number, Reviewed[]> {
  const ids = JSON.stringify(days.map(({ id }) => id));
  const words = selectWords(db, { ids });
  const urns = selectUrns(db, { ids });
  const wordsOf = Map.groupBy(words, ({ activity }) => activity);
  const urnsOf = Map.groupBy(urns, ({ activity }) => activity);
  const on = reviewsOn(db);
  return new Map(
    days.map(({ id, lineage, startsAt }) => {
      const [said, marked] = [wordsOf.get(id) ?? [], urnsOf.get(id) ?? []];
      const held = on(lineage, dayOf(startsAt));
      const known = REVIEWS.filter(
        (one) => held.includes(one) || [...said, ...marked].some(({ review }) => review === one),
      );
      return [id, known.map((review) => stateOf(review, said, marked))];
    }),
  );
}

function stateOf(
  review: Review,
  words: readonly (typeof threeWords.$inferSelect)[],
  urns: readonly (typeof threeUrns.$inferSelect)[],
): Reviewed {
  const word = words.find((one) => one.review === review);
  if (word) return { review, state: 'given', level: word.level, said: word.said };
  const urn = urns.find((one) => one.review === review);
  if (!urn) return { review, state: 'none' };
  if (urn.countedAt === null) return { review, state: 'open' };
  return urn.counts === null ? { review, state: 'few' } : { review, state: 'counted', counts: urn.counts };
}

/** 好; 好 5、较好 2; a dash where nobody said anything. */
export function reviewedWord(reviewed: Reviewed): string {
  switch (reviewed.state) {
    case 'none':
      return '—';
    case 'open':
      return '评价中';
    case 'few':
      return `不足 ${LEAST} 人`;
    case 'given':
      return LEVEL_WORDS[reviewed.level];
    case 'counted':
      return countsWord(reviewed.counts);
  }
}

/** What has been said of one activity, for whoever may see it: 党员自评 → 好 5、较好 2; 支部点评 → 好（组织有序）. */
export function reviewFacts(db: Db, activity: Activity): { label: string; value: string }[] {
  if (!activity.kinds.includes('themeDay') || activity.cancelledAt !== null) return [];
  const lineage = findUnit(db, activity.unit)?.lineage ?? '';
  const all = reviewedOf(db, [{ id: activity.id, lineage, startsAt: activity.startsAt }]).get(activity.id);
  return (all ?? [])
    .filter(({ state }) => state !== 'none')
    .map((one) => {
      const said = one.state === 'given' && one.said !== '' ? `（${one.said}）` : '';
      const why = one.state === 'few' ? '，不公布' : '';
      return { label: THREE[one.review].word, value: `${reviewedWord(one)}${said}${why}` };
    });
}
