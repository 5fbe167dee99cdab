import { expect, onTestFinished, test } from 'vitest';
import { outbox } from '../../../db/schema/outbox.ts';
import { deliver } from '../../../src/deliver.ts';
import { pause } from '../../../src/platforms/again.ts';
import { type Line, openDingTalkStream } from '../../../src/platforms/dingtalk/stream.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { simulated } from '../simulated.ts';
import type { FakeOptions } from './fake.ts';
import { dingTalkOrg } from './org.ts';
import { said } from './payloads.ts';
import { ROBOT } from './stream.ts';

const MORNING = '2026-12-01T09:30';

function simulatedLine(clock: Parameters<typeof simulated>[0]) {
  const { waiting, ...time } = simulated(clock);
  const line: Line = { ...waiting, connect: (url) => new WebSocket(url) };
  return { line, ...time };
}

async function streamed(options: FakeOptions = {}) {
  const org = await dingTalkOrg(MORNING, TWO_BRANCHES, {
    ...options,
    config: ({ token: _token, aesKey: _aesKey, ...config }) => ({ ...config, mode: 'stream' }),
  });
  const { dingtalk } = org.hosted;
  if (!dingtalk) throw new Error('not on DingTalk');
  const time = simulatedLine(org.clock);
  const connected = org.ding.streams.connected();
  const asleep = time.asleep();
  const stop = openDingTalkStream(org.org, dingtalk, time.line);
  onTestFinished(stop);
  await connected;
  await asleep;
  return { ...org, time, stop, streams: org.ding.streams };
}

test('what is said comes over the stream and is acknowledged, and the answer goes out', async () => {
  const { ding, org, id } = await streamed();
  expect((await ding.says(id('刘洋'), '帮助')).status).toBe(200);
  await deliver(org);
  expect(ding.lastTo(id('刘洋')).text).toContain('签到');
});

test('a ping is answered with what it carried, and so is any other word of the system', async () => {
  const { streams } = await streamed();
  const answer = await streams.system('ping', { opaque: '123-dsfs' });
  expect(await answer.json()).toEqual({ opaque: '123-dsfs' });
  expect((await streams.system('KEEPALIVE', {})).status).toBe(200);
});

test('a person who left is taken from the account, once however often it is said', async () => {
  const { streams, id, store, org, ding } = await streamed();
  const gone = () =>
    streams.event('user_leave_org', { timeStamp: '1685501863357', userId: [id('刘洋')] }, 'e1');
  expect(await (await gone()).json()).toEqual({ status: 'SUCCESS', message: 'success' });
  await gone();
  await deliver(org);
  expect(ding.messagesTo(id('张建国')).map(({ title }) => title)).toEqual(['刘洋已不在本单位的钉钉里']);
  expect(store.read((db) => db.query.audit.findMany().sync()).map(({ action }) => action)).toEqual([
    'account.departed',
  ]);
});

test('what is no frame, or not of DingTalk’s shape, is logged and not asked for again', async () => {
  const { streams, logged } = await streamed();
  const answer = await streams.frame({
    type: 'CALLBACK',
    headers: { topic: ROBOT, messageId: 'm1' },
    data: '{"hello":"world"}',
  });
  expect(answer.status).toBe(200);
  expect(logged.join()).toContain('dingtalk.rejected');
  expect(
    (await streams.frame({ type: 'CALLBACK', headers: { topic: '/x', messageId: 'm2' }, data: '{}' })).status,
  ).toBe(200);
  expect((await streams.event('org_dept_create', { deptId: [1] })).status).toBe(200);
});

test('what could not be done is to be sent again', async () => {
  const { ding, id } = await streamed();
  ding.next({ status: 503, code: 'ServiceUnavailable' });
  expect((await ding.sends(id('管理员甲'), '名册.csv', new TextEncoder().encode('x'))).status).toBe(500);
});

test('an announced end opens the next connection before the last one closes', async () => {
  const { streams, time, ding, id } = await streamed();
  const again = streams.connected();
  const asleep = time.asleep();
  streams.disconnect();
  await asleep;
  await time.pass(SECOND);
  await again;
  expect(streams.attempts).toHaveLength(2);
  expect((await ding.says(id('刘洋'), '帮助')).status).toBe(200);
});

test('a connection that falls silent is taken for dead', async () => {
  const { streams, time } = await streamed();
  await time.pass(2 * MINUTE);
  await streams.system('ping', { opaque: '1' });
  await time.pass(2 * MINUTE);
  expect(streams.attempts).toHaveLength(1);
  const again = streams.connected();
  await time.pass(MINUTE + 2 * SECOND);
  await again;
  expect(streams.attempts).toHaveLength(2);
});

test('stopped is stopped, and a wrong secret is logged without it', async () => {
  const { stop, streams, time } = await streamed();
  stop();
  await expect.poll(() => streams.isOpen()).toBe(false);
  await time.pass(HOUR);
  expect(streams.attempts).toHaveLength(1);

  const { logged, hosted, org, clock } = await dingTalkOrg(
    MORNING,
    {},
    {
      config: (config) => ({ ...config, mode: 'stream', clientSecret: 'a-wrong-secret' }),
    },
  );
  if (!hosted.dingtalk) throw new Error('not on DingTalk');
  const other = simulatedLine(clock);
  const asleep = other.asleep();
  onTestFinished(openDingTalkStream(org, hosted.dingtalk, other.line));
  await asleep;
  expect(logged.join('\n')).toContain('DingTalk answers authFailed');
  expect(logged.join('\n')).not.toContain('a-wrong-secret');
});

test('an outage of an hour: no storm, all that was said meanwhile is done, and nothing is sent twice', async () => {
  const { ding, streams, time, org, id, clock, store, wait } = await streamed();
  const people = ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '孙丽', '周杰'].map(id);
  const lost = streams.callback(ROBOT, said(people[0] ?? '', '帮助', { id: 'said-before' }));
  await streams.frame(lost);
  await deliver(org);

  const down = time.asleep();
  streams.outage(true);
  await down;
  const from = clock.now();
  // What DingTalk never saw acknowledged comes again, among all that was said since.
  streams.queue(lost);
  for (const [index, by] of people.entries())
    for (const text of ['我的', '帮助', '还差什么'])
      streams.queue(streams.callback(ROBOT, said(by, text, { id: `said-${index}-${text}` })));
  await time.pass(HOUR);

  const attempts = streams.attempts.filter((at) => at > from);
  expect(attempts.length).toBeGreaterThan(40);
  expect(attempts.slice(5).every((at, index) => at - (attempts[index + 4] ?? 0) >= MINUTE)).toBe(true);

  streams.outage(false);
  const again = streams.connected();
  await time.pass(2 * MINUTE);
  await again;
  await expect.poll(() => streams.unacknowledged()).toBe(0);
  await wait(120);

  const keys = store.read((db) => db.select().from(outbox).all()).map(({ key }) => key);
  expect(keys.filter((key) => key.startsWith('reply:'))).toHaveLength(22);
  expect(ding.shown).toHaveLength(22);
  expect(new Set(ding.messagesTo(people[3] ?? '').map(({ title }) => title)).size).toBe(3);
});

test('the pauses grow, are spread, and are a minute or more after the fifth', () => {
  expect([0, 1, 2, 3, 4].map((failures) => pause(failures, 1) / SECOND)).toEqual([1, 2, 4, 8, 16]);
  expect(pause(0, 0)).toBe(SECOND / 2);
  for (const failures of [5, 6, 100]) expect(pause(failures, 0)).toBe(MINUTE);
  expect(pause(5, 1)).toBe(1.5 * MINUTE);
});
