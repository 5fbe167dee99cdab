import type { Db } from '../../../db/store.ts';
import { absencesOf, STAGES } from '../../activity/absence.ts';
import { membersOf } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import type { Alert } from './ledger.ts';

/** Months end with the first days of the next: later in a month there is nothing new to see. */
const LAST_DATE = '10';

/**
 * Members of whom a branch has seen nothing for 2, 4 or 5 months: each stage once, the highest only. For the
 * secretary alone, and never about the secretary.
 */
export function absenceAlerts(db: Db, unit: number, secretary: number, today: Day): Alert[] {
  if (today.slice(8) > LAST_DATE) return [];
  const people = membersOf(db, unit, today).flatMap(({ person }) => (person === secretary ? [] : [person]));
  return absencesOf(db, people, today).flatMap(({ person, months, since }) => {
    const stage = STAGES.find((one) => months >= one);
    if (stage === undefined) return [];
    return [
      {
        key: `absence:${person}:${since}:${stage}`,
        about: { kind: 'absence' as const, unit, person, months },
      },
    ];
  });
}
