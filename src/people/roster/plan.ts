import { createHash } from 'node:crypto';
import type { Db } from '../../../db/store.ts';
import type { Day } from '../../time.ts';
import { belongingChanges } from './belong.ts';
import type { Change } from './change.ts';
import { peopleIn } from './identify.ts';
import { matchPeople } from './match.ts';
import { personChanges } from './persons.ts';
import { placesOf } from './places.ts';
import { type Present, presentOn } from './present.ts';
import { type Fault, inOrder, type Reading } from './row.ts';
import { type Touched, touchedBy } from './touch.ts';
import { unitChanges, unitEnds } from './units.ts';

/** What a roster changes, or why it changes nothing. */
export interface Plan {
  faults: Fault[];
  changes: Change[];
  touched: Touched;
}

export function planRoster(db: Db, reading: Reading, today: Day): Plan {
  return difference(presentOn(db, today), reading);
}

/** Between what is and what the roster says. */
function difference(present: Present, reading: Reading): Plan {
  const { people, faults: unclear } = peopleIn(reading.rows);
  const places = placesOf(present, reading.rows, reading.declared);
  const { matched, faults: unmatched } = matchPeople(present, places, people);
  const faults = inOrder([...reading.faults, ...unclear, ...places.faults, ...unmatched]);
  if (faults.length > 0) return { faults, changes: [], touched: touchedBy(present, places, []) };
  const personal = matched.map((one) => ({ one, changes: personChanges(present, one) }));
  const changes = [
    ...unitChanges(places),
    ...personal.flatMap(({ changes }) => changes),
    ...belongingChanges(present, places, matched),
    ...unitEnds(places),
  ];
  const altered = personal.flatMap(({ one, changes }) =>
    one.person && changes.length > 0 ? [one.person.id] : [],
  );
  return { faults, changes, touched: touchedBy(present, places, altered) };
}

/** The same changes have the same digest, whenever they are planned. */
export function digestOf(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan.changes)).digest('hex');
}
