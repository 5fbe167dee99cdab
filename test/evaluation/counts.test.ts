import { expect, test } from 'vitest';
import { countedIn } from '../../src/evaluation/appraisal/counts.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { tap } from './tap.ts';

test('those above see how far each branch is, and how many have each grade once the members know', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const staff = org.as('陈静');
  expect((await staff.says('民主评议')).text).toContain(
    '进行中：0 个\n未开始：2 个\n已完成：0 个\n等次合计：还没有',
  );
  for (const [secretary, unit] of [
    ['张建国', 2],
    ['郑强', 3],
  ] as const) {
    await tap(org, secretary, 'appraisal.open', { unit, year: 2026, self: '2026-12-10' });
  }
  await tap(org, '赵敏', 'appraisal.self', { subject: 5, text: '联系群众不够。' });
  for (const subject of [1, 2]) await tap(org, '张建国', 'appraisal.decide', { subject, level: 'excellent' });
  for (const subject of [3, 4, 5]) await tap(org, '张建国', 'appraisal.decide', { subject, level: 'good' });
  await tap(org, '张建国', 'appraisal.decide', { subject: 6, level: 'failed' });
  const going = await staff.says('民主评议');
  expect(going.text).toContain('第一党支部 | 进行中 | 1/7 | ');
  expect(going.text).not.toMatch(/优秀|不合格|赵敏|联系群众/);

  await tap(org, '张建国', 'appraisal.decide', { subject: 5, level: 'basic' });
  await tap(org, '张建国', 'appraisal.publish', { round: 1 });
  const done = await staff.says('民主评议');
  expect(done.text).toContain('第一党支部 | 已完成 | 1/7 | 优秀 2，合格 2，基本合格 1，不合格 1');
  expect(done.text).toContain('等次合计：优秀 2，合格 2，基本合格 1，不合格 1');
  for (const name of ['张建国', '李红梅', '孙丽', '周杰']) expect(done.text).not.toContain(name);
});

test('of fewer than three graded members no grade is counted', async () => {
  const org = await testOrg('2026-12-01T09:30', {
    机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
    '机关工委/小支部': {
      kind: 'branch',
      people: { 郑强: { posts: ['secretary'] }, 冯雪: {}, 许晴: { category: 'probationary' } },
    },
  });
  await tap(org, '郑强', 'appraisal.open', { unit: 2, year: 2026, self: '2026-12-10' });
  for (const subject of [1, 2]) await tap(org, '郑强', 'appraisal.decide', { subject, level: 'good' });
  await tap(org, '郑强', 'appraisal.publish', { round: 1 });
  expect(org.store.read((db) => countedIn(db, '/1/', 2026, '2026-12-01'))).toMatchObject([
    { branch: '小支部', state: 'told', members: 3, grades: null },
  ]);
});

test('the numbers of a subtree are for those who oversee it', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  for (const name of ['张建国', '郑强', '赵敏', '吴迪'])
    expect(await tap(org, name, 'appraisal.overview', { unit: 1 }), name).toContain('只能查看自己所在组织');
  expect((await org.as('赵敏').says('民主评议')).text).toContain('还没有开始');
});
