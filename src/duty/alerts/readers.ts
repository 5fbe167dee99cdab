import type { Db } from '../../../db/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { addressOf, holdersOf } from '../../people/store.ts';
import type { Address } from '../../platforms/platform.ts';
import type { Day } from '../../time.ts';

/** Who reads what a committee is told: its 党务干部, else its secretary; of them, who can be reached. */
export function readersOf(db: Db, unit: number, today: Day): { person: number; to: Address }[] {
  const staff = holdersOf(db, unit, today).flatMap(({ person, post: held }) => {
    const to = held === 'staff' ? addressOf(db, person) : undefined;
    return to ? [{ person, to }] : [];
  });
  if (staff.length > 0) return staff;
  const secretary = secretaryOf(db, unit, today);
  return secretary ? [secretary] : [];
}
