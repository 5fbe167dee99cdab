import { expect, onTestFinished, test } from 'vitest';
import { outbox } from '../../../db/schema/outbox.ts';
import { openLark } from '../../../src/platforms/lark/lark.ts';
import { openLarkSocket } from '../../../src/platforms/lark/socket.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { simulated } from '../simulated.ts';
import { larkOrg } from './org.ts';
import { cardPress, message } from './payloads.ts';

const MORNING = '2026-12-01T09:30';

async function connectedOrg() {
  const org = await larkOrg(MORNING, TWO_BRANCHES);
  const { appId, appSecret, domain } = org.lark.config;
  const lark = openLark({ mode: 'websocket', appId, appSecret, domain });
  const opened = org.lark.connected();
  const time = simulated(org.clock);
  const stop = await openLarkSocket(org.org, lark, time.waiting);
  onTestFinished(stop);
  return { ...org, time, wire: await opened, stop };
}

test('what is said comes over the long connection, and the answer goes out', async () => {
  const { lark, ou, wait } = await connectedOrg();
  expect((await lark.says(ou('刘洋'), '帮助')).status).toBe(200);
  await wait(1);
  expect(lark.lastTo(ou('刘洋')).text).toContain('签到');
});

test('a press is answered with its toast on the connection itself', async () => {
  const { lark, ou } = await connectedOrg();
  const answer = await lark.deliver(cardPress(ou('刘洋'), { command: 'no.such', input: {} }));
  expect(await answer.json()).toMatchObject({ toast: { type: 'warning' } });
});

test('an event in pieces, a character split between two, is one event', async () => {
  const { lark, ou, wire, wait } = await connectedOrg();
  for (const pieces of [2, 7, 50]) {
    expect(await wire.event(message(ou('刘洋'), '帮助'), pieces)).toEqual({ code: 200, data: undefined });
  }
  await wait(1);
  expect(lark.messagesTo(ou('刘洋'))).toHaveLength(3);
});

test('what could not be done is to be sent again', async () => {
  const { lark, ou } = await connectedOrg();
  await lark.sends(ou('管理员甲'), 'x.csv', 'x');
  lark.next({ code: 99991400, status: 429 });
  expect((await lark.sends(ou('管理员甲'), 'x.csv', 'x')).status).toBe(500);
});

test('what is not of Lark’s shape is not sent again, and is logged', async () => {
  const { wire, logged } = await connectedOrg();
  expect(await wire.event({ hello: 'world' })).toEqual({ code: 200, data: undefined });
  expect(logged.join()).toContain('lark.rejected');
});

test('a connection that was lost is opened again', async () => {
  const { lark, wire, ou, time } = await connectedOrg();
  const asleep = time.asleep();
  const again = lark.connected();
  wire.drop();
  await asleep;
  await time.pass(2 * SECOND, again);
  expect((await lark.says(ou('刘洋'), '帮助')).status).toBe(200);
});

test('an outage of an hour: no storm, all that was said meanwhile is done, and nothing is sent twice', async () => {
  const { lark, wire, ou, time, clock, wait, store } = await connectedOrg();
  const people = ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '孙丽', '周杰'].map(ou);
  const before = message(people[0] ?? '', '帮助');
  expect(await wire.event(before)).toMatchObject({ code: 200 });

  const from = clock.now();
  const asleep = time.asleep();
  lark.outage(true);
  await asleep;
  await wait(60);
  await time.pass(HOUR - MINUTE);
  const attempts = lark.calls
    .filter(({ path, at }) => path.includes('endpoint') && at > from)
    .map(({ at }) => at);
  expect(attempts.length).toBeGreaterThan(40);
  expect(attempts.slice(5).every((at, index) => at - (attempts[index + 4] ?? 0) >= MINUTE)).toBe(true);

  lark.outage(false);
  const again = lark.connected();
  await time.pass(2 * MINUTE, again);
  const burst = people.flatMap((by) => ['我的', '帮助', '还差什么'].map((text) => message(by, text)));
  const anew = await again;
  // What Lark is not sure of having been heard comes again, among all that was said since.
  const answers = await Promise.all([before, ...burst, ...burst.slice(0, 5)].map((one) => anew.event(one)));
  expect(answers.every(({ code }) => code === 200)).toBe(true);
  await wait(7_200);

  const replies = store
    .read((db) => db.select().from(outbox).all())
    .filter(({ key }) => key.startsWith('reply:'));
  expect(replies).toHaveLength(22);
  expect(replies.every(({ outcome }) => outcome === 'sent')).toBe(true);
  expect(people.flatMap((one) => lark.messagesTo(one))).toHaveLength(22);
});

test('a connection that is accepted and cut at once, again and again, is no storm', async () => {
  const { lark, time, clock } = await connectedOrg();
  const from = clock.now();
  for (let cut = 0; cut < 10; cut++) {
    const asleep = time.asleep();
    lark.outage(true);
    await asleep;
    lark.outage(false);
    const again = lark.connected();
    await time.pass(2 * MINUTE, again);
    await again;
  }
  const attempts = lark.calls
    .filter(({ path, at }) => path.includes('endpoint') && at > from)
    .map(({ at }) => at);
  expect(attempts).toHaveLength(10);
  expect(attempts.slice(5).every((at, index) => at - (attempts[index + 4] ?? 0) >= MINUTE)).toBe(true);
});

test('stopped is stopped', async () => {
  const { wire, stop } = await connectedOrg();
  stop();
  await wire.closed;
});

test('a wrong secret is logged without it', async () => {
  const { org, lark, logged, clock } = await larkOrg(MORNING);
  const wrong = openLark({
    mode: 'websocket',
    appId: lark.config.appId,
    appSecret: 'a-wrong-secret',
    domain: lark.config.domain,
  });
  const stop = await openLarkSocket(org, wrong, simulated(clock).waiting);
  onTestFinished(stop);
  await expect.poll(() => logged.join('\n')).toContain('Lark answers 514: auth failed');
  expect(logged.join('\n')).not.toContain('a-wrong-secret');
});
