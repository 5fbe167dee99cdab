import { expect, test } from 'vitest';
import type { Db } from '../../db/store.ts';
import { Refusal } from '../../src/errors.ts';
import { findByRef, handles, personOptions } from '../../src/people/names.ts';
import { testStore } from '../helpers/org.ts';
import { type Found, foundUnits } from '../helpers/people.ts';

const DAY = '2026-12-04';
const ORG: Found = {
  工委: { kind: 'organsWorkCommittee' },
  '工委/甲委': { kind: 'primaryCommittee' },
  '工委/乙委': { kind: 'primaryCommittee' },
  '工委/甲委/一支部': {
    kind: 'branch',
    people: { 李娜: {}, 张三: {}, '张伟（大）': {}, '张伟（小）': { category: 'probationary' } },
  },
  '工委/甲委/二支部': { kind: 'branch', people: { 王五: {} } },
  '工委/乙委/一支部': { kind: 'branch', people: { 赵六: {} } },
};

/** Persons of one name: the helper knows a name as one person, so they are named afterwards. */
async function organisation(rename: Record<string, string> = {}) {
  const { store } = testStore();
  await store.change((db) => {
    foundUnits(db, ORG);
    for (const [from, to] of Object.entries(rename))
      db.run(`update persons set name = '${to}' where name = '${from}'`);
  });
  return store;
}

function refusal(look: () => unknown): string {
  try {
    look();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const names = (db: Db) => [...handles(db, DAY)].sort(([a], [b]) => a - b).map(([, handle]) => handle);

test('a name that one person has is enough', async () => {
  const store = await organisation();
  expect(store.read(names)).toEqual(['李娜', '张三', '张伟（大）', '张伟（小）', '王五', '赵六']);
});

test('namesakes are told apart by the shortest end of their units that differs', async () => {
  const different = await organisation({ 王五: '李娜' });
  expect(different.read(names).filter((name) => name.startsWith('李娜'))).toEqual([
    '李娜（一支部）',
    '李娜（二支部）',
  ]);
  const alike = await organisation({ 赵六: '李娜' });
  expect(alike.read(names).filter((name) => name.startsWith('李娜'))).toEqual([
    '李娜（甲委/一支部）',
    '李娜（乙委/一支部）',
  ]);
});

test('namesakes in one unit are told apart by the end of their numbers, else by their ids', async () => {
  const store = await organisation({ 张三: '李娜' });
  expect(store.read(names).slice(0, 2)).toEqual(['李娜（一支部·编号1）', '李娜（一支部·编号2）']);
  await store.change((db) => {
    db.run(`update persons set phone = '1380000111' || id where id < 3`);
  });
  expect(store.read(names).slice(0, 2)).toEqual(['李娜（一支部·尾号1111）', '李娜（一支部·尾号1112）']);
});

test('only those who share a unit’s end need more of it', async () => {
  const store = await organisation({ 王五: '李娜', 赵六: '李娜' });
  expect(store.read(names).filter((name) => name.startsWith('李娜'))).toEqual([
    '李娜（甲委/一支部）',
    '李娜（二支部）',
    '李娜（乙委/一支部）',
  ]);
});

test('who has left gives way to who is there', async () => {
  const store = await organisation({ 王五: '李娜' });
  await store.change((db) => {
    db.run(`update memberships set ended = '${DAY}' where person = 1`);
  });
  store.read((db) => {
    expect(handles(db, DAY).get(1)).toBe('李娜（原一支部）');
    expect(handles(db, DAY).get(5)).toBe('李娜');
    expect(handles(db, '2026-12-03').get(5)).toBe('李娜（二支部）');
    expect(findByRef(db, '李娜', DAY).id).toBe(5);
  });
});

test('every handle means the person whose handle it is, and so does the id', async () => {
  for (const rename of [{}, { 王五: '李娜' }, { 赵六: '李娜', 王五: '李娜', 张三: '李娜' }]) {
    const store = await organisation(rename);
    store.read((db) => {
      const called = handles(db, DAY);
      expect(new Set(called.values()).size).toBe(called.size);
      for (const [id, handle] of called) {
        expect(findByRef(db, handle, DAY).id).toBe(id);
        expect(findByRef(db, handle.replace('（', '(').replace('）', ')'), DAY).id).toBe(id);
        expect(findByRef(db, String(id), DAY).id).toBe(id);
        expect(handles(db, DAY, [id]).get(id)).toBe(handle);
      }
    });
  }
});

test('a name that several have is refused with what to write instead', async () => {
  const store = await organisation({ 王五: '李娜' });
  store.read((db) => {
    expect(refusal(() => findByRef(db, '李娜', DAY))).toBe(
      'conflict: 有几位同志都叫“李娜”，请写清楚是哪一位：李娜（一支部）或李娜（二支部）。',
    );
    expect(refusal(() => findByRef(db, '张伟', DAY))).toBe(
      'conflict: 有几位同志都叫“张伟”，请写清楚是哪一位：张伟（大）或张伟（小）。',
    );
    expect(findByRef(db, '李娜', DAY, 5).id).toBe(5);
  });
});

test('among those who share a name nobody means who has left', async () => {
  const store = await organisation({ 王五: '李娜', 赵六: '李娜' });
  await store.change((db) => {
    db.run(`update memberships set ended = '${DAY}' where person = 1`);
  });
  expect(store.read((db) => refusal(() => findByRef(db, '李娜', DAY)))).toBe(
    'conflict: 有几位同志都叫“李娜”，请写清楚是哪一位：李娜（二支部）或李娜（一支部）。',
  );
});

test('whom nobody knows, or who does not belong to the unit, is not found', async () => {
  const store = await organisation();
  store.read((db) => {
    expect(refusal(() => findByRef(db, '钱七', DAY))).toBe('not_found: 没有找到“钱七”，请核对姓名后再试。');
    expect(refusal(() => findByRef(db, '99', DAY))).toContain('not_found');
    expect(refusal(() => findByRef(db, '赵六', DAY, 2))).toBe(
      'not_found: 甲委里没有找到“赵六”，请核对姓名后再试。',
    );
    expect(findByRef(db, '王五', DAY, 2).id).toBe(5);
    expect(refusal(() => findByRef(db, '%', DAY))).toContain('not_found');
  });
});

test('a unit’s members are options, the probationary ones marked', async () => {
  const store = await organisation();
  expect(store.read((db) => personOptions(db, 4, DAY))).toEqual([
    { value: '1', label: '李娜' },
    { value: '2', label: '张三' },
    { value: '3', label: '张伟（大）' },
    { value: '4', label: '张伟（小）（预备）' },
  ]);
});
