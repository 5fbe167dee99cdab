import { asc, eq } from 'drizzle-orm';
import { dutySettings } from '../../db/schema/duty.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Setting } from './settings.ts';

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
      own: dutySettings.own,
    })
    .from(dutySettings)
    .innerJoin(units, eq(units.id, dutySettings.unit))
    .orderBy(asc(dutySettings.id))
    .all();
}
