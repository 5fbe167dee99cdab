import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type NodeStore, openStore } from '../db/node.ts';
import { accounts, posts } from '../db/schema/people.ts';
import type { Db, Store } from '../db/store.ts';
import { deliver } from '../src/deliver.ts';
import { host } from '../src/host.ts';
import { silent } from '../src/log.ts';
import type { Org } from '../src/org.ts';
import { tick } from '../src/tick.ts';
import { atTime, type Day, type Instant } from '../src/time.ts';
import { median, table } from './figures.ts';
import { MEMBERS } from './year.ts';

/** A Monday: the first working day of a month in which members' absence is looked at, and of a week. */
const FIRST = '2027-01-04';
const QUIET: readonly Day[] = ['2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08'];
const NEXT_WEEK = '2027-01-11';

/**
 * The mornings of the organisation that the summary was measured on: what is new for 700 secretaries and their
 * committee, when all of it is and when nothing is; and how long a tap would have to wait in between.
 */
export async function benchDigest(folder: string): Promise<void> {
  copyFileSync(join(folder, 'summary.db'), join(folder, 'digest.db'));
  const store = openStore(join(folder, 'digest.db'));
  await store.change(reachable);
  const settings = { url: 'http://127.0.0.1' };
  const clock = atTime(FIRST, '08:00');
  const config = { slug: 'main', settings, console: { clock }, lark: null };
  const { org } = await host(config, store, { log: silent, wall: () => clock, wake() {} });
  await pass(org, store, atTime(FIRST, '08:00'));
  const rows = [['', 'messages', 'whole', 'longest piece']];
  rows.push(row('secretaries, everything is new', await pass(org, store, atTime(FIRST, '09:00'))));
  rows.push(row('the committee, everything is new', await pass(org, store, atTime(FIRST, '09:30'))));
  rows.push(row('… and drawn and delivered', await delivery(org, store, atTime(FIRST, '09:31'))));
  const quiet: Pass[] = [];
  for (const day of QUIET) quiet.push(await pass(org, store, atTime(day, '09:00')));
  rows.push(row(`secretaries, nothing is new (median of ${quiet.length})`, middle(quiet)));
  await pass(org, store, atTime(NEXT_WEEK, '09:00'));
  rows.push(row('the committee, nothing is new', await pass(org, store, atTime(NEXT_WEEK, '09:30'))));
  rows.push(row('a minute in which nothing falls due', await pass(org, store, atTime(NEXT_WEEK, '11:01'))));
  store.close();
  console.log('The morning digests of these 700 branches\n');
  console.log(table(rows));
  console.log('\n  target: no piece longer than 100 ms; a tap is answered between pieces');
  console.log(
    '  not measured: a platform’s answers and its pace; the console takes messages as fast as they come\n',
  );
}

/** Everybody who organises has an account, and the committee has staff. */
function reachable(db: Db): void {
  db.insert(posts)
    .values({ person: 2 * MEMBERS + 1, unit: 1, post: 'staff', began: '2020-01-01' })
    .run();
  db.insert(accounts)
    .select(
      sql`select 'console', cast(id as text), id, 0, null from persons where id % ${MEMBERS} = 0 or id = ${2 * MEMBERS + 1}`,
    )
    .run();
}

interface Pass {
  messages: number;
  whole: number;
  longest: number;
}

function pass(org: Org, store: NodeStore, at: Instant): Promise<Pass> {
  return measured(org, store, at, tick);
}

function delivery(org: Org, store: NodeStore, at: Instant): Promise<Pass> {
  return measured(org, store, at, deliver);
}

/** `longest`: what a tap that came at the wrong moment would wait for. */
async function measured(
  org: Org,
  store: NodeStore,
  at: Instant,
  work: (org: Org) => Promise<unknown>,
): Promise<Pass> {
  const before = count(store);
  let longest = 0;
  const watching: Store = {
    ...store,
    read: (look) => timed(() => store.read(look)),
    change: (make) => store.change((db) => timed(() => make(db))),
  };
  const began = performance.now();
  await work({ ...org, store: watching, clock: { now: () => at } });
  return { messages: count(store) - before, whole: performance.now() - began, longest };

  function timed<T>(piece: () => T): T {
    const started = performance.now();
    const value = piece();
    longest = Math.max(longest, performance.now() - started);
    return value;
  }
}

/** Messages that wait, or were sent. */
function count(store: NodeStore): number {
  return store.read(
    (db) => db.get<{ rows: number }>(sql`select count(*) + count(settled_at) as rows from outbox`)?.rows ?? 0,
  );
}

function middle(all: readonly Pass[]): Pass {
  const of = (figure: (one: Pass) => number) => median(all.map(figure));
  return {
    messages: of((one) => one.messages),
    whole: of((one) => one.whole),
    longest: of((one) => one.longest),
  };
}

function row(name: string, { messages, whole, longest }: Pass): string[] {
  return [name, String(messages), `${whole.toFixed(0)} ms`, `${longest.toFixed(1)} ms`];
}
