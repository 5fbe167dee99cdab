import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { openStore } from '../db/node.ts';
import { posts } from '../db/schema/people.ts';
import type { Db } from '../db/store.ts';
import { createApp } from '../src/app.ts';
import { host } from '../src/host.ts';
import { silent } from '../src/log.ts';
import { atTime } from '../src/time.ts';
import { beginSession } from '../src/web/session.ts';
import { peerRound, starRound } from '../test/web/evaluated.ts';
import { median, table } from './figures.ts';

const ROUNDS = 7;
const NOW = atTime('2027-01-10', '09:00');

/** The board over the organisation that the summary was measured on, as a browser on this machine gets it. */
export async function benchBoard(folder: string): Promise<void> {
  const store = openStore(join(folder, 'summary.db'));
  const overseer = 2 * 30;
  const cookie = await store.change((db) => {
    db.insert(posts).values({ person: overseer, unit: 1, post: 'staff', began: '2020-01-01' }).run();
    holdRounds(db, overseer);
    return beginSession(db, 'main', overseer, NOW);
  });
  const config = { slug: 'main', settings: { url: 'http://127.0.0.1' }, console: { clock: NOW }, lark: null };
  const hosted = await host(config, store, { log: silent, wall: () => NOW, wake() {} });
  const app = createApp({ log: silent, hosted: new Map([['main', hosted]]), local: () => true });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;

  const rows: string[][] = [['', 'first byte', 'whole page', 'size']];
  for (const [name, path] of PAGES) {
    const seen: Opened[] = [];
    await open(port, path, cookie);
    for (let round = 0; round < ROUNDS; round++) seen.push(await open(port, path, cookie));
    const ms = (figure: (one: Opened) => number) => `${median(seen.map(figure)).toFixed(0)} ms`;
    const size = `${Math.round((seen[0]?.bytes ?? 0) / 1000)} kB`;
    rows.push([name, ms((one) => one.first), ms((one) => one.whole), size]);
  }
  server.close();
  store.close();
  console.log('The board over these 700 branches\n');
  console.log(table(rows));
  console.log('\n  target: the first byte within 200 ms, a page of at most 300 kB\n');
}

/** Stars of two years, each branch scored by three, and a round of visits over four days with a sheet of every stop. */
function holdRounds(db: Db, by: number): void {
  const stars = (_: unknown, index: number) => [20, 18, 17 + (index % 4), 15 + (index % 6), 16];
  starRound({ db, by, now: atTime('2025-12-20', '09:00') }, 1, 2025, stars);
  starRound({ db, by, now: atTime('2026-12-20', '09:00') }, 1, 2026, stars);
  peerRound({ db, by, now: atTime('2026-11-24', '09:00') }, 1, {
    planned: 700,
    seen: 600,
    groups: 5,
    days: 4,
  });
}

const PAGES = [
  ['a month', '/board?period=2026-12'],
  ['a quarter', '/board?period=2026Q4'],
  ['a year', '/board?period=2026'],
  ['one branch', '/board?unit=2&period=2026'],
  ['trends of twelve months', '/board/trends?period=2026-12'],
  ['overdue', '/board/overdue'],
  ['evaluations', '/board/rounds'],
  ['stars, and the five basics', '/board/round/2'],
  ['a map of visits', '/board/round/3'],
  ['a workbook of a year', '/board/file?period=2026'],
] as const;

interface Opened {
  first: number;
  whole: number;
  bytes: number;
}

function open(port: number, path: string, cookie: string): Promise<Opened> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { cookie: `zhibu=${cookie}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
      let first = 0;
      let bytes = 0;
      response.on('data', (part: Uint8Array) => {
        first ||= performance.now() - began;
        bytes += part.length;
      });
      response.on('end', () => resolve({ first, whole: performance.now() - began, bytes }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
