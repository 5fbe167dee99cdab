import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { attachedWords, saidWith } from '../../files/show.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { nameBeneath } from '../beneath.ts';
import { aboveOf } from '../foot.ts';
import { branchesBeneath } from '../tree.ts';
import { BRAND, refOf } from './place.ts';
import { brandsIn } from './store.ts';

/** 一支部一品牌: of every branch the latest brand and those before it; an empty line for whoever has none. */
export function brandsBook(db: Db, unit: Unit, now: Instant): Book {
  const name = `${unit.name} 一支部一品牌`;
  const known = brandsIn(db, unit.lineage);
  const refs = [...known.values()].flat().map(refOf);
  const files = attachedWords(db, BRAND, refs);
  return {
    name,
    sheets: [
      {
        name: '品牌',
        widths: [34, 20, 34, 8, 60],
        above: aboveOf(db, unit, name, now),
        head: ['支部', '品牌', '口号', '年份', '做法和成效'],
        lines: branchesBeneath(db, unit.lineage, dayOf(now)).flatMap((branch): Cell[][] => {
          const own = known.get(branch.id) ?? [];
          if (own.length === 0) return [[nameBeneath(unit, branch), '', '', '', '']];
          return own.map((one) => [
            nameBeneath(unit, branch),
            one.name,
            one.motto,
            one.year,
            saidWith(one.evidence, files.get(refOf(one))),
          ]);
        }),
      },
    ],
  };
}
