import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeAll, expect, inject, test } from 'vitest';
import { applyRoster } from '../../../src/people/roster/apply.ts';
import { planRoster } from '../../../src/people/roster/plan.ts';
import { readRoster } from '../../../src/people/roster/read.ts';
import { atTime } from '../../../src/time.ts';
import { BRANCH, COMMITTEE, csvOf } from '../../people/sheet.ts';
import {
  cardPress,
  challenge,
  message,
  type Payload,
  sealed,
  unsigned,
} from '../../platforms/lark/payloads.ts';
import { app, found, inside, stubOf } from './orgs.ts';

const ROSTER = csvOf([
  COMMITTEE,
  { ...BRANCH, 姓名: '张建国', 职务: '书记', 飞书ID: 'ou_zhang' },
  { ...BRANCH, 姓名: '刘洋', 飞书ID: 'ou_liu' },
]);

beforeAll(async () => {
  await found('main', {});
  const reading = await readRoster(new TextEncoder().encode(ROSTER), '名册.csv');
  await inside('main', (store) =>
    store.change((db) => {
      const day = '2026-12-01';
      applyRoster(db, atTime(day, '09:00'), 'operator', planRoster(db, reading, day));
    }),
  );
});

test('an encrypted and signed message is answered on Lark, once', async () => {
  const said = message('ou_liu', '帮助');
  expect((await deliver(said)).status).toBe(200);
  expect((await deliver(said)).status).toBe(200);
  await runDurableObjectAlarm(stubOf('main'));
  const answers = await shownTo('ou_liu');
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain('签到');
});

test('a press is answered in the response', async () => {
  const response = await deliver(cardPress('ou_liu', { command: 'help.show', input: {} }));
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('toast');
});

test('the address check is answered', async () => {
  const response = await app.request(unsigned(challenge('word')));
  expect(await response.json()).toEqual({ challenge: 'word' });
});

test('what Lark has not signed is refused', async () => {
  expect((await app.request(unsigned(message('ou_liu', '帮助')))).status).toBe(401);
});

function deliver(payload: Payload): Promise<Response> {
  return app.request(sealed(payload, { at: Date.now() }));
}

async function shownTo(id: string): Promise<{ to: string; text: string }[]> {
  const shown: { to: string; text: string }[] = await (await fetch(inject('shown'))).json();
  return shown.filter((one) => one.to === id);
}
