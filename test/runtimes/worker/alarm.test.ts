import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { instantOf, MINUTE, SECOND, type WallTime, wallTime } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { found, inside, objectOf, stubOf } from './orgs.ts';

const app = objectOf('yard');

// The machine's clock stands in a future in which no alarm goes off by itself.
const NOW = '2099-12-01T10:00';

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: instantOf(NOW) });
  await found('yard', TWO_BRANCHES);
});

afterEach(() => {
  vi.useRealTimers();
});

const alarm = () => inside('yard', (_, { storage }) => storage.getAlarm());

/** Lets time pass from alarm to alarm. → when they went off */
async function passTo(wall: WallTime): Promise<WallTime[]> {
  const went: WallTime[] = [];
  for (let at = await alarm(); at !== null && at <= instantOf(wall); at = await alarm()) {
    expect(at).toBeGreaterThan(went.length > 0 ? Date.now() : 0);
    expect(went.length).toBeLessThan(60);
    vi.setSystemTime(Math.max(at, Date.now()));
    await runDurableObjectAlarm(stubOf('yard'));
    went.push(wallTime(at));
  }
  vi.setSystemTime(instantOf(wall));
  return went;
}

async function planThemeDay(): Promise<void> {
  await talkAs(app, '张建国').says('新建活动');
  await talkAs(app, '张建国').presses('发出通知', {
    kinds: ['themeDay'],
    startsAt: '2099-12-04T15:00',
    place: '三楼会议室',
    theme: '学习党纪',
    agenda: '集中学习、讨论',
  });
}

test('the alarm goes off when something is due, and the time between is quiet', async () => {
  await planThemeDay();
  const went = await passTo('2099-12-04T15:00');
  expect(went).toContain('2099-12-04T14:30');
  expect(went.at(-1)).toBe('2099-12-04T15:00');
  expect(went.length).toBeLessThan(30);
  const board = (await talkAs(app, '刘洋').messages()).find(({ chat }) => chat === '第一党支部');
  expect(board?.text).toMatch(/应到 7/);
});

test('after anything that happens the alarm is at most a minute away, for the object may go down', async () => {
  await passTo('2099-12-01T10:30');
  await talkAs(app, '刘洋').says('帮助');
  expect(await alarm()).toBeLessThanOrEqual(Date.now() + MINUTE);
});

test('an alarm that goes off twice says nothing twice', async () => {
  await planThemeDay();
  await passTo('2099-12-04T14:30');
  await runDurableObjectAlarm(stubOf('yard'));
  const before = await talkAs(app, '刘洋').messages();
  await runDurableObjectAlarm(stubOf('yard'));
  expect(await talkAs(app, '刘洋').messages()).toEqual(before);
});

test('a job that fails is tried again in a minute, from where it was', async () => {
  await planThemeDay();
  await passTo('2099-12-04T14:00');
  await inside('yard', (_, { storage }) =>
    storage.sql.exec('alter table activities rename to gone').toArray(),
  );
  vi.setSystemTime(instantOf('2099-12-04T15:00'));
  await runDurableObjectAlarm(stubOf('yard'));
  expect(await alarm()).toBe(Date.now() + MINUTE);
  await inside('yard', (_, { storage }) =>
    storage.sql.exec('alter table gone rename to activities').toArray(),
  );
  vi.setSystemTime(Date.now() + MINUTE);
  await runDurableObjectAlarm(stubOf('yard'));
  const started = await inside('yard', (_, { storage }) =>
    storage.sql.exec('select started_at from activities').toArray(),
  );
  expect(started).toEqual([{ started_at: Date.now() }]);
  // Its cards are drawn anew as soon as they may be.
  expect(await alarm()).toBe(Date.now() + SECOND);
});
