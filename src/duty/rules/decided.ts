import { asc, eq } from 'drizzle-orm';
import { dutySettings } from '../../../db/schema/duty.ts';
import { persons, units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Instant } from '../../time.ts';
import type { Setting } from './setting.ts';

const selectSettings = prepared((db) =>
  db
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
      hours: dutySettings.hours,
      secretaryHours: dutySettings.secretaryHours,
      units: dutySettings.units,
      least: dutySettings.least,
      own: dutySettings.own,
    })
    .from(dutySettings)
    .innerJoin(units, eq(units.id, dutySettings.unit))
    .orderBy(asc(dutySettings.id))
    .prepare(),
);

/** What committees decided about rules, in the order in which they did. */
export function readSettings(db: Db): Setting[] {
  return selectSettings(db).all();
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
