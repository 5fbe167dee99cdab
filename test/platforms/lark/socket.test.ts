import { expect, onTestFinished, test } from 'vitest';
import { openLark } from '../../../src/platforms/lark/lark.ts';
import { openLarkSocket } from '../../../src/platforms/lark/socket.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { larkOrg } from './org.ts';
import { cardPress, message } from './payloads.ts';

const MORNING = '2026-12-01T09:30';

async function connectedOrg() {
  const org = await larkOrg(MORNING, TWO_BRANCHES);
  const { appId, appSecret, domain } = org.lark.config;
  const lark = openLark({ mode: 'websocket', appId, appSecret, domain });
  const opened = org.lark.connected();
  const stop = await openLarkSocket(org.org, lark);
  onTestFinished(stop);
  return { ...org, wire: await opened, stop };
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
  await lark.sends(ou('刘洋'), 'x.csv', 'x');
  lark.next({ code: 99991400, status: 429 });
  expect((await lark.sends(ou('刘洋'), 'x.csv', 'x')).status).toBe(500);
});

test('what is not of Lark’s shape is not sent again, and is logged', async () => {
  const { wire, logged } = await connectedOrg();
  expect(await wire.event({ hello: 'world' })).toEqual({ code: 200, data: undefined });
  expect(logged.join()).toContain('lark.rejected');
});

test('a connection that was lost is opened again', async () => {
  const { lark, wire, ou } = await connectedOrg();
  const again = lark.connected();
  wire.drop();
  await again;
  expect((await lark.says(ou('刘洋'), '帮助')).status).toBe(200);
});

test('stopped is stopped', async () => {
  const { wire, stop } = await connectedOrg();
  stop();
  await wire.closed;
});

test('a wrong secret is logged without it', async () => {
  const { org, lark, logged } = await larkOrg(MORNING);
  const wrong = openLark({
    mode: 'websocket',
    appId: lark.config.appId,
    appSecret: 'a-wrong-secret',
    domain: lark.config.domain,
  });
  const stop = await openLarkSocket(org, wrong);
  onTestFinished(stop);
  await expect.poll(() => logged.join('\n')).toContain('Lark answers 514: auth failed');
  expect(logged.join('\n')).not.toContain('a-wrong-secret');
});
