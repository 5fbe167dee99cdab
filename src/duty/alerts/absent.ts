import type { Db } from '../../../db/store.ts';
import { type Absence, absencesOf, awayFrom, STAGES } from '../../activity/absence.ts';
import { isSecretary } from '../../people/secretary.ts';
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
  return staged(db, unit, today).map(({ person, months, since, stage }) => ({
    key: `absence:${person}:${since}:${stage}`,
    about: { kind: 'absence', unit, person, months },
  }));
}

/** The same for somebody who asks how their branch stands, on any day: whoever is not its secretary sees nothing of it. */
export function absentFor(db: Db, unit: number, reader: number, today: Day): Absence[] {
  if (!isSecretary(db, unit, reader, today)) return [];
  return staged(db, unit, today).filter(({ person }) => hearsOfAbsence(db, unit, person, today) === reader);
}

function staged(db: Db, unit: number, today: Day): (Absence & { stage: number })[] {
  const away = awayFrom(db, unit, today, Math.min(...STAGES));
  if (away.length === 0) return [];
  return absencesOf(db, away, today).flatMap((absence) => {
    const stage = STAGES.find((one) => absence.months >= one);
    return stage === undefined ? [] : [{ ...absence, stage }];
  });
}

/** Neutral, and nothing that only people may decide. */
export function absenceWord({ months }: { months: number }): string {
  return `连续 ${months} 个月未参加组织生活，请了解情况`;
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
