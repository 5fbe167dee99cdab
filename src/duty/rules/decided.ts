import { asc, eq } from 'drizzle-orm';
import { dutySettings } from '../../../db/schema/duty.ts';
import { persons, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import type { Instant } from '../../time.ts';
import type { Setting } from './setting.ts';

/** What committees decided about rules, in the order in which they did. */
export function readSettings(db: Db): Setting[] {
  return db
    .select({
      id: dutySettings.id,
      unit: dutySettings.unit,
      unitName: units.name,
      lineage: units.lineage,
      subtree: dutySettings.subtree,
      rule: dutySettings.rule,
      inForce: dutySettings.inForce,
      off: dutySettings.off,
      times: dutySettings.times,
      grace: dutySettings.grace,
      soon: dutySettings.soon,
      date: dutySettings.date,
      late: dutySettings.late,
      within: dutySettings.within,
      units: dutySettings.units,
      least: dutySettings.least,
      own: dutySettings.own,
    })
    .from(dutySettings)
    .innerJoin(units, eq(units.id, dutySettings.unit))
    .orderBy(asc(dutySettings.id))
    .all();
}

/** Who decided a line, and when. */
export function signedBy(db: Db, setting: number): { name: string; at: Instant } | undefined {
  return db
    .select({ name: persons.name, at: dutySettings.setAt })
    .from(dutySettings)
    .innerJoin(persons, eq(persons.id, dutySettings.setBy))
    .where(eq(dutySettings.id, setting))
    .get();
}
