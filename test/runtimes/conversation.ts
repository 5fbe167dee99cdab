import type { Hono } from 'hono';
import { expect } from 'vitest';
import { type Talk, talkAs } from '../helpers/talk.ts';

const THEME_DAY = {
  kinds: ['themeDay'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};

/** The product's main conversation, on whatever runtime answers: plan, notice, leave, check in, close, minutes. */
export async function holdConversation(app: Pick<Hono, 'request'>): Promise<void> {
  const as = (name: string): Talk => talkAs(app, name);
  const secretary = as('张建国');

  await secretary.says('新建活动');
  expect((await secretary.presses('发出通知', THEME_DAY)).toast?.text).toBe(
    '已安排在2026年12月4日（星期五）15:00，通知已发出。',
  );
  expect((await as('刘洋').finds('主题党日'))?.text).toContain('三楼会议室');
  expect(await as('冯雪').finds('主题党日')).toBeUndefined();

  await as('赵敏').presses('请假');
  await as('赵敏').presses('提交请假', { reason: '出差' });
  expect((await secretary.presses('准假')).toast?.text).toBe('已准假。');

  await passTo(app, '2026-12-04T14:40:00+08:00');
  expect((await as('刘洋').presses('签到')).toast?.text).toBe('已签到（14:40）。');
  expect((await as('刘洋').presses('签到')).toast?.text).toBe('您已于 14:40 签到，不用再签。');
  expect((await as('李红梅').says('签到')).text).toContain('已签到（14:40）');
  await passTo(app, '2026-12-04T15:10:00+08:00');
  expect((await as('王磊').says('签到')).text).toContain('迟到');
  expect((await as('孙丽').messages()).find(({ chat }) => chat === '第一党支部')?.text).toMatch(
    /应到 7.*已签到 3/s,
  );

  await secretary.says('结束活动');
  const record = { minutes: '学习了纪律处分条例。', resolutions: '下周交心得。' };
  expect((await secretary.presses('结束活动', record)).toast?.text).toBe('活动已结束，记录已保存。');
  expect((await secretary.presses('会议记录')).text).toMatch(/应到 7 人，实到 3 人/);
}

/** Lets the console's clock go on; whatever falls due on the way happens. */
export async function passTo(app: Pick<Hono, 'request'>, now: string): Promise<void> {
  const response = await app.request('http://127.0.0.1/console/api/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now }),
  });
  expect(response.status).toBe(200);
}
