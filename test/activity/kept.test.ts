import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { activities, attendance } from '../../db/schema/activity.ts';
import { rests } from '../../db/schema/alert.ts';
import { units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { isOver } from '../../src/activity/attendance.ts';
import { NOBODY } from '../../src/duty/attended.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { summarise } from '../../src/duty/summarise.ts';
import { Refusal } from '../../src/errors.ts';
import type { Instant } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { ACTS, foundTown, LINEAGE, type World, worldOf } from './acts.ts';

/** `OPERATIONS=100000 SEED=7` does more, and others. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 12_000);
const SEED = Number(process.env.SEED ?? 1);
/** In one commit. */
const TOGETHER = 500;

test('what is kept beside activities, and what a summary says, is what a recount finds after anything done in any order', async () => {
  const { store } = testStore();
  await store.change(foundTown);
  const world = worldOf(SEED);
  const done = new Map<string, number>();
  for (let from = 0; from < OPERATIONS; from += TOGETHER) {
    const group = Array.from({ length: TOGETHER }, () => store.change((db) => act(db, world)));
    for (const result of await Promise.allSettled(group)) {
      if (result.status === 'fulfilled') done.set(result.value, (done.get(result.value) ?? 0) + 1);
      else if (!(result.reason instanceof Refusal)) throw result.reason;
    }
  }
  expect([...done.keys()].toSorted()).toEqual(Object.keys(ACTS).toSorted());
  expect(Math.min(...done.values())).toBeGreaterThan(OPERATIONS / 1_000);
  expect([...done.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(OPERATIONS / 2);
  store.read((db) => {
    compareActivities(db, world.now);
    compareSummary(db, world.now);
  });
}, 600_000);

const LOTS = Object.entries(ACTS).flatMap(([name, { often }]) => Array.from({ length: often }, () => name));

/** Does anything, and counts anew what it touched. → what it did */
function act(db: Db, world: World): string {
  const name = world.any(LOTS);
  const touched = ACTS[name]?.does(db, world);
  if (!touched) return act(db, world);
  for (const id of touched) {
    const [row] = selectOne(db).all({ id });
    if (row) compare(name, row, world.now);
  }
  return name;
}

const EXPECTED = sql`${attendance.role} = 'expected'`;
const THERE = sql`${EXPECTED} and ${attendance.presentAt} is not null`;
const AWAY = sql`${EXPECTED} and ${attendance.presentAt} is null`;
const GRANTED = sql`coalesce(${attendance.leaveGranted}, 0) = 1`;
const DAY_OF = sql`strftime('%Y-%m-%d', ${activities.startsAt} / 1000 + 28800, 'unixepoch')`;
const RESTS = sql`exists (select 1 from ${rests} where ${rests.person} = ${attendance.person}
  and ${rests.began} <= ${DAY_OF} and ${rests.ended} > ${DAY_OF})`;

function countOf(condition: ReturnType<typeof sql>) {
  return sql<number>`count(*) filter (where ${condition})`;
}

/** By SQL, which shares nothing with how the product counts. */
const RECOUNT = {
  expected: countOf(EXPECTED),
  present: countOf(THERE),
  late: countOf(sql`${THERE} and ${attendance.presentAt} >= ${activities.startsAt} + 60000`),
  onLeave: countOf(sql`${AWAY} and ${GRANTED}`),
  absent: countOf(sql`${AWAY} and not ${GRANTED} and not ${RESTS}`),
  madeUp: countOf(sql`${AWAY} and coalesce(${attendance.makeUpGranted}, 0) = 1`),
  byProxy: countOf(
    sql`${THERE} and ${attendance.how} in ('proxy', 'correction') and ${attendance.recordedAt} <= ${activities.endsAt}`,
  ),
  enteredLater: countOf(sql`${THERE} and ${attendance.recordedAt} > ${activities.endsAt}`),
};
const KEYS = Object.keys(RECOUNT) as (keyof typeof RECOUNT)[];

function selectRecount(db: Db) {
  return db
    .select({ activity: activities, recount: RECOUNT })
    .from(activities)
    .leftJoin(attendance, eq(attendance.activity, activities.id))
    .groupBy(activities.id);
}

const selectOne = prepared((db) =>
  selectRecount(db)
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

type Recounted = ReturnType<ReturnType<typeof selectRecount>['all']>[number];

function compare(name: string, { activity, recount }: Recounted, now: Instant): void {
  if (activity.cancelledAt !== null || !isOver(activity, now)) return;
  if (KEYS.every((key) => activity[key] === recount[key])) return;
  const kept = Object.fromEntries(KEYS.map((key) => [key, activity[key]]));
  expect({ after: name, id: activity.id, ...kept }).toEqual({ after: name, id: activity.id, ...recount });
}

function compareActivities(db: Db, now: Instant): void {
  const all = selectRecount(db).all();
  expect(all.length).toBeGreaterThan(300);
  for (const one of all) compare('everything', one, now);
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
  const byBranch = Map.groupBy(selectRecount(db).all(), ({ activity }) => parents.get(activity.unit));
  const standings = summarise(db, LINEAGE, parsePeriod('2026年', '2026-12-31'), now);
  expect(standings).toHaveLength(3);
  for (const standing of standings) {
    const sum = { ...NOBODY };
    for (const { activity, recount } of byBranch.get(standing.branch.id) ?? []) {
      if (activity.cancelledAt !== null || !isOver(activity, now) || recount.present === 0) continue;
      sum.held += 1;
      for (const key of KEYS) sum[key] += recount[key];
    }
    expect(sum.held).toBeGreaterThan(10);
    expect(standing).toMatchObject(sum);
  }
}
