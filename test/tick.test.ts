import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { facts } from '../db/schema/org.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Store } from '../db/store.ts';
import { jobs } from '../src/chat/jobs.ts';
import { deliver } from '../src/deliver.ts';
import { nextJob, tick } from '../src/tick.ts';
import { instantOf } from '../src/time.ts';
import { plannedOrg } from './activity/planned.ts';

test('after a stop of three days what is still of use is done once, and what is past it is not said', async () => {
  const org = await plannedOrg();
  const { hosted } = org;
  await tick(hosted.org);
  const before = (await org.as('刘洋').messages()).length;
  let now = instantOf('2026-12-01T09:30');
  const late = { ...hosted.org, clock: { ...hosted.org.clock, now: () => now } };
  now = instantOf('2026-12-04T14:50');
  await tick(late);
  await tick(late);
  await deliver(late);
  const said = await org.as('刘洋').messages();
  expect(said.length - before).toBeLessThanOrEqual(1);
  expect(said.findLast((one) => one.chat === null)?.actions.map((action) => action.label)).toContain('签到');
});

test('a tick twice in the same minute says nothing twice', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T17:00');
  const count = () => org.store.read((db) => db.select().from(outbox).all().length);
  const before = count();
  await tick(org.hosted.org);
  await tick(org.hosted.org);
  expect(count()).toBe(before);
});

test('a job that fails is tried again from where it was, and the others go on', async () => {
  const org = await plannedOrg();
  const { store, clock } = org.hosted.org;
  const to = instantOf('2026-12-04T15:00');
  await org.at('2026-12-04T14:59');
  const lastRun = (name: string) =>
    store.read(
      (db) =>
        db
          .select()
          .from(facts)
          .where(eq(facts.name, `tick.${name}`))
          .get()?.value,
    );
  await store.change((db) => db.run('alter table attendance rename to attendance_away'));
  const moved = { ...org.hosted.org, clock: { ...clock, now: () => to } };
  expect(await tick(moved)).toBe(false);
  expect(lastRun('inbox.forget')).toBe(String(to));
  expect(Number(lastRun('activity.start'))).toBeLessThan(to);
  await store.change((db) => db.run('alter table attendance_away rename to attendance'));
  expect(await tick(moved)).toBe(true);
  expect(store.read((db) => db.all<{ n: number }>('select count(*) n from attendance'))[0]?.n).toBe(7);
});

test('what is next is never in the past, and nothing comes before it', async () => {
  const org = await plannedOrg();
  for (let step = 0; step < 40; step++) {
    const now = org.hosted.org.clock.now();
    const next = nextJob(org.hosted.org);
    expect(next).toBeGreaterThan(now);
    if (next === null) break;
    await org.at(new Date(next + 8 * 3_600_000).toISOString().slice(0, 16));
  }
});

test('a job with much to do lets others in between its pieces', async () => {
  const org = await plannedOrg();
  for (const time of ['15:00', '15:01', '15:02']) {
    await org.as('张建国').says('新建活动 支委会');
    await org.as('张建国').presses('发出通知', { startsAt: `2026-12-04T${time}` });
  }
  await org.at('2026-12-04T14:59');
  const { org: one } = org.hosted;
  let changes = 0;
  const counting: Store = {
    ...one.store,
    change: (make) => {
      changes += 1;
      return one.store.change(make);
    },
  };
  await tick({ ...one, store: counting, clock: { ...one.clock, now: () => instantOf('2026-12-04T15:03') } });
  const [row] = org.store.read((db) =>
    db.all<{ n: number }>('select count(*) n from activities where started_at > 0'),
  );
  expect(row?.n).toBe(4);
  // To see what is due, to begin, each of the four that start, to end.
  expect(changes).toBeGreaterThanOrEqual(1 + 1 + 4 + 1);
});

test('a minute in which nothing falls due is one transaction, and every job knows of it', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-02T12:00');
  const { org: one } = org.hosted;
  const to = instantOf('2026-12-02T12:01');
  let changes = 0;
  const store: Store = {
    ...one.store,
    change: (make) => {
      changes += 1;
      return one.store.change(make);
    },
  };
  expect(await tick({ ...one, store, clock: { ...one.clock, now: () => to } })).toBe(true);
  expect(changes).toBe(1);
  const runs = org.store
    .read((db) => db.select().from(facts).all())
    .filter(({ name }) => name.startsWith('tick.'));
  expect(runs.map(({ value }) => Number(value))).toEqual(jobs.map(() => to));
});
