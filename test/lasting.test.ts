import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openStore } from '../db/node.ts';
import { units } from '../db/schema/people.ts';
import type { Db } from '../db/store.ts';
import { findUnit } from '../src/people/store.ts';
import { testStore } from './helpers/org.ts';

const branch = {
  id: 7,
  kind: 'branch',
  name: '第一党支部',
  path: '第一党支部',
  lineage: '/7/',
} as const;

function rename(db: Db, name: string): void {
  db.update(units).set({ name }).where(eq(units.id, 7)).run();
}

function nameIn(db: Db): string | undefined {
  return findUnit(db, 7)?.name;
}

async function founded() {
  const { store, file } = testStore();
  await store.change((db) => void db.insert(units).values(branch).run());
  expect(store.read(nameIn)).toBe('第一党支部');
  return { store, file };
}

test('what was read once is known, and everybody gets the same', async () => {
  const { store } = await founded();
  await store.change(() => undefined);
  const first = store.read((db) => findUnit(db, 7));
  expect(store.read((db) => findUnit(db, 7))).toBe(first);
  expect(Object.isFrozen(first)).toBe(true);
});

test('a change sees what it has written itself, and everybody after it', async () => {
  const { store } = await founded();
  await store.change((db) => {
    rename(db, '第二党支部');
    expect(nameIn(db)).toBe('第二党支部');
    rename(db, '第三党支部');
    expect(nameIn(db)).toBe('第三党支部');
  });
  expect(store.read(nameIn)).toBe('第三党支部');
});

test('what was undone was never known', async () => {
  const { store } = await founded();
  const failed = store.change((db) => {
    rename(db, '第二党支部');
    expect(nameIn(db)).toBe('第二党支部');
    throw new Error('undone');
  });
  const beside = store.change(nameIn);
  await expect(failed).rejects.toThrow('undone');
  expect(await beside).toBe('第一党支部');
  expect(store.read(nameIn)).toBe('第一党支部');
  expect(await store.change(nameIn)).toBe('第一党支部');
});

test('what comes and what goes is noticed like what changes', async () => {
  const { store } = await founded();
  await store.change((db) => void db.delete(units).where(eq(units.id, 7)).run());
  expect(store.read(nameIn)).toBeUndefined();
  await store.change(
    (db) =>
      void db
        .insert(units)
        .values({ ...branch, name: '新建党支部' })
        .run(),
  );
  expect(store.read(nameIn)).toBe('新建党支部');
});

test('another process that writes is noticed at the next reading and at the next change', async () => {
  const { store, file } = await founded();
  const other = openStore(file);
  expect(other.read(nameIn)).toBe('第一党支部');
  await other.change((db) => rename(db, '第二党支部'));
  expect(store.read(nameIn)).toBe('第二党支部');
  await other.change((db) => rename(db, '第三党支部'));
  expect(await store.change(nameIn)).toBe('第三党支部');
  other.close();
});
