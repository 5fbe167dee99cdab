import { HOUR, MINUTE } from '../../time.ts';

/** Minutes of training that are wanted in a year. */
export interface Norm {
  member: number;
  /** Of whoever is secretary of a Party organisation. */
  secretary: number;
}

/** An hour of training (学时) in minutes. Where 45 minutes are one it is the same training by another number. */
export const LESSON = HOUR / MINUTE;

/** 32 and 56 hours a year: local custom, which a committee may have otherwise. */
export const NORM: Norm = { member: 32 * LESSON, secretary: 56 * LESSON };
