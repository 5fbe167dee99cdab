import { expect, test } from 'vitest';
import { subjects } from '../../db/schema/evaluation.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { testOrg } from '../helpers/org.ts';
import { tap } from './tap.ts';

test('a command of one kind of round touches no round of another', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await org.as('陈静').says('述职评议');
  await org.as('陈静').presses('开始述职评议');
  await org.as('陈静').presses('开始', { year: 2026, whom: 'branches', report: '2026-12-10' });
  await tap(org, '张建国', 'debrief.report', { subject: 1, text: '一年来的工作。' });
  for (const [name, command, input] of [
    ['张建国', 'star.declare', { subject: 1, level: '5' }],
    ['张建国', 'star.self', { subject: 1, role: 'self' }],
    ['陈静', 'star.decide', { subject: 1, level: 'good' }],
    ['陈静', 'star.publish', { round: 1 }],
    ['陈静', 'star.stages', { round: 1 }],
    ['陈静', 'award.decide', { subject: 1, chosen: 'no' }],
    ['陈静', 'award.publish', { round: 1 }],
    ['陈静', 'award.list', { round: 1 }],
    ['陈静', 'file.star.roster', { round: 1 }],
    ['陈静', 'appraisal.list', { round: 1 }],
  ] as const) {
    expect(await tap(org, name, command, input), command).toMatch(/这一轮已经没有了|没有找到这次/);
  }
  const [subject] = org.store.read((db) => db.select().from(subjects).all());
  expect(subject?.declared).toEqual({ text: '一年来的工作。', file: '', turn: null });
});
