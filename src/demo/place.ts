import type { Db } from '../../db/store.ts';
import { holdersOf, type Unit } from '../people/store.ts';
import { type Day, dayOf, type Instant, yearOf } from '../time.ts';

/** Where invented rounds are held, and who holds them for the committee. */
export interface Place {
  db: Db;
  now: Instant;
  top: Unit;
  branches: readonly Unit[];
  staff: number;
}

export function yearAt(now: Instant): number {
  return yearOf(dayOf(now));
}

export function secretaryIn(db: Db, { id }: Pick<Unit, 'id'>, day: Day): number | undefined {
  return holdersOf(db, id, day).find(({ post }) => post === 'secretary')?.person;
}
