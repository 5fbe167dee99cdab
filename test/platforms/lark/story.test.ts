import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { larkOrg } from './org.ts';

const GROUP = 'oc_first_branch';

const PLAN = {
  kinds: ['主题党日'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};

test('a theme day on Lark: the group is claimed, the day planned, checked in, excused, closed, recorded and summarised', async () => {
  const { lark, ou, at, wait } = await larkOrg('2026-12-01T09:30', TWO_BRANCHES);
  const [zhang, liu, zhao] = [ou('张建国'), ou('刘洋'), ou('赵敏')];

  await lark.added(GROUP, '第一党支部');
  expect((await lark.press(lark.lastTo(GROUP), '是我们的群', { by: liu })).toast?.type).toBe('warning');
  await lark.press(lark.lastTo(GROUP), '是我们的群', { by: zhang });

  await lark.says(zhang, '新建活动');
  const planned = await lark.press(lark.lastTo(zhang), '发出通知', { by: zhang, form: PLAN });
  expect(planned.toast?.content).toBe('已安排在2026年12月4日（星期五）15:00，通知已发出。');
  expect(planned.text).toContain('五项已齐');
  const board = lark.lastTo(GROUP);
  expect(board.text).toContain('应到');

  await lark.press(lark.lastTo(zhao), '请假', { by: zhao });
  await lark.press(lark.lastTo(zhao), '提交请假', { by: zhao, form: { reason: '出差' } });
  expect((await lark.press(lark.lastTo(zhang), '准假', { by: zhang })).toast?.content).toBe('已准假。');
  expect(lark.lastTo(zhao).text).toContain('已准假');

  await at('2026-12-04T14:40');
  const tapped = await lark.press(board, '签到', { by: liu });
  expect(tapped.toast).toEqual({ type: 'success', content: '已签到（14:40）。' });
  const own = lark.messagesTo(liu).find((one) => one.text.includes('我的情况'));
  expect((await lark.press(own ?? '', '请假', { by: liu })).toast?.content).toBe('您已经签到了，不用请假。');
  await wait(2);
  expect(lark.messagesTo(GROUP).at(-1)?.text).toMatch(/1\n已签到/);

  await at('2026-12-04T15:20');
  await lark.says(ou('王磊'), '签到', { chat: GROUP });
  expect(lark.lastTo(ou('王磊')).text).toContain('15:20');

  await lark.says(zhang, '代签 全部');
  await at('2026-12-04T17:00');
  await lark.says(zhang, '结束活动');
  const closed = await lark.press(lark.lastTo(zhang), '结束活动', {
    by: zhang,
    form: { minutes: '学习了条例。', resolutions: '下周交心得。' },
  });
  expect(closed.toast?.content).toBe('活动已结束，记录已保存。');
  await lark.says(zhang, '会议记录');
  expect(lark.lastTo(zhang).text).toContain('应到 7 人，实到 6 人');
  await lark.says(zhang, '汇总');
  expect(lark.lastTo(zhang).text).toContain('第一党支部');

  await at('2027-01-04T09:10');
  const alert = lark.lastTo(zhang);
  expect(alert.text).toContain('2026年12月支委会：已逾期');
  expect(alert.text).not.toContain('主题党日');
  await lark.press(alert, '新建活动：2026年12月支委会', { by: zhang });
  expect(lark.lastTo(zhang).text).toContain('[发出通知]');
});

test('thirty members tap in one second: all are counted, and the group’s card is drawn at most once a second', async () => {
  const people = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`党员${n + 1}号`, {}]));
  const { lark, ou, at, wait } = await larkOrg('2026-12-01T09:30', {
    甲支部: { kind: 'branch', people: { 钱进: { posts: ['secretary'] }, ...people } },
  });
  await lark.added(GROUP, '甲支部');
  await lark.press(lark.lastTo(GROUP), '是我们的群', { by: ou('钱进') });
  await lark.says(ou('钱进'), '新建活动');
  await lark.press(lark.lastTo(ou('钱进')), '发出通知', { by: ou('钱进'), form: PLAN });
  await wait(10);
  await at('2026-12-04T14:45');
  const board = lark.lastTo(GROUP);
  const drawn = () => lark.lastTo(GROUP).updates - board.updates;
  const taps = await Promise.all(
    Object.keys(people).map((name) => lark.press(board, '签到', { by: ou(name) })),
  );
  expect(taps.every((tap) => tap.toast?.type === 'success')).toBe(true);
  expect(drawn()).toBe(0);
  await wait(1);
  expect(drawn()).toBe(1);
  expect(lark.lastTo(GROUP).text).toMatch(/31\n应到\n30\n已签到/);
  await wait(5);
  expect(drawn()).toBe(1);
});

test('a stranger on Lark learns nothing, and is known after one tap of the secretary', async () => {
  const { lark, ou } = await larkOrg('2026-12-01T09:30', TWO_BRANCHES);
  await lark.says('ou_stranger', '汇总');
  const asked = lark.lastTo('ou_stranger');
  expect(asked.text).not.toContain('党支部：');
  await lark.press(asked, '提交', { by: 'ou_stranger', form: { name: '孙丽', unit: '第一党支部' } });
  await lark.press(lark.lastTo(ou('张建国')), '是本人', { by: ou('张建国') });
  await lark.says('ou_stranger', '我的');
  expect(lark.lastTo('ou_stranger').text).toContain('第一党支部');
});
