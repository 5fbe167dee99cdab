import type { Db } from '../../../db/store.ts';
import { absencesOf, awayFrom, STAGES } from '../../activity/absence.ts';
import { holdersOf } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import type { About, Alert } from './ledger.ts';

/** Months end with the first days of the next: later in a month there is nothing new to see. */
const LAST_DATE = '10';

type AbsenceAlert = Alert & { about: Extract<About, { kind: 'absence' }> };

/**
 * Members of whom a branch has seen nothing for 2, 4 or 5 months: each stage once, the highest only. For the
 * secretary alone.
 */
export function absenceAlerts(db: Db, unit: number, today: Day): AbsenceAlert[] {
  if (today.slice(8) > LAST_DATE) return [];
  const away = awayFrom(db, unit, today, Math.min(...STAGES));
  if (away.length === 0) return [];
  return absencesOf(db, away, today).flatMap(({ person, months, since }) => {
    const stage = STAGES.find((one) => months >= one);
    if (stage === undefined) return [];
    return [{ key: `absence:${person}:${since}:${stage}`, about: { kind: 'absence', unit, person, months } }];
  });
}

/**
 * The secretary, and nobody in their place: while the secretary has no account it waits for them. Of a secretary nobody
 * below hears.
 */
export function hearsOfAbsence(db: Db, unit: number, absent: number, today: Day): number | undefined {
  const secretaries = holdersOf(db, unit, today).filter(({ post }) => post === 'secretary');
  if (secretaries.some(({ person }) => person === absent)) return undefined;
  return secretaries[0]?.person;
}
