import type { Db } from '../../../db/store.ts';
import { HOUR, MINUTE } from '../../time.ts';
import { readSettings } from '../rules/decided.ts';
import type { Hours } from '../rules/rules.ts';
import { ruleOn, settingsOver } from '../rules/settings.ts';
import { RULES } from '../rules/shipped.ts';

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

export function normOf({ member, secretary }: Hours): Norm {
  return { member: member * LESSON, secretary: secretary * LESSON };
}

/** What each unit's rule wants in a year, by its lineage; null: nothing is asked for there. */
export function normsIn(db: Db, year: number): (lineage: string) => Norm | null {
  const rule = RULES.find(({ measure }) => measure === 'training');
  const settings = readSettings(db);
  return (lineage) => {
    const hours = rule && ruleOn(rule, settingsOver(settings, lineage), `${year}-01-01`)?.hours;
    return hours ? normOf(hours) : null;
  };
}
