import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type NodeStore, openStore } from '../../db/node.ts';
import { createApp } from '../../src/app.ts';
import { type Hosted, host } from '../../src/host.ts';
import { silent } from '../../src/log.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { newFolder } from './folder.ts';
import { type Found, foundUnits } from './people.ts';
import { type Talk, talkAs } from './talk.ts';

export interface TestOrg {
  hosted: Hosted;
  store: NodeStore;
  app: Hono;
  file: string;
  /** Lets the time pass until then; whatever falls due happens. */
  at(wall: WallTime): Promise<void>;
  as(name: string): Talk;
}

/** A database of its own on disk, gone when the test has finished. */
export function testStore(): { store: NodeStore; file: string } {
  const folder = newFolder();
  const file = join(folder, 'main.db');
  const store = openStore(file);
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { store, file };
}

/** An organisation in the console, as a person finds it, with the clock standing at `now`. */
export async function testOrg(now: WallTime, units: Found = {}): Promise<TestOrg> {
  const { store, file } = testStore();
  await store.change((db) => foundUnits(db, units));
  const settings = { url: 'http://127.0.0.1:3000' };
  const hosted = await host(
    { slug: 'main', settings, console: { clock: instantOf(now) }, lark: null },
    store,
    { log: silent, wall: () => instantOf(now), wake() {} },
  );
  const app = createApp({ log: silent, hosted: new Map([['main', hosted]]), local: () => true });
  return { hosted, store, app, file, at, as: (name) => talkAs(app, name) };

  async function at(wall: WallTime): Promise<void> {
    await hosted.console?.advance(instantOf(wall));
  }
}
