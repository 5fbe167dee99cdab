import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { type Found, TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

const TOWN: Found = {
  机关工委: {
    kind: 'organsWorkCommittee',
    people: { 高远: { posts: ['secretary'] }, 管理员甲: { posts: ['administrator'], only: 'post' } },
  },
  ...Object.fromEntries(Object.entries(TWO_BRANCHES).slice(1)),
  '机关工委/第一党支部/第一党小组': {
    kind: 'memberGroup',
    people: { 刘洋: { posts: ['groupLeader'] }, 赵敏: {} },
  },
};

test('whoever oversees a branch reads its minutes without keeping them', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T17:01');
  const read = await org.as('王磊').says('会议记录');
  expect(read.text).toContain('主题党日会议记录');
  expect(read.messages.at(-1)?.actions.map(({ label }) => label)).toEqual(['导出记录', '导出签到表']);
  expect((await org.as('刘洋').says('会议记录')).toast?.text).toContain('书记或组织委员');
});

test('a group’s leader reads the minutes of the group, and of nothing else', async () => {
  const org = await testOrg('2026-12-01T09:30', TOWN);
  await plan(org, THEME_DAY);
  await org.as('刘洋').says('新建活动');
  await org.as('刘洋').presses('发出通知', { kinds: ['groupMeeting'], startsAt: '2026-12-03T15:00' });
  await org.at('2026-12-04T17:01');
  expect((await org.as('刘洋').says('会议记录')).text).toContain('党小组会会议记录');
});

test('a committee’s secretary is not offered what its branches organise', async () => {
  const org = await testOrg('2026-12-01T09:30', TOWN);
  await plan(org, THEME_DAY);
  for (const word of ['名单', '改期', '取消活动', '代签'])
    expect((await org.as('高远').says(word)).toast?.text).toBe('没有正在筹备或进行的活动。');
  await org.at('2026-12-04T17:01');
  expect((await org.as('高远').says('更正')).toast?.text).toBe('还没有开过的活动。');
  expect((await org.as('高远').says('会议记录')).text).toContain('组织：第一党支部');
});

test('activities of several units are offered with the names of the units', async () => {
  const org = await testOrg('2026-12-01T09:30', TOWN);
  await plan(org, THEME_DAY);
  await plan(org, THEME_DAY, '郑强');
  const choice = (await org.as('管理员甲').says('名单')).messages.at(-1);
  expect(choice?.actions.map(({ label }) => label)).toEqual([
    '12月4日 15:00 主题党日（第一党支部）',
    '12月4日 15:00 主题党日（第二党支部）',
  ]);
});

test('名单 shows the last activity where none is going on', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T15:05');
  await org.as('张建国').says('代签 全部');
  await org.as('张建国').says('结束活动');
  await org.as('张建国').presses('结束活动', {});
  expect((await org.as('张建国').says('名单')).text).toContain('应到 7，实到 7');
});
