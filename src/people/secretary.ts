import type { PostName } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Address } from '../platforms/platform.ts';
import type { Day } from '../time.ts';
import { addressOf, findUnit, holdersOf } from './store.ts';

/** Whether somebody is a unit's secretary themselves, and nobody in their place. */
export function isSecretary(db: Db, unit: number, person: number, day: Day): boolean {
  return holdersOf(db, unit, day).some((holder) => holder.person === person && holder.post === 'secretary');
}

const IN_LINE: readonly PostName[] = ['secretary', 'deputySecretary', 'organizationMember'];

/**
 * Who is written to about a unit's duties: its secretary, else the deputy, else the organisation member, the first of
 * them who has an account. A member group's is its branch's.
 */
export function secretaryOf(db: Db, unit: number, day: Day): { person: number; to: Address } | undefined {
  const found = findUnit(db, unit);
  const answerable = found?.kind === 'memberGroup' && found.parent !== null ? found.parent : unit;
  const holders = holdersOf(db, answerable, day);
  for (const post of IN_LINE) {
    for (const { person } of holders.filter((holder) => holder.post === post)) {
      const to = addressOf(db, person);
      if (to) return { person, to };
    }
  }
  return undefined;
}
