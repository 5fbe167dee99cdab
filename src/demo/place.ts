import type { Db } from '../../db/store.ts';
import { holdersOf, type Unit } from '../people/store.ts';
import { type Day, dayOf, type Instant } from '../time.ts';

/** Where invented rounds are held, and who holds them for the committee. */
export interface Place {
  db: Db;
  now: Instant;
  top: Unit;
  branches: readonly Unit[];
  staff: number;
}

export function yearOf(now: Instant): number {
  return Number(dayOf(now).slice(0, 4));
}

export function secretaryIn(db: Db, { id }: Pick<Unit, 'id'>, day: Day): number | undefined {
  return holdersOf(db, id, day).find(({ post }) => post === 'secretary')?.person;
}
