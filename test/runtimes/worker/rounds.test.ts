import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { found, objectOf } from './orgs.ts';

const app = objectOf('rounds');

test('an object hears reports, appraises members and makes awards, with ballots that it counts', async () => {
  await found('rounds', TWO_BRANCHES);
  const [staff, zhang, zheng] = [talkAs(app, '陈静'), talkAs(app, '张建国'), talkAs(app, '郑强')];

  await staff.says('述职评议');
  await staff.presses('开始述职评议');
  await staff.presses('开始', { year: 2026, whom: 'branches', report: '2027-12-10' });
  await zhang.says('述职评议');
  await zhang.presses('交述职报告');
  expect((await zhang.presses('提交报告', { text: '抓好三会一课。' })).text).toContain('述职报告：已交');
  await staff.says('述职评议');
  await staff.presses('发起测评');
  await staff.presses('发出测评表', { present: '陈静、张建国、郑强' });
  for (const voter of [staff, zhang, zheng]) {
    await voter.says('述职评议');
    await voter.presses('填测评表');
    expect((await voter.presses('提交', { s1: 'good', s2: 'fair' })).toast?.text).toBe('已收到，不记名。');
  }
  await staff.says('述职评议');
  expect((await staff.presses('结束并统计')).text).toContain('已统计，3/3 份');
  await staff.presses('逐个查看和点评');
  expect((await staff.presses('张建国（第一党支部）')).text).toContain('测评：好 3，较好 0，一般 0，差 0');

  await zhang.says('民主评议');
  await zhang.presses('开始民主评议');
  await zhang.presses('开始', { year: 2026, self: '2027-12-10' });
  const min = talkAs(app, '赵敏');
  await min.says('民主评议');
  await min.presses('写自评');
  expect((await min.presses('提交自评', { text: '还要努力。', level: 'good' })).text).toContain('自评合格');
  expect((await staff.says('民主评议')).text).toContain('第一党支部 | 进行中 | 1/7');

  await staff.says('评选');
  await staff.presses('开始评选：机关工委');
  await staff.presses('开始', { award: 'member', year: 2026, until: '2027-12-10' });
  await zhang.says('评选');
  await zhang.presses('推荐');
  expect((await zhang.presses('提交推荐', { person: '赵敏', deeds: '带头走访。' })).text).toContain('赵敏');
});
