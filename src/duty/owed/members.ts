import { and, eq, gt, inArray, isNull, like, lte, ne, or } from 'drizzle-orm';
import { memberships, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import type { Day } from '../../time.ts';
import type { Setting } from '../rules/setting.ts';
import type { Seat } from './books.ts';
import { yearsBefore } from './slots.ts';

/**
 * From when on it must be known who was a member, on a committee or at a talk: of a period both ends are looked at, and
 * of the years before it what their grace took.
 */
export function countedFrom(settings: readonly Setting[], from: Day): Day {
  const once = settings.flatMap(({ own, inForce }) => (own?.every === 'once' ? [inForce] : []));
  return [yearsBefore(from), ...once].reduce((least, day) => (day < least ? day : least));
}

/** Members, probationary ones included, on any day of a span: of each of some units with those of the branches beneath it. */
export function membersBeneath(
  db: Db,
  lineage: string,
  above: readonly { id: number; lineage: string }[],
  from: Day,
  to: Day,
): Map<number, Seat[]> {
  const all = placed(db, lineage, from, to);
  return new Map(
    above.map((unit) => [unit.id, all.filter(({ lineage: place }) => place.startsWith(unit.lineage))]),
  );
}

function placed(db: Db, lineage: string, from: Day, to: Day): (Seat & { unit: number; lineage: string })[] {
  return db
    .select({
      unit: memberships.unit,
      lineage: units.lineage,
      person: memberships.person,
      began: memberships.began,
      ended: memberships.ended,
    })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        ne(units.kind, 'memberGroup'),
        inArray(memberships.category, ['full', 'probationary']),
        lte(memberships.began, to),
        or(isNull(memberships.ended), gt(memberships.ended, from)),
      ),
    )
    .all();
}
