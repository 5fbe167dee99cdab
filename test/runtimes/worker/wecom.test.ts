import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeAll, expect, inject, test } from 'vitest';
import { applyRoster } from '../../../src/people/roster/apply.ts';
import { planRoster } from '../../../src/people/roster/plan.ts';
import { readRoster } from '../../../src/people/roster/read.ts';
import { atTime } from '../../../src/time.ts';
import { BRANCH, COMMITTEE, csvOf } from '../../people/sheet.ts';
import { check, press, sealed, text } from '../../platforms/wecom/payloads.ts';
import { app, inside, stubOf } from './orgs.ts';

const HOOK = 'http://zhibu.test/hooks/firm/wecom';
const ROSTER = csvOf([COMMITTEE, { ...BRANCH, 姓名: '周敏', 职务: '书记', 企业微信ID: 'ZhouMin' }]);

beforeAll(async () => {
  const reading = await readRoster(new TextEncoder().encode(ROSTER), '名册.csv');
  await inside('firm', (store) =>
    store.change((db) => {
      const day = '2026-12-01';
      applyRoster(db, atTime(day, '09:00'), 'operator', planRoster(db, reading, day));
    }),
  );
});

function at() {
  return { at: Date.now(), hook: HOOK };
}

test('a sealed message is answered on WeCom, once', async () => {
  const said = text('ZhouMin', '帮助', { id: '7000000000000000001' });
  for (let time = 0; time < 2; time++) expect((await app.request(sealed(said, at()))).status).toBe(200);
  await runDurableObjectAlarm(stubOf('firm'));
  const answers = await shownTo('ZhouMin');
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain('签到');
});

test('a press is answered, and what came of it is said', async () => {
  const response = await app.request(sealed(press('ZhouMin', 'long-ago', '{"c":"no.such"}'), at()));
  expect([response.status, await response.text()]).toEqual([200, '']);
  await runDurableObjectAlarm(stubOf('firm'));
  expect((await shownTo('ZhouMin')).at(-1)?.text).toContain('这个按钮已经不用了');
});

test('a form is filled in in a browser, which finds the object by its link', async () => {
  expect(
    (await app.request(sealed(text('ZhouMin', '反馈', { id: '7000000000000000002' }), at()))).status,
  ).toBe(200);
  await runDurableObjectAlarm(stubOf('firm'));
  const [link = ''] = /\/form\/firm\.[\w.-]+/.exec(JSON.stringify((await shownTo('ZhouMin')).at(-1))) ?? [];
  const page = await app.request(`http://zhibu.test${link}`);
  expect([page.status, (await page.text()).includes('意见建议')]).toEqual([200, true]);
  const body = new URLSearchParams({ 'f.text': '希望早一点通知' });
  const sent = await app.request(`http://zhibu.test${link}`, { method: 'POST', body, redirect: 'manual' });
  // Nobody else is there who could read it.
  expect([sent.status, (await sent.text()).includes('还没有党务干部能收到反馈')]).toEqual([422, true]);
  expect((await app.request(`http://zhibu.test${link.replace('firm', 'nowhere')}`)).status).toBe(404);
});

test('the address check is answered', async () => {
  expect(await (await app.request(check('1616140317555161061', at()))).text()).toBe('1616140317555161061');
});

test('what WeCom has not signed is refused', async () => {
  const forged = sealed(text('ZhouMin', '帮助'), { ...at(), query: { msg_signature: '0'.repeat(40) } });
  expect((await app.request(forged)).status).toBe(401);
});

async function shownTo(id: string): Promise<{ to: string; text: string }[]> {
  const shown: { to: string; text: string }[] = await (await fetch(inject('shown'))).json();
  return shown.filter((one) => one.to === id);
}
