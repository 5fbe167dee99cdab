import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import type { Seen } from '../helpers/talk.ts';

export const THEME_DAY = {
  kinds: ['themeDay'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};

/** The first branch on 1 December, a theme day planned for the 4th at 15:00 to 17:00 by its secretary. */
export async function plannedOrg(form: Record<string, unknown> = THEME_DAY): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  await plan(org, form);
  return org;
}

export async function plan(org: TestOrg, form: Record<string, unknown>, by = '张建国'): Promise<Seen> {
  await org.as(by).says('新建活动');
  return org.as(by).presses('发出通知', form);
}
