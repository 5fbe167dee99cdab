import type { Db } from '../../../db/store.ts';
import { HOUR, MINUTE } from '../../time.ts';

/** Minutes of training that are wanted in a year. */
export interface Norm {
  member: number;
  /** Of whoever is secretary of a Party organisation. */
  secretary: number;
}

/** Where no rule asks for any. */
export const NOTHING: Norm = { member: 0, secretary: 0 };

/** An hour of training (学时) in minutes. Where 45 minutes are one it is the same training by another number. */
export const LESSON = HOUR / MINUTE;

/** What each unit's rule wants in a year, by its lineage; null: nothing is asked for there, as long as no rule is of training. */
export function normsIn(_db: Db, _year: number): (lineage: string) => Norm | null {
  return () => null;
}
