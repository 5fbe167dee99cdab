import type { PostName } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { findUnit, holdersOf } from '../people/store.ts';
import type { Day } from '../time.ts';

const FIRST: readonly PostName[] = [
  'secretary',
  'groupLeader',
  'deputySecretary',
  'organizationMember',
  'staff',
  'administrator',
];

/**
 * Who is written to about a unit's activities: its secretary, else the next in line, and where nobody is left the
 * unit above. `but`: whose own matter it is.
 */
export function organiserOf(db: Db, unit: number, day: Day, but?: number): number | undefined {
  const holders = holdersOf(db, unit, day).filter((holder) => holder.person !== but);
  for (const post of FIRST) {
    const found = holders.find((holder) => holder.post === post);
    if (found) return found.person;
  }
  const parent = findUnit(db, unit)?.parent;
  return parent == null ? undefined : organiserOf(db, parent, day, but);
}
