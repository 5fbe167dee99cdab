import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { rounds } from '../../db/schema/evaluation.ts';
import { documentIn } from '../documents/opened.ts';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { enters } from '../web/visitor.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

describe('星级评定', () => {
  test('from opening to publication and a later change, by conversation', async () => {
    const org = await begun();
    const staff = org.as('陈静');
    expect((await staff.says('星级评定')).text).toContain('还没有开始');
    await staff.presses('开始星级评定');
    const desk = await staff.presses('开始', { year: 2026 });
    expect(desk.text).toContain('申报：0/3 个支部，12月15日截止');

    const secretary = org.as('张建国');
    const own = await secretary.says('星级评定');
    expect(own.text).toContain('财政局机关党委/第一党支部');
    expect(own.text).toContain('申报：未申报');
    await secretary.presses('申报');
    expect((await secretary.presses('提交申报', { level: '5' })).text).toContain('申报已提交：首次申报五星');
    const form = await secretary.presses('自评');
    expect(form.text).toContain('已按记录填好');
    expect(form.text).not.toContain('主题党日缺开');
    const self = await secretary.presses('提交', { s4i3: 8, s5i1: 8, s5i2: 6 });
    expect(self.text).toContain('基本活动 | 20 | 18');
    expect(self.messages.at(-1)?.card.blocks.map(({ type }) => type)).toContain('chart');
    expect(self.text).toContain(
      '主题党日缺开：2 次，扣 2 分（应 12 次，已完成 9 次，缺3月、5月，未到期 1 次）',
    );

    await org.as('郑强').says('星级评定');
    await org.as('郑强').presses('自评');
    await org.as('郑强').presses('提交', { s4i3: 5, s5i1: 5, s5i2: 5 });

    const committee = org.as('何书记');
    expect((await committee.says('星级评定')).text).toContain('自评：2/2 个支部');
    await committee.presses('逐个评分');
    await committee.presses('财政局机关党委/第一党支部');
    await committee.presses('党委评分');
    const scored = await committee.presses('提交', { s4i3: 7, s5i1: 8, s5i2: 6, s5i3: 1 });
    expect(scored.text).toContain('合计 | 100 | 98 | 95');
    await committee.says('星级评定');
    await committee.presses('逐个评分');
    await committee.presses('财政局机关党委/退休党支部');
    await committee.presses('党委评分');
    await committee.presses('提交', { s4i3: 5, s5i1: 5, s5i2: 5, vetoes: ['v3'] });

    await staff.says('星级评定');
    await staff.presses('逐个评分');
    await staff.presses('财政局机关党委/第一党支部');
    await staff.presses('工委评分');
    expect((await staff.presses('提交', { s4i3: 6 })).text).toContain('得分：94.5 分');
    await staff.says('星级评定');
    const results = await staff.presses('评分结果');
    expect(results.text).toContain('按分数五星：1 个');
    expect(results.text).toContain('一票否决：财政局机关党委/退休党支部');
    expect((await staff.presses('公布结果')).text).toContain('还有 2 个支部评了分没有定星');
    await staff.presses('按建议定星');
    await staff.says('星级评定 财政局机关党委/第一党支部');
    await staff.presses('定星');
    expect((await staff.presses('确定', { flag: true })).text).toContain('定星：五星，红旗党支部');
    expect(await secretary.finds('第一党支部星级评定')).toBeUndefined();
    await staff.says('星级评定');
    await staff.presses('评分结果');
    expect((await staff.presses('公布结果')).text).toContain('已公布 2 个支部的星级');
    await org.at('2026-12-02T10:00');
    expect((await secretary.finds('第一党支部星级评定'))?.text).toContain('2026年：五星，红旗党支部');
    expect((await org.as('郑强').finds('退休党支部星级评定'))?.text).toContain(
      '不定星级（一票否决：长期不开展组织生活）',
    );
    expect((await org.as('赵敏').says('星级评定')).text).toContain('2026年：五星，红旗党支部');
    expect((await staff.says('星级名单')).text).toContain('五星（1 个）：财政局机关党委/第一党支部');

    const board = await (await enters(org, '陈静')).opens('/board');
    expect(board.text).toContain('2026年星级评定</a> <small>机关工委</small></h3><p class="state">已公布');
    expect(board.text).toContain('<strong>五星</strong> 1</li>');
    const other = (await (await enters(org, '吴书记')).opens('/board')).text;
    expect(other).toContain('<dt>定星</dt><dd>0 / 1');
    expect(other).toContain('<strong>五星</strong> 0</li>');
    const { name, rows } = await sheetsIn(org, await staff.says('导出 星级名单'));
    expect(name).toBe('机关工委 2026年星级评定.xlsx');
    expect(rows.名单).toEqual([
      ['支部', '申报', '得分', '评定', '红旗党支部', '上次评定', '原因'],
      ['财政局机关党委/第一党支部', '首次申报五星', 94.5, '五星', '是', null, null],
      ['财政局机关党委/退休党支部', null, 93, '不定星级', null, null, '一票否决：长期不开展组织生活'],
      ['教育局机关党委/第一党支部', null, null, null, null, null, null],
    ]);
    expect(rows.评分汇总?.[1]).toEqual(['财政局机关党委/第一党支部', '支部自评', 20, 20, 20, 18, 20, 98]);
    expect(rows.扣分?.[1]).toEqual([
      '财政局机关党委/第一党支部',
      '支部自评',
      '主题党日缺开',
      2,
      2,
      '应 12 次，已完成 9 次，缺3月、5月，未到期 1 次',
      null,
    ]);
    const roster = await documentIn(org, await staff.says('导出 星级党支部名册 文档'));
    expect(roster.name).toBe('机关工委 2026年星级党支部名册.docx');
    expect(roster.lines.slice(0, 4)).toEqual([
      '机关工委2026年星级党支部名册',
      '2026年12月1日公布',
      '参评党支部 3 个，已定星 2 个。',
      '一、五星（1 个）',
    ]);
    expect(roster.tables).toEqual([
      [
        ['序号', '党支部', '上次评定', '备注'],
        ['1', '财政局机关党委/第一党支部', '', '红旗党支部'],
      ],
      [
        ['序号', '党支部', '上次评定', '备注'],
        ['1', '财政局机关党委/退休党支部', '', '一票否决：长期不开展组织生活'],
      ],
    ]);
    expect(roster.lines).toContain('审核：\t\t制表：\t');
    const scores = await documentIn(org, await staff.says('导出 星级评分汇总（Word）'));
    expect(scores.across).toEqual([true]);
    expect(scores.tables[0]?.slice(0, 2)).toEqual([
      [
        ...['序号', '党支部', '申报', '基本组织', '基本队伍', '基本制度', '基本活动', '基本保障'],
        ...['支部自评', '党委评分', '工委评分', '综合得分', '定星'],
      ],
      [
        '1',
        '财政局机关党委/第一党支部',
        '首次申报五星',
        ...['20', '20', '20', '16', '18'],
        ...['98', '95', '94', '94.5', '五星'],
      ],
    ]);
    const points = await sheetsIn(org, await staff.says('导出 评分汇总'));
    expect(points.name).toBe('机关工委 2026年星级评分汇总.xlsx');
    expect(Object.keys(points.rows)).toEqual(['评分汇总', '扣分']);
    expect((await documentIn(org, await staff.says('导出 星级名单 今年 文档'))).name).toBe(roster.name);
    expect((await staff.says('导出 星级名单 2025年')).text).toContain('没有2025年度的');
    expect((await staff.says('导出 星级名单 财政局')).text).toContain('“财政局”没看懂');
    expect((await secretary.says('导出 星级名单 2026年')).text).not.toContain('文件已生成');
    expect((await secretary.says('导出 星级评分汇总')).text).not.toContain('文件已生成');
    expect((await secretary.says('导出 星级名单')).text).not.toContain('文件已生成');

    await staff.says('星级评定 财政局机关党委/第一党支部');
    await staff.presses('调整星级');
    expect((await staff.presses('确定', { level: '4', flag: false })).text).toContain('请写明原因');
    await staff.says('星级评定 财政局机关党委/第一党支部');
    await staff.presses('调整星级');
    await staff.presses('确定', { level: '4', flag: false, reason: '复查发现台账缺失' });
    await org.at('2026-12-03T10:00');
    expect((await secretary.messages()).at(-1)?.text).toContain(
      '2026年调整为：四星，降星（复查发现台账缺失）',
    );
    const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
    for (const action of [
      'round.opened',
      'subject.declared',
      'sheet.handedIn',
      'subject.decided',
      'round.published',
      'subject.decidedAnew',
    ]) {
      expect(actions).toContain(action);
    }
  });

  test('the next year begins with the edited table, and compares what was declared and given', async () => {
    const org = await begun();
    await oneYear(org, 2025, '4');
    const staff = org.as('陈静');
    await staff.says('星级评定');
    await staff.presses('开始新一年的评定');
    await staff.presses('开始', { year: 2026 });
    const secretary = org.as('张建国');
    await secretary.says('星级评定');
    await secretary.presses('申报');
    expect((await secretary.finds('上次评定为'))?.text).toContain('上次评定为四星');
    expect((await secretary.presses('提交申报', { level: '3' })).text).toContain('不能申报降星');
    await secretary.says('星级评定');
    await secretary.presses('申报');
    expect((await secretary.presses('提交申报', { level: '5' })).text).toContain('申报：晋升五星');
    const desk = await staff.says('星级评定');
    expect(desk.text).toContain('星级 | 上年申报 | 本年申报 | 上年评定 | 本年评定');
    expect(desk.text).toContain('五星 | 0 | 1 | 0 | 0');
    expect(desk.text).toContain('四星 | 1 | 0 | 1 | 0');
    expect((await secretary.says('星级评定')).text).toContain('2025年：四星');
  });

  test('what the records say is corrected with a reason only, and the difference stays in view', async () => {
    const org = await opened();
    const secretary = org.as('张建国');
    await secretary.says('星级评定');
    await secretary.presses('自评');
    await secretary.presses('提交', { s4i3: 8, s5i1: 8, s5i2: 6 });
    await secretary.presses('更正记录项');
    expect((await secretary.presses('保存更正', { s4i1: 1, remark: ' ' })).text).toContain(
      '请写明更正的依据',
    );
    const corrected = await secretary.presses('保存更正', {
      s4i1: 1,
      remark: '3月的在红色教育基地开展，漏记',
    });
    expect(corrected.text).toContain(
      '1 次，扣 1 分（与记录不符，记录为 2 次：应 12 次，已完成 9 次，缺3月、5月，未到期 1 次；说明：3月的在红色教育基地开展，漏记）',
    );
    org.store.read((db) => held(db, FINANCE, '2026-03-16', ['themeDay']));
    const moved = await secretary.says('星级评定');
    expect(moved.text).toContain('重新提交评分就会更新\n主题党日缺开：现为 1 次（应 12 次，已完成 10 次');
    await org.as('何书记').says('星级评定 财政局机关党委/第一党支部');
    await org.as('何书记').presses('党委评分');
    const above = await org.as('何书记').presses('提交', {});
    expect(above.text).toContain('支部自评更正了记录');
    expect(above.text).toContain('说明：3月的在红色教育基地开展，漏记');
    expect(above.text).toContain('1 次，扣 1 分（应 12 次，已完成 10 次，缺5月，未到期 1 次）');
  });

  test('nobody scores, sees or decides what is not theirs', async () => {
    const org = await opened();
    const secretary = org.as('张建国');
    await secretary.says('星级评定');
    const card = (await secretary.messages()).at(-1);
    expect(card?.actions.map(({ label }) => label)).toEqual(['申报', '自评', '看记录']);
    const press = (name: string, command: string, input: Record<string, unknown>) =>
      tap(org, name, command, input);
    for (const [name, command, input] of [
      ['张建国', 'star.scoreForm', { subject: 1, role: 'committee' }],
      ['张建国', 'star.score', { subject: 1, role: 'top', s4i3: 8, s5i1: 8, s5i2: 6 }],
      ['张建国', 'star.decide', { subject: 1, level: '5' }],
      ['张建国', 'star.publish', { round: 1 }],
      ['张建国', 'star.subject', { subject: 2 }],
      ['郑强', 'star.self', { subject: 1, role: 'self', s4i3: 8, s5i1: 8, s5i2: 6 }],
      ['郑强', 'star.declare', { subject: 1, level: '5' }],
      ['赵敏', 'star.subject', { subject: 1 }],
      ['赵敏', 'star.selfForm', { subject: 1, role: 'self' }],
      ['吴书记', 'star.subject', { subject: 1 }],
      ['吴书记', 'star.score', { subject: 1, role: 'committee', s4i3: 8, s5i1: 8, s5i2: 6 }],
      ['何书记', 'star.score', { subject: 1, role: 'top', s4i3: 8, s5i1: 8, s5i2: 6 }],
      ['何书记', 'star.results', { round: 1 }],
      ['何书记', 'star.decideAll', { round: 1 }],
      ['何书记', 'evaluation.section', { round: 1, section: 's1', name: '基本组织', points: 100, items: '' }],
      ['何书记', 'star.stages', { round: 1 }],
    ] as const) {
      expect(await press(name, command, input), `${name} ${command}`).toMatch(
        /由本支部的书记|只能查看自己|由上级党组织/,
      );
    }
    expect((await org.as('赵敏').says('星级评定')).text).toContain('正在进行，结果公布后可以查看');
  });

  test('before publication a branch sees its own sheet and no score of those above', async () => {
    const org = await opened();
    await org.as('何书记').says('星级评定 财政局机关党委/第一党支部');
    await org.as('何书记').presses('党委评分');
    await org.as('何书记').presses('提交', { s4i3: 7, s5i1: 8, s5i2: 6 });
    const own = await org.as('张建国').says('星级评定');
    expect(own.text).not.toContain('得分');
    expect(own.text).not.toContain('党委评分');
  });

  test('a committee edits the table until somebody has scored by it', async () => {
    const org = await opened();
    const staff = org.as('陈静');
    await staff.says('星级评定');
    expect((await staff.presses('评分表')).text).toContain('· 主题党日缺开 -1/次 【主题党日】');
    await staff.presses('改基本活动');
    expect(
      (await staff.presses('保存', { points: 30, items: '主题党日缺开 -2/次 最多3次 【三会】' })).text,
    ).toContain('没有叫“三会”的记录');
    const edited = await staff.presses('保存', {
      points: 30,
      items: '主题党日缺开 -2/次 最多3次 【主题党日】\n志愿服务 10分',
    });
    expect(edited.text).toContain(
      '基本活动（30 分）\n· 主题党日缺开 -2/次 最多3次 【主题党日】\n· 志愿服务 10分',
    );
    await staff.presses('改等次和否决');
    const levels = await staff.presses('保存', {
      levels: '五星 10%\n四星 40%\n三星 不限 60',
      vetoes: '',
      weight_committee: 0,
    });
    expect(levels.text).toContain('五星 10%');
    expect(levels.text).toContain('党委评分 只作参考');
    await org.as('张建国').says('星级评定');
    await org.as('张建国').presses('自评');
    await org.as('张建国').presses('提交', { s4i2: 10, s5i1: 8, s5i2: 6 });
    expect(
      await tap(org, '陈静', 'evaluation.section', {
        round: 1,
        section: 's1',
        name: '基本组织',
        points: 5,
        items: '',
      }),
    ).toContain('已经有人按这份评分表评分');
    expect(org.store.read((db) => db.select().from(rounds).all()).length).toBe(1);
    await staff.says('星级评定');
    await staff.presses('评分表');
    expect((await staff.presses('取消这一轮')).text).toContain('2026年星级评定已取消');
    expect((await org.as('张建国').says('星级评定')).text).toContain('还没有开始星级评定');
    expect(await tap(org, '张建国', 'star.declare', { subject: 1, level: '5' })).toContain(
      '这一轮已经没有了',
    );
  });

  test('what is not handed in yet is brought up in the morning digest before its last day', async () => {
    const org = await opened();
    await org.as('郑强').says('星级评定');
    await org.as('郑强').presses('申报');
    await org.as('郑强').presses('提交申报', { level: '5' });
    await org.at('2026-12-08T10:00');
    expect((await org.as('张建国').finds('2026年星级评定申报'))?.text).toContain('12月15日前完成');
    expect(await org.as('郑强').finds('2026年星级评定申报：')).toBeUndefined();
    await tap(org, '陈静', 'star.stages', { round: 1, committee: '2026-12-18' });
    await org.at('2026-12-09T10:00');
    expect((await org.as('何书记').finds('党委评分'))?.text).toContain(
      '还有 2 个支部没有评分（12月18日前完成）',
    );
    expect((await org.as('吴书记').finds('党委评分'))?.text).toContain('还有 1 个支部没有评分');
  });

  test('a round is held once a year, and what is late is refused with its reason', async () => {
    const org = await opened();
    expect(await tap(org, '陈静', 'star.open', { unit: 1, year: 2026 })).toContain('2026年的已经开始了');
    expect(
      await tap(org, '陈静', 'star.stages', { round: 1, declare: '2026-12-20', self: '2026-12-10' }),
    ).toContain('一个比一个晚');
    await tap(org, '陈静', 'star.stages', { round: 1, declare: '2026-12-01', self: '2026-12-01' });
    await org.at('2026-12-02T08:30');
    expect(await tap(org, '张建国', 'star.declare', { subject: 1, level: '5' })).toContain('申报已经截止');
    expect(await tap(org, '张建国', 'star.self', { subject: 1, role: 'self' })).toContain('自评已经截止');
  });
});

/** A year of records: two theme days missing of the finance branch, nothing of the others. */
async function begun(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  org.store.read((db) => {
    for (let month = 1; month <= 12; month++) {
      const day = `2026-${String(month).padStart(2, '0')}-15`;
      if (month < 12) held(db, FINANCE, day, ['branchCommittee']);
      if (month < 12 && month !== 3 && month !== 5) held(db, FINANCE, day, ['themeDay']);
      if (month < 12) held(db, FINANCE, day, ['groupMeeting']);
      if (month < 12)
        for (const branch of [RETIRED, EDUCATION])
          held(db, branch, day, ['themeDay', 'memberAssembly', 'partyLecture']);
      if (month % 3 === 2) held(db, FINANCE, day, ['memberAssembly', 'partyLecture']);
    }
  });
  return org;
}

async function opened(): Promise<TestOrg> {
  const org = await begun();
  await org.as('陈静').says('星级评定');
  await org.as('陈静').presses('开始星级评定');
  await org.as('陈静').presses('开始', { year: 2026 });
  return org;
}

async function oneYear(org: TestOrg, year: number, level: string): Promise<void> {
  const staff = org.as('陈静');
  await staff.says('星级评定');
  await staff.presses('开始星级评定');
  await staff.presses('开始', { year });
  await org.as('张建国').says('星级评定');
  await org.as('张建国').presses('申报');
  await org.as('张建国').presses('提交申报', { level });
  await staff.says('星级评定 财政局机关党委/第一党支部');
  await staff.presses('工委评分');
  await staff.presses('提交', { s4i3: 2, s5i1: 2, s5i2: 2 });
  await staff.presses('定星');
  await staff.presses('确定', { level });
  await staff.says('星级评定');
  await staff.presses('评分结果');
  await staff.presses('公布结果');
}
