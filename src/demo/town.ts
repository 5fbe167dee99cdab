import { eq } from 'drizzle-orm';
import { persons } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { holdersOf, type Unit } from '../people/store.ts';
import { type Day, dayOf, type Instant, yearOf } from '../time.ts';
import type { Chance } from './chance.ts';

/** What an invented organisation is, for whoever writes more of it. */
export interface Town {
  db: Db;
  now: Instant;
  top: Unit;
  branches: readonly Unit[];
  /** Who does what the committee's office does. */
  staff: number;
  chance: Chance;
}

export function yearAt(now: Instant): number {
  return yearOf(dayOf(now));
}

export function secretaryIn(db: Db, { id }: Pick<Unit, 'id'>, day: Day): number | undefined {
  return holdersOf(db, id, day).find(({ post }) => post === 'secretary')?.person;
}

export function branchCalled(branches: readonly Unit[], name: string): Unit {
  const found = branches.find((one) => one.name === name);
  if (!found) throw new Error(`the demo has no branch ${name}`);
  return found;
}

export function personCalled(db: Db, name: string): number {
  const found = db.select({ id: persons.id }).from(persons).where(eq(persons.name, name)).get();
  if (!found) throw new Error(`the demo has nobody called ${name}`);
  return found.id;
}
