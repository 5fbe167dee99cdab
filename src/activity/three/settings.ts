import { asc } from 'drizzle-orm';
import { kept } from '../../../db/kept.ts';
import { REVIEWS, type Review, threeSettings } from '../../../db/schema/three.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { findUnit } from '../../people/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { THREE, USUAL } from './words.ts';

const selectSettings = prepared((db) =>
  db
    .select({ unit: threeSettings.unit, reviews: threeSettings.reviews, from: threeSettings.from })
    .from(threeSettings)
    .orderBy(asc(threeSettings.id))
    .prepare(),
);

/** Which reviews hold for a unit, by its lineage, on a day: the nearest unit's last word that had begun by then. */
export type ReviewsOn = (lineage: string, day: Day) => readonly Review[];

/** For however many units and days. */
export function reviewsOn(db: Db): ReviewsOn {
  const byUnit = known.get(db) ?? readAll(db);
  if (byUnit.size === 0) return () => USUAL;
  return (lineage, day) => {
    const near = lineage.split('/').filter(Boolean).map(Number).toReversed();
    for (const unit of near) {
      const said = byUnit.get(unit)?.findLast(({ from }) => from <= day);
      if (said) return said.reviews;
    }
    return USUAL;
  };
}

type Setting = { unit: number; reviews: readonly Review[]; from: Day };

/** Every card of a theme day asks; committees say something once in years. */
const known = kept<ReadonlyMap<number, readonly Setting[]>>();

function readAll(db: Db): ReadonlyMap<number, readonly Setting[]> {
  const byUnit = Map.groupBy(selectSettings(db).all(), ({ unit }) => unit);
  known.set(db, byUnit);
  return byUnit;
}

export function reviewsOf(db: Db, unit: number, day: Day): readonly Review[] {
  // Where nobody ever set any, a check-in need not ask which unit it is.
  if ((known.get(db) ?? readAll(db)).size === 0) return USUAL;
  return reviewsOn(db)(findUnit(db, unit)?.lineage ?? '', day);
}

/** For theme days from that day on; none at all where none is wanted. What held before stays on record. */
export function setReviews(
  db: Db,
  said: { unit: number; reviews: readonly Review[]; from: Day },
  by: number,
  now: Instant,
): void {
  const { unit, from } = said;
  const reviews = REVIEWS.filter((review) => said.reviews.includes(review));
  refuseOdd(reviews);
  if (from < dayOf(now))
    throw new Refusal('invalid', '三评的起始日期不能早于今天；以前的活动仍按当时的办法。');
  const before = reviewsOf(db, unit, from);
  db.insert(threeSettings).values({ unit, reviews, from, at: now, by }).run();
  readAll(db);
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'three.set',
    subject: `unit:${unit}`,
    before,
    after: { reviews, from },
  });
}

/** At one time members are asked one thing. */
function refuseOdd(reviews: readonly Review[]): void {
  if (reviews.length > 3) throw new Refusal('invalid', '三评最多选三项。');
  const after = reviews.filter((review) => THREE[review].by === 'members' && THREE[review].when === 'after');
  if (after.length > 1) {
    const words = after.map((review) => THREE[review].word).join('和');
    throw new Refusal('invalid', `${words}都是会后请党员评，请选一项。`);
  }
}
