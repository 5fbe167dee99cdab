import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { wecomOrg } from './org.ts';

const GROUP = 'firstbranch';

const PLAN = {
  kinds: 'themeDay',
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};

test('a theme day on WeCom: planned in a browser, noticed, checked in, excused, closed and recorded', async () => {
  const { wecom, user, at, wait, group, fills } = await wecomOrg('2026-12-01T09:30', TWO_BRANCHES);
  const [zhang, liu, zhao] = [user('张建国'), user('刘洋'), user('赵敏')];
  await group(GROUP, '机关工委/第一党支部');

  await wecom.says(zhang, '新建活动');
  const page = await fills(wecom.lastTo(zhang), PLAN);
  expect(page).toContain('已安排在2026年12月4日（星期五）15:00');
  await wait(2);
  expect(wecom.messagesTo(zhang).some(({ text }) => text.includes('五定：五项已齐'))).toBe(true);
  expect(wecom.lastTo(GROUP).text).toContain('三楼会议室');
  expect(wecom.lastTo(GROUP)).toMatchObject({
    type: 'text',
    text: expect.stringContaining('可以直接对我说：'),
  });

  const notice = wecom.lastTo(zhao);
  expect(notice.text).toContain('[请假]');
  await wecom.press(notice, '请假', { by: zhao });
  await fills(wecom.lastTo(zhao), { reason: '出差' });
  expect((await wecom.press(wecom.lastTo(zhang), '准假', { by: zhang })).text).toContain('已准假。');
  expect(wecom.lastTo(zhao).text).toContain('已准假');

  await at('2026-12-04T14:40');
  const own = wecom.messagesTo(liu).findLast(({ text }) => text.includes('[签到]'));
  if (!own) throw new Error('刘洋 sees no button');
  const tapped = await wecom.press(own, '签到', { by: liu });
  expect(tapped).toEqual({ status: 200, text: expect.stringContaining('已签到（14:40）。') });
  expect(tapped.text).not.toContain('[签到]');
  const before = wecom.messagesTo(liu).length;
  await wait(5);
  expect(wecom.messagesTo(liu)).toHaveLength(before);

  await at('2026-12-04T15:20');
  await wecom.says(user('王磊'), '签到');
  expect(wecom.lastTo(user('王磊')).text).toContain('15:20');

  await wecom.says(zhang, '代签 全部');
  await at('2026-12-04T17:00');
  await wecom.says(zhang, '结束活动');
  const closed = await fills(wecom.lastTo(zhang), { minutes: '学习了条例。', resolutions: '下周交心得。' });
  expect(closed).toContain('活动已结束，记录已保存。');
  await wecom.says(zhang, '会议记录');
  expect(wecom.lastTo(zhang).text).toContain('应到 7 人，实到 6 人');

  await wecom.says(user('陈静'), '汇总');
  expect(wecom.lastTo(user('陈静')).text).toMatch(/第一党支部|主题党日/);
  await wecom.says(user('陈静'), '逾期');
  expect(wecom.lastTo(user('陈静')).text.length).toBeGreaterThan(10);
  expect(wecom.dropped).toEqual([]);
  expect(wecom.calls.filter(({ code }) => code !== 0)).toEqual([]);
});

test('what is overdue is alerted on WeCom', async () => {
  const { wecom, user, at, fills } = await wecomOrg('2026-12-01T09:30', TWO_BRANCHES);
  const zhang = user('张建国');
  await wecom.says(zhang, '新建活动');
  await fills(wecom.lastTo(zhang), PLAN);
  await at('2027-01-08T18:00');
  const all = [...wecom.messagesTo(zhang), ...wecom.messagesTo(user('陈静'))]
    .map(({ text }) => text)
    .join('\n');
  expect(all).toMatch(/逾期|还没有结束|还差/);
  expect(wecom.dropped).toEqual([]);
  expect(wecom.calls.filter(({ code }) => code !== 0)).toEqual([]);
});

test('a stranger on WeCom learns nothing, and is known after one tap of the secretary', async () => {
  const { wecom, user, fills } = await wecomOrg('2026-12-01T09:30', TWO_BRANCHES);
  await wecom.enters('stranger');
  const asked = wecom.lastTo('stranger');
  expect(asked.text).toContain('我还不认识您');
  expect(asked.text).not.toContain('党支部：');
  await wecom.enters('stranger');
  expect(wecom.messagesTo('stranger')).toHaveLength(1);
  await fills(asked, { name: '孙丽', unit: '第一党支部' });
  await wecom.press(wecom.lastTo(user('张建国')), '是本人', { by: user('张建国') });
  await wecom.says('stranger', '我的');
  expect(wecom.lastTo('stranger').text).toContain('第一党支部');
});

test('somebody known who looks in is left in peace', async () => {
  const { wecom, user } = await wecomOrg('2026-12-01T09:30', TWO_BRANCHES);
  await wecom.enters(user('刘洋'));
  expect(wecom.messagesTo(user('刘洋'))).toEqual([]);
});
