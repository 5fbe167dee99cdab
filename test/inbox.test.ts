import { expect, test } from 'vitest';
import { forget, recall, remember } from '../src/inbox/store.ts';
import { DAY, startOfDay } from '../src/time.ts';
import { testStore } from './helpers/org.ts';

const now = startOfDay('2026-11-20');

test('an event is remembered for thirty days, and what came later stays when it is forgotten', async () => {
  const { store } = testStore();
  const days = [0, 1, 31, 32];
  for (const day of days) {
    const given = { toast: { tone: 'info', text: `第 ${day} 天` } } as const;
    await store.change((db) => remember(db, [`event:${day}`, `message:${day}`], given, now + day * DAY));
  }
  await store.change((db) => forget(db, now + 31 * DAY));
  const left = store.read((db) =>
    days.map((day) => [`event:${day}`, `message:${day}`].map((key) => recall(db, [key])?.toast?.text)),
  );
  expect(left).toEqual([
    [undefined, undefined],
    ['第 1 天', '第 1 天'],
    ['第 31 天', '第 31 天'],
    ['第 32 天', '第 32 天'],
  ]);
});

test('when nothing has come for long, all of it is forgotten', async () => {
  const { store } = testStore();
  await store.change((db) => remember(db, ['event:1'], {}, now));
  await store.change((db) => forget(db, now + 90 * DAY));
  expect(store.read((db) => recall(db, ['event:1']))).toBeUndefined();
  await store.change((db) =>
    remember(db, ['event:1'], { toast: { tone: 'info', text: '又来' } }, now + 91 * DAY),
  );
  expect(store.read((db) => recall(db, ['event:1'])?.toast?.text)).toBe('又来');
});
