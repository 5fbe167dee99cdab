import { expect, test } from 'vitest';
import { documentIn } from '../documents/opened.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { tap } from './tap.ts';

test('a branch’s handbook says how many were appraised and have each grade, and whose it is of nobody', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const before = await documentIn(org, await org.as('张建国').says('导出2026年支部工作手册'));
  expect(before.lines.join()).not.toContain('参加党员');
  await tap(org, '张建国', 'appraisal.open', { unit: 2, year: 2026, self: '2026-12-10' });
  await tap(org, '赵敏', 'appraisal.self', { subject: 5, text: '联系群众不够。' });
  for (const subject of [1, 2, 3, 4, 5]) {
    await tap(org, '张建国', 'appraisal.decide', { subject, level: subject === 1 ? 'excellent' : 'good' });
  }
  await tap(org, '张建国', 'appraisal.decide', { subject: 6, level: 'basic', reason: '参加活动少' });
  const going = await documentIn(org, await org.as('张建国').says('导出2026年支部工作手册'));
  expect(going.lines).toContain('进展：进行中');
  expect(going.lines.join()).not.toMatch(/优秀|合格/);
  await tap(org, '张建国', 'appraisal.publish', { round: 1 });
  const told = await documentIn(org, await org.as('张建国').says('导出2026年支部工作手册'));
  expect(told.lines).toContain('参加党员：7 人');
  expect(told.lines).toContain('写自评：1 人');
  expect(told.lines).toContain('等次：优秀 1，合格 4，基本合格 1，不合格 0');
  expect(told.lines.join()).not.toMatch(/联系群众|参加活动少/);
  expect(told.lines.filter((line) => /孙丽|赵敏|张建国/.test(line) && /合格|优秀/.test(line))).toEqual([]);
  const other = await documentIn(org, await org.as('郑强').says('导出2026年支部工作手册'));
  expect(other.lines.join()).not.toContain('参加党员');
});
