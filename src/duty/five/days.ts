import { FIVE_MARKS, type FiveMark } from '../../../db/schema/activity.ts';
import { REVIEWS, type Review } from '../../../db/schema/three.ts';
import type { Db } from '../../../db/store.ts';
import { expectedOf } from '../../activity/expected.ts';
import { marksOn, missingOf } from '../../activity/five.ts';
import { loadActivity } from '../../activity/store.ts';
import { type Reviewed, reviewedOf } from '../../activity/three/reviewed.ts';
import { reviewsOn } from '../../activity/three/settings.ts';
import { type Counts, countsWord } from '../../activity/three/words.ts';
import { unreachable } from '../../errors.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { plansIn } from '../owed/themes.ts';
import { branchesBeneath } from '../tree.ts';

/** A theme day with its 五定, computed from its plan, and its 三评. */
export interface ThemeDay {
  plan: ReturnType<typeof plansIn>[number];
  /** The marks that are looked at, and which of them the plan has not fixed. */
  marks: readonly FiveMark[];
  missing: readonly FiveMark[];
  reviews: readonly Reviewed[];
}

/** Those of a year beneath a unit, in the order of the tree and of time; not cancelled. */
export function themeDaysIn(db: Db, lineage: string, year: number): ThemeDay[] {
  const plans = plansIn(db, lineage, 'themeDay', `${year}-01-01`, `${year}-12-31`);
  const reviews = reviewedOf(db, plans);
  const marks = marksOn(db);
  return plans.map((plan) => {
    const looked = marks(plan.lineage);
    return {
      plan,
      marks: looked,
      missing: missingOf(plan, looked, expectedBy(db, plan)),
      reviews: reviews.get(plan.id) ?? [],
    };
  });
}

/** Counted when it closes; before that as the list is. */
function expectedBy(db: Db, { id, closedAt, expected }: ThemeDay['plan']): number {
  return closedAt === null ? expectedOf(db, loadActivity(db, id)).length : expected;
}

export function isWhole({ missing }: ThemeDay): boolean {
  return missing.length === 0;
}

/** The reviews that any of them has; where there is no theme day those that hold on a day. */
export function reviewsIn(db: Db, days: readonly ThemeDay[], lineage: string, day: Day): readonly Review[] {
  if (days.length === 0) return reviewsOn(db)(lineage, day);
  return REVIEWS.filter((review) => days.some(({ reviews }) => reviews.some((one) => one.review === review)));
}

/** What was held in a branch: how often, and how often what was said. No mean, and no order but the tree's. */
export interface Tallied {
  branch: Unit;
  held: readonly ThemeDay[];
}

export function talliedIn(db: Db, unit: Unit, days: readonly ThemeDay[], now: Instant): Tallied[] {
  const byUnit = Map.groupBy(
    days.filter(({ plan }) => plan.endsAt <= now),
    ({ plan }) => plan.unit,
  );
  return branchesBeneath(db, unit.lineage, dayOf(now)).map((branch) => ({
    branch,
    held: byUnit.get(branch.id) ?? [],
  }));
}

/** 好 5、较好 2 over several theme days: an office's words, or members' counts as they were made public; a dash for none. */
export function saidOf(held: readonly ThemeDay[], review: Review): string {
  const counts: Counts = { good: 0, fair: 0, plain: 0, poor: 0 };
  for (const { reviews } of held) for (const one of reviews) if (one.review === review) add(counts, one);
  return countsWord(counts) || '—';
}

function add(counts: Counts, reviewed: Reviewed): void {
  switch (reviewed.state) {
    case 'given':
      counts[reviewed.level] += 1;
      return;
    case 'counted':
      counts.good += reviewed.counts.good;
      counts.fair += reviewed.counts.fair;
      counts.plain += reviewed.counts.plain;
      counts.poor += reviewed.counts.poor;
      return;
    case 'none':
    case 'open':
    case 'few':
      return;
    default:
      unreachable(reviewed);
  }
}

/** The marks that are missing most often, in the order of the marks where as often. */
export function oftenMissing(held: readonly ThemeDay[]): { mark: FiveMark; count: number }[] {
  return FIVE_MARKS.map((mark) => ({
    mark,
    count: held.filter(({ missing }) => missing.includes(mark)).length,
  }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 2);
}
