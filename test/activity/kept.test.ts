import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { NOBODY } from '../../src/duty/owed/attended.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { summarise } from '../../src/duty/summary/summarise.ts';
import { Refusal } from '../../src/errors.ts';
import type { Instant } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { ACTS } from './acts.ts';
import { COUNTS, recountAll, wrongAmong, wrongAnywhere } from './recount.ts';
import { foundTown, LINEAGE, type World, worldOf } from './world.ts';

/** What is done in each of four towns and writes something; `npm run bench` does 10,000 in each of ten, which is 100,000 in all. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 2_500);
const SEED = Number(process.env.SEED ?? 1);
const TOWNS = Array.from({ length: Number(process.env.TOWNS ?? 4) }, (_, nth) => SEED * 10 + nth);
/** In one commit; and so many commits until everything is counted anew. */
const TOGETHER = 500;
const COMMITS = 20;

test.for(TOWNS)(
  'in town %i what is kept is what a recount finds, whatever is done',
  { timeout: 200_000 },
  live,
);

/** What is kept beside activities after each operation; what a summary says in the end. */
async function live(seed: number): Promise<void> {
  const { store } = testStore();
  await store.change(foundTown);
  const world = worldOf(seed);
  const done = new Map<string, number>();
  let [all, refused] = [0, 0];
  for (let commits = 1; all < OPERATIONS; commits++) {
    const group = Array.from({ length: TOGETHER }, () => store.change((db) => act(db, world)));
    for (const result of await Promise.allSettled(group)) {
      if (result.status === 'rejected') {
        if (!(result.reason instanceof Refusal)) throw result.reason;
        refused += 1;
      } else if (result.value.written) {
        done.set(result.value.name, (done.get(result.value.name) ?? 0) + 1);
        all += 1;
      }
    }
    if (commits % COMMITS === 0) store.read((db) => expect(wrongAnywhere(db, world.now)).toEqual([]));
  }
  expect([...done.keys()].toSorted()).toEqual(Object.keys(ACTS).toSorted());
  expect(Math.min(...done.values())).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(OPERATIONS / 100);
  store.read((db) => {
    expect(recountAll(db, world.now).length).toBeGreaterThan(OPERATIONS / 100);
    expect(wrongAnywhere(db, world.now)).toEqual([]);
    compareSummary(db, world.now);
  });
}

const LOTS = Object.entries(ACTS).flatMap(([name, { often }]) => Array.from({ length: often }, () => name));

/** Does anything, and counts anew what it touched. */
function act(db: Db, world: World): { name: string; written: boolean } {
  const name = world.any(LOTS);
  const before = writtenIn(db);
  const touched = ACTS[name]?.does(db, world);
  if (!touched) return act(db, world);
  const wrong = wrongAmong(db, touched, world.now);
  if (wrong.length > 0) expect({ after: name, wrong }).toEqual({ after: name, wrong: [] });
  return { name, written: writtenIn(db) > before };
}

const selectWritten = prepared((db) =>
  db.select({ rows: sql<number>`total_changes()` }).from(sql`(select 1)`).prepare(),
);

/** Rows, since the database was opened. */
function writtenIn(db: Db): number {
  return selectWritten(db).get()?.rows ?? 0;
}

/** A branch's figures are those of what it and its groups held that is over, with somebody there. */
function compareSummary(db: Db, now: Instant): void {
  const parents = new Map(
    db
      .select()
      .from(units)
      .all()
      .map((unit) => [unit.id, unit.kind === 'memberGroup' ? unit.parent : unit.id]),
  );
  const byBranch = Map.groupBy(recountAll(db, now), ({ unit }) => parents.get(unit));
  const standings = summarise(db, LINEAGE, parsePeriod('2026年', '2026-12-31'), now);
  expect(standings).toHaveLength(3);
  for (const standing of standings) {
    const sum = { ...NOBODY };
    for (const { counted } of byBranch.get(standing.branch.id) ?? []) {
      if (counted.present === 0) continue;
      sum.held += 1;
      for (const key of COUNTS) sum[key] += counted[key];
    }
    expect(sum.held).toBeGreaterThan(OPERATIONS / 1_000);
    expect(standing).toMatchObject(sum);
  }
}
