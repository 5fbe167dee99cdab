import { describe, expect, test } from 'vitest';
import { plannedOrg } from './planned.ts';

describe('asking for leave', () => {
  test('again before it is decided is one card for the secretary, with the last reason', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.as('赵敏').says('请假，出差到十号');
    await org.at('2026-12-01T09:31');
    const asked = (await org.as('张建国').messages()).filter((one) => one.text.startsWith('赵敏同志请假'));
    expect(asked.map(({ text }) => text)).toEqual([expect.stringContaining('事由：出差到十号')]);
    await org.as('张建国').presses('不准');
    await org.as('赵敏').says('请假 家人住院');
    expect(await org.as('张建国').finds('家人住院')).toBeDefined();
  });

  test('needs no second tap while it waits: the card offers it no more', async () => {
    const org = await plannedOrg();
    const asked = await org.as('赵敏').says('请假 出差');
    const card = asked.messages.find((one) => one.chat === null);
    expect(card?.text).toContain('请假待批');
    expect(card?.actions).toEqual([]);
  });

  test('is overtaken by coming', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 可能出差');
    const asked = await org.as('张建国').finds('赵敏同志请假');
    await org.at('2026-12-04T14:40');
    await org.as('赵敏').says('签到');
    await org.at('2026-12-04T14:41');
    expect((await org.as('张建国').finds('赵敏同志请假'))?.text).toContain('已到会，不用批了');
    if (!asked) throw new Error('nobody was asked');
    const late = await org.as('张建国').pressesOn(asked, '准假');
    expect(late.toast?.text).toBe('这位同志已经到会，不用批假了。');
  });

  test('is overtaken by cancelling: a late tap on the old card grants nothing, and nobody hears of it twice', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    const asked = await org.as('张建国').finds('赵敏同志请假');
    if (!asked) throw new Error('nobody was asked');
    await org.as('张建国').says('取消活动');
    await org.as('张建国').presses('确认取消', { reason: '停电' });
    const told = await org.as('赵敏').messages();
    const late = await org.as('张建国').pressesOn(asked, '准假');
    expect(late.toast?.text).toBe('这次活动已经取消，不用批假了。');
    expect(await org.as('赵敏').messages()).toHaveLength(told.length);
  });

  test('is not coming: 代签 全部 leaves out who waits for an answer, and the close says so', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.at('2026-12-04T15:05');
    const form = (await org.as('张建国').says('代签')).messages.at(-1)?.form;
    expect(form?.find((field) => field.name === 'all')?.label).toBe('没请假的 6 人全部到会');
    expect((await org.as('张建国').says('代签 全部')).toast?.text).toBe('已代签 6 人。');
    const close = await org.as('张建国').says('结束活动');
    expect(close.text).toContain('应到 7，实到 6，请假 0；请假还没有批：赵敏。');
  });
});

test('what a card has said gives way to what came after it', async () => {
  const org = await plannedOrg();
  await org.as('赵敏').says('请假 出差');
  await org.as('张建国').presses('准假');
  const told = await org.as('赵敏').finds(/^已准假/);
  await org.at('2026-12-04T14:40');
  await org.as('赵敏').says('签到');
  await org.at('2026-12-04T14:41');
  const now = (await org.as('赵敏').messages()).find((one) => one.id === told?.id);
  expect(now?.text).toMatch(/^主题党日/);
  expect(now?.text).toContain('14:40 已签到');
});

test('a 补学 that was sent back can be handed in again', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T17:01');
  await org.as('赵敏').says('补学 看了视频');
  await org.as('赵敏').presses('提交补学');
  await org.as('张建国').presses('退回');
  expect((await org.as('赵敏').says('我的')).text).toContain('待补学：12月4日主题党日');
  await org.as('赵敏').says('补学 看了视频，写了体会');
  expect((await org.as('赵敏').presses('提交补学')).toast?.text).toBe('已报书记确认。');
  expect((await org.as('赵敏').says('我的')).text).not.toContain('待补学');
  expect((await org.as('张建国').presses('确认')).toast?.text).toBe('已确认补学。');
});
