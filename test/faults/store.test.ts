import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/node.ts';
import { facts } from '../../db/schema/org.ts';
import type { Db } from '../../db/store.ts';
import { testStore } from '../helpers/org.ts';

function put(name: string) {
  return (db: Db) => void db.insert(facts).values({ name, value: 'x' }).run();
}

function names(db: Db): string[] {
  return db
    .select()
    .from(facts)
    .all()
    .map((fact) => fact.name);
}

describe('changes that arrive together', () => {
  test('one poisonous change in a group of 64 fails alone', async () => {
    const { store } = testStore();
    const group = Array.from({ length: 64 }, (_, n) =>
      store.change((db) => {
        put(`fact ${n}`)(db);
        if (n === 31) throw new Error('poison');
      }),
    );
    const settled = await Promise.allSettled(group);
    expect(settled.flatMap((one, n) => (one.status === 'rejected' ? [n] : []))).toEqual([31]);
    expect(store.read(names)).toHaveLength(63);
    expect(store.read(names)).not.toContain('fact 31');
  });

  test('are answered only when all of them are on disk', async () => {
    const { store, file } = testStore();
    const other = new Database(file, { readonly: true });
    onTestFinished(() => void other.close());
    const seen: unknown[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        store
          .change(put(`fact ${n}`))
          .then(() => seen.push(other.prepare('select count(*) n from facts').pluck().get())),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 8 }, () => 8));
  });

  test('are all refused when the commit fails, and what was answered before is still there', async () => {
    const { store } = testStore();
    await store.change(put('before'));
    await store.change(
      (db) =>
        void db.run('create table later (fact text references facts (name) deferrable initially deferred)'),
    );
    const settled = await Promise.allSettled([
      store.change(put('one')),
      store.change((db) => void db.run("insert into later values ('nowhere')")),
      store.change(put('two')),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(store.read(names)).toEqual(['before']);
    await store.change(put('after'));
    expect(store.read(names)).toEqual(['before', 'after']);
  });

  test('are refused when the disk is full, and the store goes on when there is room again', async () => {
    const { store } = testStore();
    await store.change(put('before'));
    const pages = store.read((db) => db.get<{ page_count: number }>('pragma page_count').page_count);
    store.read((db) => db.get(`pragma max_page_count = ${pages}`));
    const large = (db: Db) =>
      void db
        .insert(facts)
        .values({ name: 'large', value: 'x'.repeat(1_000_000) })
        .run();
    await expect(store.change(large)).rejects.toThrow(/full/);
    store.read((db) => db.get('pragma max_page_count = 1000000'));
    await store.change(put('after'));
    expect(store.read(names)).toEqual(['before', 'after']);
  });
});

test('a change that turns out to be asynchronous is refused, and nothing of it is kept', async () => {
  const { store } = testStore();
  const later = async (db: Db) => put('never')(db);
  await expect(store.change<unknown>((db) => later(db))).rejects.toThrow('must not be asynchronous');
  expect(store.read(names)).toEqual([]);
});

test('synchronous is FULL at every open, also of a file that another process made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-full-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'main.db');
  for (let opening = 0; opening < 3; opening++) {
    const store = openStore(file);
    expect(store.read((db) => db.get<{ synchronous: number }>('pragma synchronous').synchronous)).toBe(2);
    expect(store.read((db) => db.get<{ journal_mode: string }>('pragma journal_mode').journal_mode)).toBe(
      'wal',
    );
    store.close();
  }
});

test('what still waits when the store is closed is written first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-close-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = openStore(join(folder, 'main.db'));
  const waiting = store.change(put('waiting'));
  store.close();
  await waiting;
  const again = openStore(join(folder, 'main.db'));
  expect(again.read(names)).toEqual(['waiting']);
  again.close();
});
