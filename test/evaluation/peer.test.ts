import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { clashesOf } from '../../src/evaluation/peer/clash.ts';
import { planRoutes, readHours } from '../../src/evaluation/peer/plan.ts';
import { MINUTE } from '../../src/time.ts';
import { documentIn } from '../documents/opened.ts';
import { enters } from '../web/visitor.ts';
import { begunPeer as begun } from './peer.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

const SCORES = { s1i1: 18, s2i1: 18, s3i1: 18, s4i1: 18, s5i1: 18 };
const LOW = { s1i1: 12, s2i1: 10.5, s3i1: 10, s4i1: 10, s5i1: 10 };

describe('观摩', () => {
  test('from opening over groups, routes and sheets to the report, contacts, rectification and publication', async () => {
    const org = await begun();
    const staff = org.as('陈静');
    await staff.says('观摩');
    expect((await staff.presses('安排路线')).text).toContain('3 个支部还没有排进路线');
    const planned = await staff.presses('排路线', {
      from: '2026-12-02',
      days: 1,
      hours: '9:00-11:00',
      minutes: 40,
    });
    expect(planned.text).toContain('已排好 3 站，2026年12月2日（星期三）10:20结束');
    expect((await staff.presses('发出路线')).text).toContain('路线已发给 4 位观摩人员和 3 个支部的书记');
    expect((await org.as('张建国').finds('到您所在的支部观摩'))?.text).toContain(
      '2026年12月2日（星期三）09:00—09:40',
    );
    expect((await org.as('孙丽').says('观摩')).text).toContain('观摩时间：12月2日 09:00—09:40');

    await org.at('2026-12-02T07:59');
    expect((await org.as('王磊').messages()).at(-1)?.at).not.toContain('2026-12-02');
    await org.at('2026-12-02T08:00');
    const morning = (await org.as('王磊').messages()).at(-1);
    expect(morning?.at).toContain('2026-12-02T08:00');
    const days = org.store.read((db) => db.select().from(outbox).where(eq(outbox.urgency, 'reminder')).all());
    expect(days.map(({ key, person }) => key === `remind:${person}:2026-12-02`)).not.toContain(false);
    expect(morning?.text).toContain('2026年12月2日（星期三），2 站');
    const form = await org.as('王磊').presses('评分：财政局机关党委/第一党支部');
    expect(form.text).toContain('组织建设（0—20 分）');
    expect((await org.as('王磊').presses('提交', { ...SCORES, good: '台账清楚' })).text).toContain(
      '请选择亮点属于哪个方面',
    );
    await org.as('王磊').says('观摩 财政局机关党委/第一党支部');
    const next = await org
      .as('王磊')
      .presses('提交', { ...SCORES, good: '台账清楚', goodTheme: 's3', bad: '活动室小', badTheme: 's5' });
    expect(next.text).toContain('09:00—09:40 | 财政局机关党委/第一党支部 | 已评');
    await org.as('王磊').presses('再记一条：第一党支部');
    await org.as('王磊').presses('记下', { kind: 'issue', theme: 's4', text: '青年参与少' });
    await org.as('何书记').says('观摩 财政局机关党委/第一党支部');
    await org.as('何书记').presses('提交', { ...SCORES, s1i1: 20, bad: '活动室小', badTheme: 's5' });
    for (const name of ['王磊', '何书记']) {
      await org.as(name).says('观摩 退休党支部');
      await org.as(name).presses('提交', LOW);
    }
    const live = await staff.says('观摩');
    expect(live.text).toContain('支部 3，已看 2，未看 1');
    expect(live.text).toContain('单位：已到 1/2 个，全部看完 1 个');
    expect(live.text).toContain('第一组：2 人，已看 2/2 站');
    expect(live.messages.at(-1)?.card.blocks.map(({ type }) => type)).toContain('chart');

    const board = await (await enters(org, '陈静')).opens('/board');
    expect(board.text).toContain('<dt>已看支部</dt><dd>2 / 3');
    const map = (await (await enters(org, '陈静')).opens('/board/round/1')).text;
    expect(map).toContain('■ 已看 2</span>');
    expect(map).toMatch(
      /教育局机关党委<\/a><\/th><td class="number">0<\/td><td class="number">1<\/td><td class="number">0/,
    );
    await staff.says('观摩');
    const report = await staff.presses('情况报告');
    expect(report.text).toContain(
      '共 2 个单位、3 个支部，已看 1 个单位（全部看完 1 个）、2 个支部，2 人填写评分表 4 份，平均 71.75 分',
    );
    expect(report.text).toContain('先进：1 个支部\n中间：0 个支部\n后进：1 个支部');
    expect(report.text).toContain('组织建设 | 15.5 分 | 0 | 0');
    expect(report.text).toContain('阵地保障·问题\n· 财政局机关党委/第一党支部：活动室小（2 人）');
    expect(report.text).toContain('后进支部和联系领导\n财政局机关党委/退休党支部：还没有明确联系领导');

    await staff.says('观摩');
    await staff.presses('评定');
    expect((await staff.presses('公布结果')).text).toContain('还有 2 个支部没有评定');
    await staff.presses('按平均分评定');
    expect((await staff.presses('公布结果')).text).toContain('还有 1 个后进支部没有联系领导');
    await staff.presses('由各组组长联系后进');
    await staff.presses('看先进');
    await staff.presses('财政局机关党委/第一党支部');
    await staff.presses('评定');
    expect((await staff.presses('确定', { level: 'middle', reason: '' })).text).toContain('请写明原因');
    await staff.says('观摩');
    await staff.presses('评定');
    await staff.presses('问题列入整改');
    expect((await staff.presses('列入整改', { deadline: '2026-12-20' })).text).toContain('整改清单共 2 条');
    expect((await staff.presses('公布结果')).text).toContain('已公布 2 个支部的结果');

    await org.at('2026-12-03T10:00');
    expect((await org.as('郑强').finds('评定为后进'))?.text).toContain('联系领导：王磊');
    const own = await org.as('张建国').says('观摩');
    expect(own.text).toContain('平均分：91 分');
    expect(own.text).toContain('· 阵地保障：活动室小');
    expect(own.text).not.toContain('何书记');
    expect((await org.as('张建国').says('整改')).text).toContain('活动室小：整改中，12月20日前');
    const { name, rows } = await sheetsIn(org, await staff.says('导出 观摩报告 表格'));
    expect(name).toBe('机关工委 2026年逐支部观摩.xlsx');
    expect(rows.情况).toContainEqual(['平均分', 71.75]);
    expect(rows.支部?.[1]).toEqual(['财政局机关党委/第一党支部', 2, 19, 18, 18, 18, 18, 91, '先进', null]);
    expect(rows.支部?.[2]?.slice(-2)).toEqual(['后进', '王磊']);
    expect(rows.问题).toEqual([
      ['方面', '支部', '内容', '人数'],
      ['活动开展', '财政局机关党委/第一党支部', '青年参与少', 1],
      ['阵地保障', '财政局机关党委/第一党支部', '活动室小', 2],
    ]);
    const paper = await documentIn(org, await staff.says('导出 观摩讲评会报告'));
    expect(paper.name).toBe('机关工委 2026年逐支部观摩讲评会报告.docx');
    expect(paper.lines).toContain(
      '本轮应观摩 2 个单位、3 个党支部，实际观摩 1 个单位（全部支部看完的 1 个）、2 个党支部。2 人共填写评分表 4 份，平均 71.75 分。评定情况：先进 1 个、中间 0 个、后进 1 个。',
    );
    const problems = paper.lines.indexOf('三、存在问题');
    expect(paper.lines.slice(problems, problems + 5)).toEqual([
      '三、存在问题',
      '（一）活动开展',
      '1．财政局机关党委/第一党支部：青年参与少',
      '（二）阵地保障',
      '1．财政局机关党委/第一党支部：活动室小（2 人提到）',
    ]);
    expect(paper.tables[1]).toEqual([
      ['党支部', '联系领导'],
      ['财政局机关党委/退休党支部', '王磊'],
    ]);
    expect(paper.lines).toContain('共列入整改 2 个问题，已销号 0 个，最后期限2026年12月20日，清单附后。');
    expect(paper.lines.join('\n')).not.toMatch(/何书记|吴书记/);
    expect(paper.across).toEqual([false, true]);
    const listed = await documentIn(org, await org.as('何书记').says('导出 整改清单 word'));
    expect(listed.name).toBe('财政局机关党委 整改清单.docx');
    expect(listed.tables[0]?.[1]).toEqual([
      ...['1', '第一党支部', '阵地保障', '活动室小', '', '', '2026.12.20', '整改中', ''],
    ]);
    expect(listed.foot).toEqual(['— 1 —', '辅助记录，不作考核依据。']);
    expect((await org.as('何书记').says('导出 观摩报告')).text).not.toContain('文件已生成');
    const issues = await sheetsIn(org, await org.as('何书记').says('导出 整改清单'));
    expect(issues.rows.整改清单?.[1]).toEqual([
      1,
      '第一党支部',
      '阵地保障',
      '活动室小',
      null,
      null,
      '2026-12-20',
      '整改中',
      null,
    ]);
    const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
    for (const action of [
      'visitGroup.formed',
      'peerRoute.planned',
      'sheet.handedIn',
      'sheet.changed',
      'subject.contactAssigned',
      'round.published',
    ]) {
      expect(actions).toContain(action);
    }
  });

  test('clashes are shown, stop announcing, and are moved away', async () => {
    const org = await begun();
    await org.as('陈静').says('观摩');
    await org.as('陈静').presses('安排路线');
    await org.as('陈静').presses('排路线', { from: '2026-12-02', days: 1, hours: '9:00-11:00', minutes: 40 });
    await tap(org, '陈静', 'peer.group', {
      round: 1,
      group: 2,
      name: '第二组',
      leader: '李红梅',
      members: '吴书记、王磊',
    });
    const staff = org.as('陈静');
    await staff.says('观摩');
    expect((await staff.presses('发出路线')).text).toContain('路线有 1 处冲突');
    const clash = await staff.presses('看冲突');
    expect(clash.text).toContain('王磊同时在两个组：');
    await staff.presses('调整：教育局机关党委/第一党支部 12月2日 09:00');
    expect((await staff.presses('保存', { startsAt: '2026-12-02T10:30' })).text).toContain('路线没有冲突');
    await staff.presses('增加一站');
    const twice = await staff.presses('增加', {
      branch: '退休党支部',
      group: '2',
      startsAt: '2026-12-02T10:40',
      minutes: 30,
    });
    expect(twice.text).toContain('同一个支部排了两次');
    expect(twice.text).toContain('同一个组时间重叠');
    await staff.says('观摩');
    await staff.presses('安排路线');
    expect(
      (
        await staff.presses('排路线', {
          from: '2026-12-02',
          days: 1,
          hours: '9:00-9:30',
          minutes: 30,
          anew: true,
        })
      ).text,
    ).toContain('时间排不下：一个组最多要看 2 个支部，这些时段每组只能看 1 个');
  });

  test('what waits for the morning says that a round was cancelled, and stops reminding', async () => {
    const org = await begun();
    const staff = org.as('陈静');
    await staff.says('观摩');
    await staff.presses('安排路线');
    await staff.presses('排路线', { from: '2026-12-03', days: 1, hours: '9:00-11:00', minutes: 40 });
    await org.at('2026-12-01T22:00');
    await staff.says('观摩');
    await staff.presses('发出路线');
    await tap(org, '陈静', 'issue.raise', { subject: 1, problem: '台账不全', deadline: '2026-12-05' });
    await staff.says('导出 观摩报告');
    await tap(org, '陈静', 'evaluation.cancel', { round: 1 });
    await org.at('2026-12-03T10:00');
    const [told, ...later] = (await org.as('张建国').messages()).map(({ text }) => text);
    expect(told).toContain('已经取消');
    expect(later.join()).not.toMatch(/观摩|路线|台账不全/);
    expect((await org.as('李红梅').messages()).at(-1)?.text).toContain('已经取消');
    expect((await org.as('张建国').says('整改')).text).toContain('没有要整改的问题');
    expect((await org.as('张建国').says('观摩')).text).toContain('还没有安排观摩');
  });

  test('nobody scores off their route or before its day, and nobody else sees or decides', async () => {
    const org = await begun();
    await org.as('陈静').says('观摩');
    await org.as('陈静').presses('安排路线');
    await org.as('陈静').presses('排路线', { from: '2026-12-02', days: 1, hours: '9:00-11:00', minutes: 40 });
    expect(await tap(org, '王磊', 'peer.score', { stop: 1, ...SCORES })).toContain('到时再评分');
    await org.at('2026-12-02T09:00');
    expect(await tap(org, '李红梅', 'peer.score', { stop: 1, ...SCORES })).toContain('您不在这个组');
    expect(await tap(org, '张建国', 'peer.scoreForm', { stop: 1 })).toContain('您不在这个组');
    expect(await tap(org, '王磊', 'peer.score', { stop: 1, ...SCORES, s1i1: 21 })).toContain(
      '请填 0 到 20 分',
    );
    await tap(org, '王磊', 'peer.score', { stop: 1, ...SCORES });
    for (const [name, command, input] of [
      ['张建国', 'peer.report', { round: 1 }],
      ['张建国', 'peer.subject', { subject: 2 }],
      ['张建国', 'peer.route', { group: 1 }],
      ['赵敏', 'peer.subject', { subject: 1 }],
      ['何书记', 'peer.results', { round: 1 }],
      ['何书记', 'peer.decide', { subject: 1, level: 'advanced' }],
      ['何书记', 'peer.plan', { round: 1, from: '2026-12-03', days: 1, hours: '9:00-11:00', minutes: 30 }],
      ['王磊', 'peer.group', { round: 1, group: null, name: '第三组', leader: '王磊', members: '' }],
      ['王磊', 'peer.publish', { round: 1 }],
      ['吴书记', 'peer.contact', { subject: 1, leader: '吴书记' }],
    ] as const) {
      expect(await tap(org, name, command, input), `${name} ${command}`).toMatch(
        /由本支部的书记|只能查看自己|由上级党组织/,
      );
    }
    expect((await org.as('张建国').says('观摩')).text).not.toContain('平均分');
    expect((await org.as('赵敏').says('观摩')).text).toContain('观摩时间：12月2日 09:00—09:40');
  });
});

describe('routes', () => {
  const plan = fc.record({
    groups: fc.integer({ min: 1, max: 6 }),
    units: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
    minutes: fc.integer({ min: 5, max: 60 }),
  });

  test('every branch is on one route, a unit with one group, nobody in two places, within the hours', () => {
    fc.assert(
      fc.property(plan, ({ groups, units, minutes }) => {
        let next = 1;
        const visited = units.map((size, id) => ({
          id,
          branches: Array.from({ length: size }, () => next++),
        }));
        const ids = Array.from({ length: groups }, (_, index) => index + 1);
        const days = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'].concat(
          Array.from(
            { length: 60 },
            (_, index) => `2027-0${1 + Math.floor(index / 28)}-${String(1 + (index % 28)).padStart(2, '0')}`,
          ),
        );
        const stops = planRoutes(ids, visited, { days, hours: readHours('9:00-12:00 14:30-17:30'), minutes });
        expect(stops.map(({ subject }) => subject).toSorted((a, b) => a - b)).toEqual(
          visited.flatMap(({ branches }) => branches),
        );
        for (const { branches } of visited)
          expect(
            new Set(stops.filter(({ subject }) => branches.includes(subject)).map(({ group }) => group)).size,
          ).toBe(1);
        expect(clashesOf(stops, [])).toEqual([]);
        for (const { startsAt, endsAt } of stops) {
          const hour = new Date(startsAt + 8 * 60 * MINUTE).getUTCHours();
          expect(hour >= 9 && hour < 18 && endsAt - startsAt === minutes * MINUTE).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what overlaps in a group is a clash, what follows on is none', () => {
    const stop = (group: number, subject: number, from: number, to: number) => ({
      group,
      subject,
      startsAt: from,
      endsAt: to,
    });
    expect(clashesOf([stop(1, 1, 0, 10), stop(1, 2, 10, 20)], [])).toEqual([]);
    expect(
      clashesOf([stop(1, 1, 0, 30), stop(1, 2, 5, 10), stop(1, 3, 12, 20)], []).map(({ kind }) => kind),
    ).toEqual(['group', 'group']);
    const two = [stop(1, 1, 0, 10), stop(2, 2, 5, 15)];
    expect(
      clashesOf(two, [
        { group: 1, person: 7 },
        { group: 2, person: 7 },
      ]).map(({ kind }) => kind),
    ).toEqual(['person']);
    expect(
      clashesOf(two, [
        { group: 1, person: 7 },
        { group: 2, person: 8 },
      ]),
    ).toEqual([]);
  });

  test('hours are read as people write them, and refused where they make no sense', () => {
    expect(readHours('9:00-12:00 14:30—17:30')).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '14:30', to: '17:30' },
    ]);
    for (const text of ['', '上午', '12:00-9:00', '25:00-26:00', '9:00-12:00 11:00-13:00'])
      expect(() => readHours(text)).toThrow();
  });
});
