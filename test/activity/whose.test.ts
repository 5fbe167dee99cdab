import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

const NOW = '2026-12-01T09:30';
const NOT_THEIRS = '这件事由本支部的书记或组织委员来做，需要时请联系他们。';

test('a post that ended between card and tap is a post no more: plan, leave, list and minutes alike', async () => {
  const org = await plannedOrg();
  await org.as('赵敏').says('请假 出差');
  const zhang = org.as('张建国');
  const leave = await zhang.finds('赵敏同志请假');
  const form = (await zhang.says('新建活动')).messages.at(-1);
  await org.at('2026-12-04T15:10');
  const proxy = (await zhang.says('代签')).messages.at(-1);
  const close = (await zhang.says('结束活动')).messages.at(-1);
  await org.store.change((db) => void db.run("update posts set ended = '2026-12-04' where person = 3"));
  const taps = [
    [form, '发出通知', { ...THEME_DAY, startsAt: '2026-12-11T15:00' }],
    [leave, '准假', {}],
    [proxy, '确认代签', { all: true }],
    [close, '结束活动', { minutes: '学习' }],
  ] as const;
  for (const [card, label, filled] of taps) {
    if (!card) throw new Error(`no card with ${label}`);
    const { toast } = await zhang.pressesOn(card, label, filled);
    expect({ label, said: toast?.text }).toEqual({ label, said: NOT_THEIRS });
  }
  expect(org.store.read((db) => db.all('select id from activities where closed_at is null'))).toHaveLength(1);
  expect(org.store.read((db) => db.all('select * from attendance where present_at is not null'))).toEqual([]);
});

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

test('of many that were never closed the nearest are offered, and how many more there are', async () => {
  const org = await plannedOrg();
  for (const day of ['05', '06', '07', '08', '09', '10', '11'])
    await plan(org, { ...THEME_DAY, startsAt: `2026-12-${day}T15:00` });
  await org.at('2026-12-11T15:05');
  const asked = (await org.as('张建国').says('结束活动')).messages.at(-1);
  const days = asked?.actions.map(({ label }) => label.split(' ')[0]);
  expect(days).toEqual([6, 7, 8, 9, 10, 11].map((day) => `12月${day}日`));
  expect(asked?.text).toContain('另有 2 次没有列出');
});

test('a branch’s secretary is asked nothing of the kind', async () => {
  const org = await testOrg(NOW, TWO_BRANCHES);
  const [form] = (await org.as('张建国').says('新建活动')).messages;
  expect(form?.actions.map(({ label }) => label)).toEqual(['发出通知']);
});
