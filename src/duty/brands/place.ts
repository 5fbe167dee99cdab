import { press } from '../../../cards/card.ts';
import { addPlace, ownBranches } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { findUnit, unitsOf } from '../../people/store.ts';
import { dayOf, yearOf } from '../../time.ts';
import { brandsIn } from './store.ts';

export const BRAND = 'brand';

/** What a branch's brand of a year is called among things with files: `3:2026`. */
export function refOf(of: { unit: number; year: number }): string {
  return `${of.unit}:${of.year}`;
}

/** A branch's own brand of this year, once it has a name. */
addPlace({
  name: BRAND,

  open: (look) =>
    ownBranches(look).flatMap(({ id, lineage }) =>
      (brandsIn(look.db, lineage).get(id) ?? [])
        .filter(({ year }) => year === yearOf(dayOf(look.now)))
        .map((brand) => ({ ref: refOf(brand), label: `品牌：${brand.name}`, day: null })),
    ),

  find({ db }, ref) {
    const [id, year] = ref.split(':').map(Number);
    const unit = findUnit(db, Number(id));
    const brand =
      unit &&
      brandsIn(db, unit.lineage)
        .get(unit.id)
        ?.find((one) => one.year === year);
    return (
      brand && { label: `品牌：${brand.name}`, action: press('看品牌', 'brand.open', { unit: unit.id }) }
    );
  },

  /** A branch's brand is its members' too. */
  maySee({ db, now, person }, ref) {
    const unit = Number(ref.split(':')[0]);
    const today = dayOf(now);
    return (
      may(db, person.id, 'oversee', unit, today) ||
      unitsOf(db, person.id, today).some(({ id, parent }) => id === unit || parent === unit)
    );
  },
});
