import { expect, test } from 'vitest';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

test('stars rise with a red flag, are lowered and taken away, each with its reason, and the branch hears of each once', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await rated(org, 1, 2025, '4');
  await rated(org, 2, 2026, '5', true);
  expect(await tap(org, '陈静', 'star.decide', { subject: 4, level: '3' })).toContain('请写明原因');
  await org.at('2026-12-02T10:00');
  await tap(org, '陈静', 'star.decide', { subject: 4, level: '3', reason: '台账缺失' });
  await org.at('2026-12-03T10:00');
  await tap(org, '陈静', 'star.decide', { subject: 4, level: 'none', reason: '查实长期不开展组织生活' });
  await tap(org, '陈静', 'star.decide', { subject: 4, level: 'none', reason: '再按一次' });
  await org.at('2026-12-04T10:00');
  const history = [
    '2025年：四星',
    '2026年：五星，晋升，红旗党支部',
    '2026年调整为：三星，降星（台账缺失）',
    '2026年调整为：不定星级，摘星（查实长期不开展组织生活）',
  ];
  const told = (await org.as('张建国').messages()).filter(({ text }) => text.includes('第一党支部星级评定'));
  expect(told.length).toBe(4);
  expect(told.at(-1)?.text).toContain(history.join('\n'));
  expect((await org.as('赵敏').says('星级评定')).text).toContain(history.join('\n'));
  for (const name of ['郑强', '孙丽']) {
    expect((await org.as(name).says('星级评定')).text, name).not.toContain('五星');
  }
  const { rows } = await sheetsIn(org, await org.as('陈静').says('导出 星级名单'));
  const line = rows.名单?.find(([branch]) => branch === '财政局机关党委/第一党支部');
  expect(line?.slice(3)).toEqual(['不定星级', null, '2025年四星', '查实长期不开展组织生活']);
});

test('with places for some only, those level with each other are left to people', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await opened(org, 2026);
  await tap(org, '陈静', 'evaluation.levels', {
    round: 1,
    levels: '五星 34%\n四星 70%\n三星 不限 60',
    vetoes: '',
  });
  for (const [subject, s4i3] of [
    [1, 8],
    [2, 8],
    [3, 2],
  ] as const) {
    await tap(org, '陈静', 'star.score', { subject, role: 'top', s4i3, s5i1: 8, s5i2: 6 });
  }
  await org.as('陈静').says('星级评定');
  const results = await org.as('陈静').presses('评分结果');
  expect(results.text).toContain('同分而名额不够：财政局机关党委/第一党支部、财政局机关党委/退休党支部');
  await org.as('陈静').presses('按建议定星');
  expect(await tap(org, '陈静', 'star.publish', { round: 1 })).toContain('还有 2 个支部评了分没有定星');
});

async function opened(org: TestOrg, year: number): Promise<void> {
  const dates = { declare: '', self: '', committee: '', top: '', publicity: '' };
  await tap(org, '陈静', 'star.open', { unit: 1, year, ...dates });
}

/** The first branch of a year's round, scored, decided and published. */
async function rated(org: TestOrg, round: number, year: number, level: string, flag = false): Promise<void> {
  await opened(org, year);
  const subject = 3 * round - 2;
  await tap(org, '陈静', 'star.score', { subject, role: 'top', s4i3: 8, s5i1: 8, s5i2: 6 });
  await tap(org, '陈静', 'star.decide', { subject, level, flag, reason: '' });
  await tap(org, '陈静', 'star.publish', { round });
  await org.at(`2026-12-01T${10 + round}:00`);
}
