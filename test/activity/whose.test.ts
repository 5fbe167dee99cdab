import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

const NOW = '2026-12-01T09:30';

test('an administrator is asked whose activity it is, and then offered that branch’s people', async () => {
  const org = await testOrg(NOW, TWO_BRANCHES);
  const admin = org.as('管理员甲');
  const [asked] = (await admin.says('新建活动 主题党日')).messages;
  const unit = asked?.form?.find(({ name }) => name === 'unit');
  expect(unit?.options?.map(({ label }) => label)).toEqual(['机关工委', '第一党支部', '第二党支部']);
  expect(unit?.value).toBe(unit?.options?.[1]?.value);
  await admin.presses('下一步', { unit: unit?.options?.[2]?.value });
  const form = (await admin.messages()).findLast(({ actions }) =>
    actions.some(({ label }) => label === '发出通知'),
  );
  expect(form?.text).toContain('第二党支部');
  expect(form?.form?.find(({ name }) => name === 'kinds')?.value).toEqual(['themeDay']);
  expect(form?.form?.find(({ name }) => name === 'host')?.options?.map(({ label }) => label)).toContain(
    '郑强',
  );
  await admin.presses('发出通知', { kinds: ['themeDay'], startsAt: '2026-12-04T15:00', place: '会议室' });
  expect(await org.as('冯雪').finds('会议室')).toBeDefined();
});

test('a branch’s secretary is asked nothing of the kind', async () => {
  const org = await testOrg(NOW, TWO_BRANCHES);
  const [form] = (await org.as('张建国').says('新建活动')).messages;
  expect(form?.actions.map(({ label }) => label)).toEqual(['发出通知']);
});
