import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeAll, expect, inject, test } from 'vitest';
import { applyRoster } from '../../../src/people/roster/apply.ts';
import { planRoster } from '../../../src/people/roster/plan.ts';
import { readRoster } from '../../../src/people/roster/read.ts';
import { createSeal } from '../../../src/platforms/seal.ts';
import { atTime } from '../../../src/time.ts';
import { BRANCH, COMMITTEE, csvOf } from '../../people/sheet.ts';
import { keys, posted, said, sealed, signed } from '../../platforms/dingtalk/payloads.ts';
import { app, inside, stubOf } from './orgs.ts';

const HOOK = 'http://zhibu.test/hooks/ding/dingtalk';
const ROSTER = csvOf([COMMITTEE, { ...BRANCH, 姓名: '周敏', 职务: '书记', 钉钉ID: 'staffzhou' }]);

beforeAll(async () => {
  const reading = await readRoster(new TextEncoder().encode(ROSTER), '名册.csv');
  await inside('ding', (store) =>
    store.change((db) => {
      const day = '2026-12-01';
      applyRoster(db, atTime(day, '09:00'), 'operator', planRoster(db, reading, day));
    }),
  );
});

test('a signed message is answered on DingTalk, once', async () => {
  const message = said('staffzhou', '帮助', { id: 'worker-help' });
  for (let time = 0; time < 2; time++)
    expect((await app.request(signed(message, { at: Date.now(), url: HOOK }))).status).toBe(200);
  await runDurableObjectAlarm(stubOf('ding'));
  const answers = await shownTo('staffzhou');
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain('签到');
});

test('the address check is answered with the sealed word success', async () => {
  const response = await app.request(sealed({ EventType: 'check_url' }, { at: Date.now(), url: HOOK }));
  const { encrypt }: { encrypt: string } = await response.json();
  const opened = createSeal(keys.aesKey, 'AES_KEY').open(encrypt);
  expect(new TextDecoder().decode(opened.message)).toBe('success');
});

test('what DingTalk has not signed is refused', async () => {
  expect((await app.request(posted(said('staffzhou', '帮助'), HOOK))).status).toBe(401);
});

async function shownTo(id: string): Promise<{ to: string; text: string }[]> {
  const shown: { to: string; text: string }[] = await (await fetch(inject('shown'))).json();
  return shown.filter((one) => one.to === id);
}
