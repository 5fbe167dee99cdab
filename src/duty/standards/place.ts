import { press } from '../../../cards/card.ts';
import { BOOKS as NAMES } from '../../../db/schema/standard.ts';
import { addPlace, ownBranches } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { BOOKS } from './books.ts';
import { marksOver, readMarks } from './settings.ts';
import { standingsIn } from './stand.ts';

export const STANDARD = 'standard';

/** What a mark is called among things with files: `3:sanhua:place`. */
export function refOf(of: { unit: number; book: string; mark: string }): string {
  return `${of.unit}:${of.book}:${of.mark}`;
}

/** A mark that its branch has not met yet, where there is a day for it or something was said of it already. */
addPlace({
  name: STANDARD,

  open(look) {
    const { db, now } = look;
    return ownBranches(look).flatMap((unit) =>
      NAMES.flatMap((book) =>
        standingsIn(db, book, unit.lineage, now)
          .flatMap(({ entries }) => entries)
          .filter(({ state, mark, last }) => state !== 'met' && (mark.deadline !== null || last !== null))
          .map(({ mark }) => ({
            ref: refOf({ unit: unit.id, book, mark: mark.id }),
            label: `${BOOKS[book].name}：${mark.name}`,
            day: mark.deadline,
          })),
      ),
    );
  },

  find({ db }, ref) {
    const [, id = '', name, mark] = /^(\d+):(\w+):(.+)$/.exec(ref) ?? [];
    const unit = findUnit(db, Number(id));
    const book = NAMES.find((one) => one === name);
    const found =
      unit && book && marksOver(book, readMarks(db, book), unit.lineage).find((one) => one.id === mark);
    if (!unit || !book || !found) return undefined;
    const page = press(`看${BOOKS[book].name}`, `standard.${book}`, { unit: unit.id });
    return { label: `${BOOKS[book].name}：${found.name}`, action: page };
  },

  maySee: ({ db, now, person }, ref) => may(db, person.id, 'oversee', Number(ref.split(':')[0]), dayOf(now)),
});
