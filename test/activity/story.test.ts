import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

const PLAN = {
  kinds: ['themeDay'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '一、集中学习；二、讨论',
};

test('a theme day from plan to minutes, one tap for each member', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const zhang = org.as('张建国');
  const liu = org.as('刘洋');
  await zhang.says('新建活动');
  const planned = await zhang.presses('发出通知', PLAN);
  expect(planned.toast?.text).toBe('已安排在2026年12月4日（星期五）15:00，通知已发出。');
  expect(planned.text).toContain('五项已齐');

  expect((await liu.finds('主题党日'))?.text).toContain('学习党纪');
  expect((await org.as('赵敏').presses('请假', undefined)).text).toContain('事由');
  await org.as('赵敏').presses('提交请假', { reason: '出差' });
  expect((await zhang.presses('准假')).toast?.text).toBe('已准假。');
  expect((await org.as('赵敏').messages()).filter(({ text }) => text.startsWith('已准假'))).toHaveLength(1);

  await org.at('2026-12-04T14:40');
  expect((await liu.presses('签到')).toast?.text).toBe('已签到（14:40）。');
  expect((await org.as('李红梅').says('签到')).text).toContain('已签到（14:40）');
  await org.at('2026-12-04T15:10');
  expect((await org.as('王磊').says('签到', '第一党支部')).text).toContain('迟到');
  expect((await zhang.messages()).find((message) => message.chat === '第一党支部')?.text).toMatch(
    /应到 7.*已签到 3/s,
  );

  expect((await zhang.says('代签 孙丽、张建国')).toast?.text).toBe('已代签 2 人。');
  await zhang.says('结束活动');
  const closed = await zhang.presses('结束活动', {
    minutes: '学习了纪律处分条例。',
    resolutions: '下周交心得。',
  });
  expect(closed.toast?.text).toBe('活动已结束，记录已保存。');
  const minutes = await zhang.presses('会议记录');
  expect(minutes.text).toMatch(/应到 7 人，实到 5 人/);
  expect(minutes.text).toContain('赵敏');
  expect(minutes.text).toContain('缺席：周杰');
});
