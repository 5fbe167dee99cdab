import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/node.ts';
import { facts } from '../../db/schema/org.ts';
import type { Db } from '../../db/store.ts';
import { record, verify } from '../../src/audit/store.ts';
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

  test('that may run again: one that fails after writing fails alone, and the others are written once', async () => {
    const { store } = testStore();
    const runs = Array.from({ length: 64 }, () => 0);
    const group = runs.map((_, n) =>
      store.change(
        (db) => {
          runs[n] = (runs[n] ?? 0) + 1;
          put(`fact ${n}`)(db);
          if (n === 31) throw new Error('poison');
          return n;
        },
        { again: true },
      ),
    );
    const settled = await Promise.allSettled(group);
    expect(settled.flatMap((one, n) => (one.status === 'rejected' ? [n] : []))).toEqual([31]);
    expect(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))).toHaveLength(63);
    expect(store.read(names)).toHaveLength(63);
    expect(store.read(names)).not.toContain('fact 31');
    expect(runs[0]).toBe(2);
  });

  test('that may run again do not, if nothing was written by the one that failed', async () => {
    const { store } = testStore();
    let runs = 0;
    const refused = store.change(
      () => {
        throw new Error('refused');
      },
      { again: true },
    );
    const counted = (name: string) =>
      store.change(
        (db) => {
          runs += 1;
          put(name)(db);
        },
        { again: true },
      );
    const settled = await Promise.allSettled([counted('one'), refused, counted('two')]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.read(names)).toEqual(['one', 'two']);
    expect(runs).toBe(2);
  });

  test('that may run again are not held up by what may not, and each is run with its kind', async () => {
    const { store } = testStore();
    let once = 0;
    const settled = await Promise.allSettled([
      store.change(
        (db) => {
          put('again')(db);
          throw new Error('poison');
        },
        { again: true },
      ),
      store.change((db) => {
        once += 1;
        put('once')(db);
      }),
      store.change(put('other'), { again: true }),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(store.read(names)).toEqual(['once', 'other']);
    expect(once).toBe(1);
  });

  test.each([false, true])('keep the journal whole when one of them is undone (again: %s)', async (again) => {
    const { store } = testStore();
    const told = (action: string, poison = false) =>
      store.change(
        (db) => {
          record(db, { at: 0, actor: 'system', action, subject: 'test' });
          if (poison) throw new Error('poison');
        },
        { again },
      );
    await Promise.allSettled([told('one'), told('two', true), told('three')]);
    await told('four');
    expect(store.read(verify)).toEqual({ ok: true, rows: 3 });
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

  test.each([
    false,
    true,
  ])('are refused when the disk is full, and the store goes on when there is room again', async (again) => {
    const { store } = testStore();
    await store.change(put('before'));
    const pages = store.read((db) => db.get<{ page_count: number }>('pragma page_count').page_count);
    store.read((db) => db.get(`pragma max_page_count = ${pages}`));
    const large = (db: Db) =>
      void db
        .insert(facts)
        .values({ name: 'large', value: 'x'.repeat(1_000_000) })
        .run();
    await expect(store.change(large, { again })).rejects.toThrow(/full/);
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

test('a folder made for a database is for its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  openStore(join(folder, 'data', 'main.db')).close();
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
});
