import type { Db } from '../../db/store.ts';
import type { Day } from '../time.ts';
import { findUnit } from './store.ts';

/** Whether what began and ended so is there on a day: on its first, and no more on the day it ended. Null: since ever, until further notice. */
export function exists({ began, ended }: { began: Day | null; ended: Day | null }, day: Day): boolean {
  return (began === null || began <= day) && (ended === null || ended > day);
}

export function isThere(db: Db, unit: number, day: Day): boolean {
  const found = findUnit(db, unit);
  return found !== undefined && exists(found, day);
}
