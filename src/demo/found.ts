import { Buffer } from 'node:buffer';
import { units } from '../../db/schema/people.ts';
import type { Db, Store } from '../../db/store.ts';
import { applyRoster } from '../people/roster/apply.ts';
import { planRoster } from '../people/roster/plan.ts';
import { readRoster } from '../people/roster/read.ts';
import { furnish } from '../platforms/console/furnish.ts';
import { dayOf, type Instant } from '../time.ts';
import { historyBegins, writeHistory } from './history.ts';
import { demoRoster } from './roster.ts';
import { writeSystems } from './systems.ts';
import { writeTerms } from './terms.ts';
import { writeThree } from './three.ts';

/** Fills an empty database with an invented organisation and what it has done so far; leaves any other as it is. */
export async function foundDemo(store: Store, now: Instant): Promise<boolean> {
  if (!store.read(isEmpty)) return false;
  const reading = await readRoster(Buffer.from(demoRoster(dayOf(now))), '演示名册.csv');
  const founded = historyBegins(now);
  await store.change((db) => {
    const plan = planRoster(db, reading, dayOf(founded));
    const [fault] = plan.faults;
    if (fault) throw new Error(`the demo roster, line ${fault.line}, ${fault.column}: ${fault.reason}`);
    applyRoster(db, founded, 'operator', plan);
  });
  await furnish(store, now);
  await store.change((db) => writeHistory(db, now));
  await store.change((db) => writeThree(db, now));
  await store.change((db) => writeTerms(db, now));
  await store.change((db) => writeSystems(db, now));
  return true;
}

function isEmpty(db: Db): boolean {
  return db.select({ id: units.id }).from(units).limit(1).get() === undefined;
}
