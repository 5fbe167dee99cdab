import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { dingTalkOrg, PLAN } from './org.ts';

const GROUP = 'cidFirstBranch==';

test('a theme day on DingTalk: the group is claimed, the day planned, checked in, excused, closed and summarised', async () => {
  const { ding, id, at, wait, fills } = await dingTalkOrg('2026-12-01T09:30', TWO_BRANCHES);
  const [zhang, liu, zhao] = [id('张建国'), id('刘洋'), id('赵敏')];

  await ding.says(zhang, '帮助', { group: GROUP, title: '第一党支部' });
  const asked = ding.messagesTo(GROUP)[0];
  if (!asked) throw new Error('nobody asked');
  await ding.press(asked, '是我们的群', liu);
  expect(ding.lastTo(liu).text).toContain('支部');
  await ding.press(asked, '是我们的群', zhang);

  await ding.says(zhang, '新建活动');
  const page = await fills(ding.lastTo(zhang).buttons, '发出通知', PLAN);
  expect(page).toContain('已安排在2026年12月4日（星期五）15:00');
  await wait(5);
  const board = ding.lastTo(GROUP);
  expect(board.text).toContain('应到');

  await ding.press(ding.lastTo(zhao), '请假', zhao);
  await fills(ding.lastTo(zhao).buttons, '提交请假', { reason: '出差' });
  await wait(5);
  await ding.press(ding.lastTo(zhang), '准假', zhang);
  await wait(5);
  expect(ding.lastTo(zhao).text).toContain('已准假');

  await at('2026-12-04T14:40');
  await ding.press(ding.lastTo(GROUP), '签到', liu);
  await wait(5);
  expect(ding.lastTo(liu).text).toContain('14:40');

  await at('2026-12-04T15:20');
  await ding.says(id('王磊'), '签到', { group: GROUP });
  await wait(5);
  expect(ding.lastTo(id('王磊')).text).toContain('15:20');

  await ding.says(zhang, '代签 全部');
  await at('2026-12-04T17:00');
  await ding.says(zhang, '结束活动');
  const closed = await fills(ding.lastTo(zhang).buttons, '结束活动', {
    minutes: '学习了条例。',
    resolutions: '下周交心得。',
  });
  expect(closed).toContain('活动已结束，记录已保存');
  await ding.says(zhang, '会议记录');
  expect(ding.lastTo(zhang).text).toContain('应到 7 人，实到 6 人');
  await ding.says(zhang, '汇总');
  expect(ding.lastTo(zhang).text).toContain('第一党支部');

  await at('2027-01-04T09:10');
  const alert = ding.lastTo(zhang);
  expect(alert.text).toContain('**2026年12月支委会**：已逾期');
  expect(alert.text).not.toContain('主题党日');
  await ding.press(alert, '新建活动：2026年12月支委会', zhang);
  expect(ding.lastTo(zhang).buttons.map(({ label }) => label)).toContain('发出通知');
});

test('thirty members press in the group: all are counted, each is answered alone, and the group is not flooded', async () => {
  const people = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`党员${n + 1}号`, {}]));
  const { ding, id, at, wait, fills } = await dingTalkOrg('2026-12-01T09:30', {
    甲支部: { kind: 'branch', people: { 钱进: { posts: ['secretary'] }, ...people } },
  });
  await ding.says(id('钱进'), '帮助', { group: GROUP, title: '甲支部' });
  await ding.press(ding.lastTo(GROUP), '是我们的群', id('钱进'));
  await ding.says(id('钱进'), '新建活动');
  await fills(ding.lastTo(id('钱进')).buttons, '发出通知', PLAN);
  await wait(10);
  expect(ding.metered()).toBeLessThan(6);
  await at('2026-12-04T14:45');
  const before = ding.messagesTo(GROUP).length;
  const board = ding.lastTo(GROUP);
  for (const name of Object.keys(people)) await ding.press(board, '签到', id(name));
  await wait(180);
  expect(ding.messagesTo(GROUP)).toHaveLength(before);
  for (const name of Object.keys(people)) expect(ding.lastTo(id(name)).text).toContain('已签到');
  await ding.says(id('钱进'), '名单');
  expect(ding.lastTo(id('钱进')).text).toMatch(/已签到 \*\*30\*\*/);
});

test('a stranger on DingTalk learns nothing, and is known after one press of the secretary', async () => {
  const { ding, id, fills } = await dingTalkOrg('2026-12-01T09:30', TWO_BRANCHES);
  await ding.says('stranger', '汇总');
  const asked = ding.lastTo('stranger');
  expect(asked.text).not.toContain('党支部：');
  await fills(asked.buttons, '提交', { name: '孙丽', unit: '第一党支部' });
  await ding.press(ding.lastTo(id('张建国')), '是本人', id('张建国'));
  await ding.says('stranger', '我的');
  expect(ding.lastTo('stranger').text).toContain('第一党支部');
});
