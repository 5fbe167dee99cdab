import { isNull } from 'drizzle-orm';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { Misconfigured } from '../errors.ts';
import type { Unit } from '../people/store.ts';

/** The unit with this path, or else the only one with this name. */
export function unitCalled(db: Db, said: string): Unit {
  const all = db.select().from(units).where(isNull(units.ended)).all();
  const exact = all.find(({ path }) => path === said);
  const [only, ...others] = exact ? [exact] : all.filter(({ name }) => name === said);
  if (!only || others.length > 0)
    throw new Misconfigured(
      `${only ? 'several units are' : 'no unit is'} called ${said}; write its path from the top.`,
    );
  return only;
}
