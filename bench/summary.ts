import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type NodeStore, openStore } from '../db/node.ts';
import type { Db } from '../db/store.ts';
import type { Period } from '../src/duty/period.ts';
import { parsePeriod } from '../src/duty/spoken.ts';
import { summaryOf } from '../src/duty/summary/summary.ts';
import { atTime } from '../src/time.ts';
import { median, table } from './figures.ts';
import { fillAttendance, fillBranches, fillTalks, MEMBERS } from './year.ts';

const ROUNDS = 15;
const BRANCHES = 700;
const TALKS = 20;
const NOW = atTime('2027-01-10', '09:00');
const ROOT = { id: 1, name: '机关工委', path: '机关工委', lineage: '/1/' };
const YEAR = parsePeriod('2026年', '2027-01-10');

/** What a committee's year takes to sum up: beside a join, beside less attendance and more branches. */
export async function benchSummary(folder: string): Promise<void> {
  const store = openStore(join(folder, 'summary.db'));
  const sparse = openStore(join(folder, 'sparse.db'));
  const large = openStore(join(folder, 'large.db'));
  const talking = openStore(join(folder, 'talking.db'));
  await store.change((db) => fillBranches(db, BRANCHES));
  await sparse.change((db) => fillBranches(db, BRANCHES));
  await large.change((db) => fillBranches(db, 10 * BRANCHES));
  await talking.change((db) => fillBranches(db, BRANCHES));
  await talking.change((db) => fillTalks(db, TALKS));
  await store.change((db) => fillAttendance(db, 0, MEMBERS));
  await sparse.change((db) => fillAttendance(db, 0, MEMBERS / 10));
  const [ours = 0, fewer = 0, joined = 0, talked = 0] = times([
    () => summary(store),
    () => summary(sparse),
    () => store.read((db) => joinedCounts(db, YEAR)),
    () => summary(talking),
  ]);
  // By itself: what it leaves to the garbage collector is not to be paid by the others.
  const [larger = 0] = times([() => summary(large)]);
  const line = (name: string, of: NodeStore, took: number) => [
    name,
    ...sizes(of),
    `${took.toFixed(1)} ms`,
    `${(took / ours).toFixed(2)} ×`,
  ];
  console.log('A summary of twelve months: every duty of every branch, and who came\n');
  console.log(
    table([
      ['', 'branches', 'activities', 'attendance', 'median', 'to ours'],
      line('ours', store, ours),
      line('one join over attendance, counts only', store, joined),
      line('ours, a tenth of the attendance', sparse, fewer),
      line(`ours, ${TALKS} talks of each branch, by who was there`, talking, talked),
      line('ours, ten times the branches', large, larger),
    ]),
  );
  console.log('\n  target: 20 ms, the join 8 ×, less attendance 1 ×, ten times the branches 10 ×\n');
  for (const one of [store, sparse, talking, large]) one.close();
}

function summary(store: NodeStore): number {
  return store.read((db) => summaryOf(db, ROOT, YEAR, {}, NOW).rows.length);
}

/** Medians (ms), turn by turn: whatever else the machine does falls on all alike. The first round is for warming up. */
function times(works: readonly (() => unknown)[]): number[] {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => works.map(timed)).slice(1);
  return works.map((_, index) => median(rounds.map((round) => round[index] ?? 0)));
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function joinedCounts(db: Db, { from, to }: Period): number {
  return db.all(sql`
    select activities.unit, activities.kinds, count(*) as expected, count(attendance.present_at) as present
    from activities join attendance on attendance.activity = activities.id
    where activities.starts_at >= ${atTime(from, '00:00')} and activities.starts_at < ${atTime(to, '00:00')}
    group by activities.unit, activities.kinds
  `).length;
}

function sizes(store: NodeStore): string[] {
  return ["units where kind = 'branch'", 'activities', 'attendance'].map((rows) =>
    store.read((db) =>
      String(db.get<{ count: number }>(sql.raw(`select count(*) as count from ${rows}`)).count),
    ),
  );
}
