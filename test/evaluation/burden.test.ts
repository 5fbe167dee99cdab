import { expect, test } from 'vitest';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { tap } from './tap.ts';

const SECRETARIES = Array.from({ length: 17 }, (_, index) => `书记${index + 1}`);

test('however many report, whoever appraises them is written to once, and gets one ballot after the other', async () => {
  const branches = SECRETARIES.map((name, index): [string, Found[string]] => [
    `机关工委/支部${index + 1}`,
    { kind: 'branch', people: { [name]: { posts: ['secretary'] } } },
  ]);
  const org = await testOrg('2026-12-01T09:30', {
    机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
    ...Object.fromEntries(branches),
  });
  await tap(org, '陈静', 'debrief.open', { unit: 1, year: 2026, whom: 'branches', report: '2026-12-10' });
  await tap(org, '陈静', 'debrief.poll', { round: 1, present: '书记1、书记2、书记3' });
  await org.at('2026-12-01T10:00');
  const ballots = async (name: string) =>
    (await org.as(name).messages()).filter(({ text }) => text.includes('：测评')).length;
  expect(await ballots('书记1')).toBe(1);
  const first = await org.as('书记1').presses('提交', { s1: 'good' });
  expect(first.toast?.text).toBe('已收到，不记名。还有 1 份，请接着填。');
  expect(await ballots('书记1')).toBe(1);
  const last = await org.as('书记1').presses('提交', { s16: 'good' });
  expect(last.toast?.text).toBe('已收到，不记名。');
  await tap(org, '陈静', 'debrief.remind', { round: 1 });
  await org.at('2026-12-01T10:10');
  expect([await ballots('书记1'), await ballots('书记2')]).toEqual([1, 2]);
});

test('a committee goes on to the next branch from the one it has scored', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await tap(org, '陈静', 'star.open', { unit: 1, year: 2026 });
  const staff = org.as('陈静');
  await staff.says('星级评定');
  await staff.presses('逐个评分');
  for (const branch of [
    '财政局机关党委/第一党支部',
    '财政局机关党委/退休党支部',
    '教育局机关党委/第一党支部',
  ]) {
    await staff.presses(branch);
    await staff.presses('工委评分');
    await staff.presses('提交', { s4i3: 8, s5i1: 8, s5i2: 6 });
    await staff.presses('评下一个支部');
  }
  expect((await staff.messages()).at(-1)?.text).toContain('没有还要评分的支部');
});

test('whoever said that a problem is put right hears at once that it is not', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await tap(org, '陈静', 'star.open', { unit: 1, year: 2026 });
  await tap(org, '陈静', 'issue.raise', { subject: 1, problem: '台账缺2个月', deadline: '2027-03-01' });
  await tap(org, '张建国', 'issue.done', { issue: 1, evidence: '补齐了' });
  await tap(org, '陈静', 'issue.back', { issue: 1, reason: '还缺5月的' });
  await org.at('2026-12-01T10:00');
  const told = await org.as('张建国').finds('整改被退回');
  expect(told?.text).toContain('还要做什么：还缺5月的');
  expect((await org.as('张建国').presses('看这个问题')).text).toContain('台账缺2个月');
  expect(await org.as('李红梅').finds('整改被退回')).toBeUndefined();
});
