import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { polls, voters } from '../../db/schema/evaluation.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { documentIn } from '../documents/opened.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

describe('述职评议', () => {
  test('from the first report to the last problem settled, and the next year begins with what was left', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
    const staff = org.as('陈静');
    expect((await staff.says('述职评议')).text).toContain('每年一轮');
    await staff.presses('开始述职评议');
    const opened = await staff.presses('开始', { year: 2026, whom: 'branches', report: '2026-12-10' });
    expect(opened.text).toContain('报告：0/3 份，12月10日截止');

    const zhang = org.as('张建国');
    await org.at('2026-12-02T10:00');
    expect((await zhang.finds('2026年述职评议：述职报告'))?.text).toContain('还没有交');
    await zhang.says('述职评议');
    await zhang.presses('交述职报告');
    expect((await zhang.presses('提交报告', { text: ' ' })).text).toContain('请填写述职报告');
    await zhang.says('述职');
    await zhang.presses('交述职报告');
    const handed = await zhang.presses('提交报告', { text: '一年来抓好三会一课。', file: '云文档：述职' });
    expect(handed.text).toContain('述职报告：已交');

    await staff.says('述职评议');
    await staff.presses('述职顺序');
    expect((await staff.presses('保存', { names: '孙丽\n李四' })).text).toContain('述职人里没有“李四”');
    await staff.says('述职评议');
    await staff.presses('述职顺序');
    const ordered = await staff.presses('保存', { names: '孙丽\n张建国' });
    expect(ordered.text).toMatch(/1 \| 孙丽 .*\n2 \| 张建国 .*已交.*\n3 \| 郑强/);
    expect((await zhang.says('述职评议')).text).toContain('顺序：第 2 个');

    await staff.presses('逐个查看和点评');
    await staff.presses('张建国（财政局机关党委/第一党支部）');
    await staff.presses('点评');
    const said = await staff.presses('提交点评', { good: '制度扎实', bad: '联系群众少\n青年教育形式单一' });
    expect(said.text).toContain('点评：不足\n· 联系群众少\n· 青年教育形式单一');
    await staff.says('述职评议');
    await staff.presses('点评问题列入清单');
    const listed = await staff.presses('列入清单', { deadline: '2027-01-20' });
    expect(listed.text).toContain('问题清单共 2 条');

    await staff.presses('发起测评');
    const polled = await staff.presses('发出测评表', { present: '陈静、张建国、郑强、孙丽、何书记' });
    expect(polled.text).toContain('测评表已发给 5 人，不记名');
    await org.at('2026-12-02T10:30');
    for (const [name, s1] of [
      ['张建国', 'good'],
      ['郑强', 'good'],
      ['孙丽', 'fair'],
      ['何书记', 'good'],
    ] as const) {
      await org.as(name).says('述职评议');
      const pressed = await org.as(name).presses('提交', { s1, s2: 'fair' });
      expect(pressed.toast?.text).toBe('已收到，不记名。');
    }
    expect(await tap(org, '张建国', 'poll.cast', { poll: 1, s1: 'poor' })).toContain('每人只能测评一次');
    const going = await staff.says('述职评议');
    expect(going.text).toContain('正在进行，已收到 4/5 份');
    expect((await staff.presses('提醒未测评的')).text).toContain('已提醒');
    await staff.presses('结束并统计');
    await staff.presses('逐个查看和点评');
    expect((await staff.presses('张建国（财政局机关党委/第一党支部）')).text).toContain(
      '测评：好 3，较好 1，一般 0，差 0',
    );
    expect((await zhang.says('述职评议')).text).not.toContain('较好');

    await staff.presses('定等次');
    await staff.presses('确定', { level: 'good' });
    expect(await tap(org, '陈静', 'debrief.publish', { round: 1 })).toContain('还有 2 位没有定等次');
    await tap(org, '陈静', 'debrief.decide', { subject: 2, level: 'fair', reason: '问题整改慢' });
    await tap(org, '陈静', 'debrief.decide', { subject: 3, level: 'none' });
    expect((await zhang.says('述职评议')).text).not.toContain('等次');
    await staff.says('述职评议');
    expect((await staff.presses('公布结果')).text).toContain('3 位述职人各自收到自己的结果');
    await org.at('2026-12-03T10:00');
    expect((await zhang.finds('您的结果'))?.text).toContain('等次：好');
    expect((await org.as('郑强').finds('您的结果'))?.text).toContain('说明：问题整改慢');
    expect((await org.as('郑强').finds('您的结果'))?.text).not.toContain('张建国');

    await zhang.says('整改');
    await zhang.presses('看：联系群众少');
    await zhang.presses('措施和责任人');
    await zhang.presses('保存', { measure: '每月走访', deadline: '2027-01-20' });
    await zhang.presses('报整改完成');
    await zhang.presses('提交', { evidence: '走访 12 户' });
    await tap(org, '陈静', 'issue.accept', { issue: 1 });
    await org.at('2027-01-12T10:00');
    expect((await zhang.finds('整改：青年教育形式单一'))?.text).toContain('1月20日');

    const { name, rows } = await sheetsIn(org, await staff.says('导出 述职评议 表格'));
    expect(name).toBe('机关工委 2026年述职评议.xlsx');
    expect(rows.结果).toEqual([
      ['顺序', '述职人', '组织', '报告', '好', '较好', '一般', '差', '等次', '说明'],
      [1, '孙丽', '教育局机关党委/第一党支部', '未交', null, null, null, null, '不定等次', null],
      [2, '张建国', '财政局机关党委/第一党支部', '已交', 3, 1, 0, 0, '好', null],
      [3, '郑强', '财政局机关党委/退休党支部', '未交', 0, 4, 0, 0, '较好', '问题整改慢'],
    ]);
    expect(rows.点评).toContainEqual(['张建国', '财政局机关党委/第一党支部', '不足', '联系群众少']);
    expect(rows.报告?.[1]).toEqual([
      '张建国',
      '财政局机关党委/第一党支部',
      '一年来抓好三会一课。',
      '云文档：述职',
    ]);
    const paper = await documentIn(org, await staff.says('导出 述职评议'));
    expect(paper.name).toBe('机关工委 2026年述职评议情况.docx');
    expect(paper.lines).toContain('共 3 人述职，交述职报告 1 份。发出测评表 5 份，收回 4 份。');
    expect(paper.tables[0]).toEqual([
      ['顺序', '述职人', '组织', '好', '较好', '一般', '差', '等次'],
      ['1', '孙丽', '教育局机关党委/第一党支部', '', '', '', '', '不定等次'],
      ['2', '张建国', '财政局机关党委/第一党支部', '3', '1', '0', '0', '好'],
      ['3', '郑强', '财政局机关党委/退休党支部', '0', '4', '0', '0', '较好'],
    ]);
    const comments = paper.lines.indexOf('（一）张建国（财政局机关党委/第一党支部）');
    expect(paper.lines[comments - 1]).toBe('三、点评');
    expect(paper.lines).toContain('2．不足：联系群众少');
    expect(paper.tables[1]?.map((line) => line.slice(1, 4))).toContainEqual([
      '财政局机关党委/第一党支部',
      '',
      '联系群众少',
    ]);
    expect(paper.lines.slice(-5)).toEqual([
      '述职报告',
      '张建国　财政局机关党委/第一党支部',
      '一年来抓好三会一课。',
      '材料：云文档：述职',
      '',
    ]);
    expect(paper.across).toEqual([false, true, false]);

    await staff.says('述职评议');
    await staff.presses('开始新一年');
    const next = await staff.presses('开始', { year: 2027, whom: 'branches', report: '2027-12-10' });
    expect(next.text).toContain('往年遗留问题 1 个');
    expect(next.text).toContain('往年遗留问题\n· 青年教育形式单一（整改中）');
    await zhang.says('述职评议');
    await zhang.presses('交述职报告');
    expect((await zhang.finds('请说明往年问题的整改'))?.text).toContain('· 青年教育形式单一');
    expect((await org.as('孙丽').says('述职评议')).text).not.toContain('青年教育');
  });

  test('nobody sees, scores or decides what is not theirs', async () => {
    const org = await begun();
    for (const [name, command, input] of [
      ['郑强', 'debrief.subject', { subject: 1 }],
      ['李红梅', 'debrief.subject', { subject: 1 }],
      ['何书记', 'debrief.subject', { subject: 1 }],
      ['赵敏', 'debrief.subject', { subject: 1 }],
      ['郑强', 'debrief.report', { subject: 1, text: '代写' }],
      ['陈静', 'debrief.report', { subject: 1, text: '代写' }],
      ['郑强', 'debrief.comment', { subject: 1, bad: '不行' }],
      ['何书记', 'debrief.comment', { subject: 1, bad: '不行' }],
      ['张建国', 'debrief.decide', { subject: 1, level: 'good' }],
      ['何书记', 'debrief.decide', { subject: 1, level: 'good' }],
      ['张建国', 'debrief.poll', { round: 1, present: '张建国、郑强、孙丽' }],
      ['张建国', 'debrief.count', { round: 1 }],
      ['张建国', 'debrief.order', { round: 1, names: '张建国' }],
      ['张建国', 'debrief.list', { round: 1 }],
      ['张建国', 'debrief.raise', { round: 1, deadline: '2027-01-20' }],
      ['张建国', 'debrief.publish', { round: 1 }],
      ['张建国', 'debrief.open', { unit: 1, year: 2027, whom: 'direct', report: '2027-12-10' }],
      ['赵敏', 'issue.raise', { subject: 1, problem: '无', deadline: '2027-01-20' }],
    ] as const) {
      expect(await tap(org, name, command, input), `${name} ${command}`).toMatch(
        /只能查看自己|由上级党组织|由述职人本人/,
      );
    }
    expect((await org.as('赵敏').says('述职评议')).text).toContain('没有您的述职评议');
    expect((await org.as('张建国').says('导出 述职评议')).text).not.toContain('文件已生成');
    await tap(org, '陈静', 'debrief.poll', { round: 1, present: '张建国、郑强、孙丽' });
    expect(await tap(org, '赵敏', 'poll.cast', { poll: 1, s1: 'good' })).toContain('没有您的名额');
    expect(await tap(org, '陈静', 'debrief.poll', { round: 1, present: '张建国、郑强、何书记' })).toContain(
      '已经发过测评了',
    );
  });

  test('with the whole database in hand no score is found, nor who gave it', async () => {
    const org = await begun();
    await tap(org, '陈静', 'debrief.poll', { round: 1, present: '张建国、郑强、孙丽' });
    for (const [name, s1] of [
      ['张建国', 'good'],
      ['郑强', 'poor'],
      ['孙丽', 'poor'],
    ] as const) {
      await org.as(name).says('述职评议');
      await org.as(name).presses('填测评表');
      await org.as(name).presses('提交', { s1 });
    }
    const kept = org.store.read((db) =>
      JSON.stringify([
        db.select({ urn: polls.urn, tally: polls.tally }).from(polls).all(),
        db.select().from(voters).all(),
        db.select().from(audit).all(),
        db.select().from(outbox).all(),
      ]),
    );
    expect(kept).not.toContain('"s1":"poor"');
    expect(kept).not.toContain('\\"s1\\":\\"poor\\"');
    await tap(org, '陈静', 'debrief.count', { round: 1 });
    const journal = org.store.read((db) => JSON.stringify(db.select().from(audit).all()));
    expect(journal).not.toContain('"poor":2');
  });

  test('what is late or too early is refused with its reason', async () => {
    const org = await begun();
    expect(await tap(org, '陈静', 'debrief.count', { round: 1 })).toContain('没有正在进行的测评');
    expect(await tap(org, '陈静', 'debrief.poll', { round: 1, present: '张建国、郑强' })).toContain(
      '少于 3 人不能匿名测评',
    );
    expect(
      await tap(org, '陈静', 'debrief.open', { unit: 1, year: 2026, whom: 'direct', report: '2026-12-10' }),
    ).toContain('2026年的已经开始了');
    await org.at('2026-12-11T09:00');
    expect(await tap(org, '张建国', 'debrief.report', { subject: 1, text: '晚了' })).toContain(
      '交报告已经截止',
    );
  });

  test('a committee may hear the secretaries directly beneath it', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
    await org.as('陈静').says('述职评议');
    await org.as('陈静').presses('开始述职评议');
    const desk = await org.as('陈静').presses('开始', { whom: 'direct' });
    expect(desk.text).toContain('何书记');
    expect(desk.text).not.toContain('张建国');
    expect((await org.as('何书记').says('述职评议')).text).toContain('述职报告：未交');
  });
});

async function begun(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await org.as('陈静').says('述职评议');
  await org.as('陈静').presses('开始述职评议');
  await org.as('陈静').presses('开始', { year: 2026, whom: 'branches', report: '2026-12-10' });
  return org;
}
