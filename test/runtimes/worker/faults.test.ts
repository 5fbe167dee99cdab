import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import migrations from '../../../db/migrations/migrations.js';
import { persons } from '../../../db/schema/people.ts';
import type { Store } from '../../../db/store.ts';
import { type FoundPerson, TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { app, found, inside, objectOf, stubOf, tablesOf } from './orgs.ts';

function named(store: Store, name: string): number {
  return store.read((db) => db.select().from(persons).all()).filter((person) => person.name === name).length;
}

test('a change that throws leaves nothing', async () => {
  await inside('yard', async (store) => {
    const change = store.change((db) => {
      db.insert(persons).values({ name: '不该留下' }).run();
      throw new Error('half way');
    });
    await expect(change).rejects.toThrow('half way');
    expect(named(store, '不该留下')).toBe(0);
  });
});

test('an asynchronous change is refused and leaves nothing', async () => {
  await inside('yard', async (store) => {
    // @ts-expect-error: it does not compile either.
    const change = store.change(async (db) => {
      db.insert(persons).values({ name: '不该留下' }).run();
    });
    await expect(change).rejects.toThrow('a change must not be asynchronous');
    expect(named(store, '不该留下')).toBe(0);
  });
});

test('the migrations of every runtime are applied, once each, and outlast the object’s memory', async () => {
  const applied = () =>
    inside('yard', (_, { storage }) => ({
      times: storage.sql.exec('select created_at from __drizzle_migrations order by created_at').toArray(),
      tables: tablesOf(storage).toSorted(),
    }));
  const first = await applied();
  await evictDurableObject(stubOf('yard'));
  expect(await applied()).toEqual(first);
  expect(first.times.map((row) => row.created_at)).toEqual(
    migrations.journal.entries.map(({ when }) => when),
  );
  const created = Object.values(migrations.migrations).flatMap((sql) => [
    ...sql.matchAll(/CREATE TABLE `(\w+)`/g),
  ]);
  for (const [, table] of created) expect(first.tables).toContain(table);
});

test('two organisations are two objects', async () => {
  await found('hall', TWO_BRANCHES);
  await found('yard', { 别处支部: { kind: 'branch', people: { 别处的人: {} } } });
  expect(stubOf('hall').id.equals(stubOf('yard').id)).toBe(false);
  expect(await inside('hall', (store) => [named(store, '刘洋'), named(store, '别处的人')])).toEqual([1, 0]);
  expect(await inside('yard', (store) => [named(store, '刘洋'), named(store, '别处的人')])).toEqual([0, 1]);
});

test('an organisation that is not configured is unknown, and no object is made for it', async () => {
  const objects = async () => (await listDurableObjectIds(env.ORGANISATION)).map(String).toSorted();
  await app.request('http://127.0.0.1/healthz');
  const before = await objects();
  expect(before).toContain(String(stubOf('hall').id));
  const request = { method: 'POST', body: '{}' };
  expect((await app.request('https://zhibu.example/hooks/nobody/lark', request)).status).toBe(404);
  expect(await objects()).toEqual(before);
});

test('an organisation that is configured no more answers nothing and does nothing', async () => {
  expect((await stubOf('gone').fetch('https://zhibu.example/healthz')).status).toBe(404);
  expect(await runDurableObjectAlarm(stubOf('gone'))).toBe(false);
});

test('the console is for whoever sits at the machine', async () => {
  expect((await app.request('http://127.0.0.1/console')).status).toBe(200);
  expect((await app.request('https://zhibu.example/console')).status).toBe(404);
  const far = { headers: { 'cf-connecting-ip': '192.0.2.1' } };
  expect((await app.request('http://127.0.0.1/console', far)).status).toBe(404);
});

test('a hundred and fifty are notified at once, though a statement binds a hundred parameters at most', async () => {
  const people: Record<string, FoundPerson> = { 张建国: { posts: ['secretary'] } };
  for (let n = 1; n < 150; n++) people[`党员${n}号`] = {};
  const crowd = objectOf('crowd');
  await found('crowd', { 大支部: { kind: 'branch', people } });
  await talkAs(crowd, '张建国').says('新建活动');
  await talkAs(crowd, '张建国').presses('发出通知', {
    kinds: ['themeDay'],
    startsAt: '2026-12-04T15:00',
    place: '礼堂',
    theme: '学习党纪',
    agenda: '集中学习',
  });
  expect((await talkAs(crowd, '党员149号').finds('主题党日'))?.text).toContain('礼堂');
});
