import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { openStore } from '../db/node.ts';
import { activities } from '../db/schema/activity.ts';
import { memberships, persons, units } from '../db/schema/people.ts';
import type { Db } from '../db/store.ts';
import type { Period } from '../src/duty/period.ts';
import { parsePeriod } from '../src/duty/spoken.ts';
import { summarise } from '../src/duty/summarise.ts';
import { atTime, HOUR } from '../src/time.ts';
import { median, table } from './figures.ts';

const ROUNDS = 5;
const BRANCHES = 700;
const MEMBERS = 30;
const MONTHLY = ['themeDay', 'branchCommittee', 'groupMeeting', 'memberAssembly'] as const;
const NOW = atTime('2027-01-10', '09:00');

/** A committee's year: 700 branches, 33,600 activities, a million rows of attendance that the summary does not read. */
export async function benchSummary(folder: string): Promise<void> {
  const store = openStore(join(folder, 'summary.db'));
  await store.change((db) => fill(db));
  const year = parsePeriod('2026年', '2027-01-10');
  const rows = store.read((db) =>
    db.get<{ rows: number }>(sql`select count(*) as rows from attendance`),
  ).rows;
  const ours = time(() => store.read((db) => summarise(db, '/1/', year, NOW)).length);
  const joined = time(() => store.read((db) => joinedCounts(db, year)));
  store.close();
  console.log(`A summary of ${BRANCHES} branches over twelve months beside ${rows} rows of attendance\n`);
  console.log(
    table([
      ['', 'median', 'ours to it'],
      ['ours: every duty of every branch', `${ours.toFixed(0)} ms`, ''],
      [
        'one join over attendance, counts only',
        `${joined.toFixed(0)} ms`,
        `${(joined / ours).toFixed(1)} × as fast`,
      ],
    ]),
  );
  console.log('\n  target: 20 ms, whatever the rows of attendance\n');
}

function time(work: () => unknown): number {
  work();
  return median(
    Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}

function joinedCounts(db: Db, { from, to }: Period): number {
  return db.all(sql`
    select activities.unit, activities.kinds, count(*) as expected, count(attendance.present_at) as present
    from activities join attendance on attendance.activity = activities.id
    where activities.starts_at >= ${atTime(from, '00:00')} and activities.starts_at < ${atTime(to, '00:00')}
    group by activities.unit, activities.kinds
  `).length;
}

function fill(db: Db): void {
  db.insert(units)
    .values({ id: 1, kind: 'organsWorkCommittee', name: '机关工委', path: '机关工委', lineage: '/1/' })
    .run();
  for (let unit = 2; unit < BRANCHES + 2; unit++) fillBranch(db, unit);
  db.run(sql`
    insert into attendance (activity, person, role, category, present_at, how, recorded_at)
    select activities.id, memberships.person, 'expected', 'full',
      case when (activities.id + memberships.person) % 10 then activities.starts_at end, 'self', activities.starts_at
    from activities join memberships on memberships.unit = activities.unit
  `);
}

function fillBranch(db: Db, unit: number): void {
  const name = `第${unit - 1}党支部`;
  db.insert(units)
    .values({ id: unit, parent: 1, kind: 'branch', name, path: `机关工委/${name}`, lineage: `/1/${unit}/` })
    .run();
  const people = Array.from({ length: MEMBERS }, (_, index) => unit * MEMBERS + index);
  db.insert(persons)
    .values(people.map((id) => ({ id, name: `党员${id}` })))
    .run();
  db.insert(memberships)
    .values(people.map((person) => ({ person, unit, category: 'full' as const, began: '2020-01-01' })))
    .run();
  const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
  const held = months.flatMap((month) =>
    MONTHLY.map((kind, index) => gathering(unit, kind, atTime(`2026-${month}-${10 + index}`, '15:00'))),
  );
  db.insert(activities).values(held).run();
}

function gathering(unit: number, kind: (typeof MONTHLY)[number], startsAt: number) {
  return {
    unit,
    kinds: [kind],
    startsAt,
    endsAt: startsAt + HOUR,
    plannedAt: startsAt,
    noticedAt: startsAt,
    startedAt: startsAt,
    closedAt: startsAt + HOUR,
    expected: MEMBERS,
    present: MEMBERS - 3,
    absent: 3,
  };
}
