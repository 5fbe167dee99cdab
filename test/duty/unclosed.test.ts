import { expect, test } from 'vitest';
import type { TestOrg } from '../helpers/org.ts';
import { held, PLANNED, RETIRED, recordedTown } from './held.ts';

const WORD = '11月18日已开展，还没有登记到会和结束活动';

test('the digest of what is overdue ends the gathering that was held, with one button for it', async () => {
  const org = await forgotten();
  await org.at('2026-12-01T09:30');
  const told = (await org.as('郑强').messages()).filter(({ text }) => text.includes('11月主题党日'));
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain(`11月主题党日：已逾期。${WORD}`);
  const labels = told[0]?.actions.map(({ label }) => label) ?? [];
  expect(labels).toContain('结束活动：11月18日 主题党日');
  expect(labels.some((label) => label.startsWith('新建活动：11月主题党日'))).toBe(false);
});

test('two lines of one digest that ask for the same thing share a button', async () => {
  const org = await forgotten('2026-11-29');
  await org.at('2026-12-01T09:30');
  const told = await org.as('郑强').finds('11月主题党日：已逾期');
  expect(told?.text).toContain('11月29日 主题党日：还没有会议记录');
  const labels = told?.actions.map(({ label }) => label) ?? [];
  expect(labels.filter((label) => label === '结束活动：11月29日 主题党日')).toHaveLength(1);
});

test('还差什么 says so too, and after 代签 it is done', async () => {
  const org = await forgotten();
  await org.at('2026-11-19T10:00');
  const owed = await org.as('郑强').says('还差什么');
  expect(owed.text).toContain(`11月主题党日：${WORD}`);
  expect(owed.messages.at(-1)?.actions[0]?.label).toBe('结束活动：11月18日 主题党日');
  await org.as('郑强').presses('新建活动');
  const form = (await org.as('郑强').messages()).findLast((message) => message.form);
  expect(form?.form?.find(({ name }) => name === 'kinds')?.value).not.toContain('themeDay');
  await org.as('郑强').says('代签 全部');
  await org.as('郑强').pressesOn(owed.messages.at(-1) ?? never(), '结束活动：11月18日 主题党日');
  await org.as('郑强').presses('结束活动', {});
  expect((await org.as('郑强').says('还差什么')).text).toContain('11月主题党日：已完成（11月18日）');
});

test('what was overdue before can be entered afterwards or put off from 还差什么', async () => {
  const org = await recordedTown('2026-12-02T10:00', '2026-11-01');
  const owed = await org.as('郑强').says('还差什么');
  expect(owed.text).toContain('此前逾期：11月主题党日');
  const labels = owed.messages.at(-1)?.actions.map(({ label }) => label);
  expect(labels).toContain('补录：11月主题党日');
  expect(labels?.at(-1)).toBe('暂缓');
  await org.as('郑强').presses('补录：11月主题党日');
  const form = (await org.as('郑强').messages()).findLast((message) => message.form);
  expect(form?.form?.find(({ name }) => name === 'kinds')?.value).toEqual(['themeDay']);
  await org.as('郑强').says('还差什么');
  expect((await org.as('郑强').presses('暂缓')).text).toContain('11月主题党日：已逾期');
});

test('a committee that looks is offered neither', async () => {
  const org = await recordedTown('2026-12-02T10:00', '2026-11-01');
  const owed = await org.as('何书记').says('还差什么 退休党支部');
  expect(owed.messages.at(-1)?.actions).toEqual([]);
});

/** A theme day that nobody ended: nobody is on record as having come. */
async function forgotten(day = '2026-11-18'): Promise<TestOrg> {
  const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
  await org.store.change((db) => void held(db, RETIRED, day, ['themeDay'], PLANNED));
  return org;
}

function never(): never {
  throw new Error('nothing was answered');
}
