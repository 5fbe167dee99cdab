import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutOf, type Place } from '../../src/evaluation/award/cut.ts';
import { documentIn } from '../documents/opened.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

describe('评选', () => {
  test('from nomination over publicity and a counted vote to those whom people choose', async () => {
    const org = await begun('member');
    const secretary = org.as('张建国');
    await secretary.says('评选');
    await secretary.presses('推荐');
    expect((await secretary.presses('提交推荐', { person: '冯雪', deeds: '热心' })).text).toContain(
      '只能推荐本支部的党员',
    );
    await secretary.says('评选');
    await secretary.presses('推荐');
    const named = await secretary.presses('提交推荐', { person: '赵敏', deeds: '带头走访困难户。' });
    expect(named.text).toContain('赵敏（财政局机关党委/第一党支部）\n带头走访困难户。');
    const again = await tap(org, '张建国', 'award.nominate', {
      round: 1,
      unit: 3,
      person: '赵敏',
      deeds: '再来',
    });
    expect(again).toContain('已经推荐过了');
    await tap(org, '张建国', 'award.nominate', { round: 1, unit: 3, person: '刘洋', deeds: '重复材料' });
    await org.as('郑强').says('评选');
    await org.as('郑强').presses('推荐');
    const other = await org.as('郑强').presses('提交推荐', { person: '冯雪', deeds: '退休不退岗。' });
    expect(other.text).not.toContain('赵敏');
    expect((await org.as('赵敏').says('评选')).text).not.toContain('带头走访');

    const staff = org.as('陈静');
    await staff.says('评选');
    await staff.presses('逐个确定');
    await staff.presses('刘洋（财政局机关党委/第一党支部）');
    await staff.presses('确定', { chosen: 'no', reason: '材料重复' });
    expect(await tap(org, '陈静', 'award.decide', { subject: 1, chosen: 'yes' })).toContain('先公示');
    await staff.presses('开始公示');
    const shown = await staff.presses('开始公示', { until: '2026-12-08' });
    expect(shown.text).toContain('公示到2026年12月8日');
    expect(
      await tap(org, '张建国', 'award.nominate', { round: 1, unit: 3, person: '王磊', deeds: '迟' }),
    ).toContain('推荐已经截止');
    const open = await org.as('孙丽').says('评选');
    expect(open.text).toContain('赵敏（财政局机关党委/第一党支部）\n带头走访困难户。');
    expect(open.text).toContain('有意见，说“反馈”');
    expect(open.text).not.toContain('刘洋');

    await staff.says('评选');
    await staff.presses('发起投票');
    expect((await staff.presses('发出选票', { voters: '陈静、何书记、吴书记、孙丽' })).text).toContain(
      '选票已发给 4 人，不记名',
    );
    for (const [name, s3] of [
      ['何书记', 'yes'],
      ['吴书记', 'no'],
      ['孙丽', 'none'],
    ] as const) {
      await org.as(name).says('评选');
      await org.as(name).presses('投票');
      expect((await org.as(name).presses('提交', { s1: 'yes', s3 })).toast?.text).toBe('已收到，不记名。');
    }
    await staff.says('评选');
    const counted = await staff.presses('结束并计票');
    expect(counted.text).toContain('赵敏（财政局机关党委/第一党支部）：赞成 3，不赞成 0，弃权 0');
    expect(counted.text).toContain('冯雪（财政局机关党委/退休党支部）：赞成 1，不赞成 1，弃权 1');
    expect((await org.as('赵敏').says('评选')).text).not.toContain('赞成 3');
    await tap(org, '陈静', 'award.decide', { subject: 1, chosen: 'yes' });
    expect(await tap(org, '陈静', 'award.publish', { round: 1 })).toContain('期满再公布');
    await org.at('2026-12-09T09:00');
    expect(await tap(org, '陈静', 'award.publish', { round: 1 })).toContain('还有 1 个没有确定');
    await tap(org, '陈静', 'award.decide', { subject: 3, chosen: 'no' });
    await staff.says('评选');
    expect((await staff.presses('公布结果')).text).toContain('已公布，入选 1 个');
    await org.at('2026-12-10T10:00');
    expect((await org.as('赵敏').finds('2026年党员标兵评选：入选'))?.text).toContain('带头走访困难户');
    expect(await org.as('冯雪').finds('评选：入选')).toBeUndefined();
    const result = await org.as('孙丽').says('评选');
    expect(result.text).toContain('赵敏（财政局机关党委/第一党支部）：入选');
    expect(result.text).not.toContain('冯雪');
    const notice = await documentIn(org, await staff.says('导出 评选结果'));
    expect(notice.name).toBe('机关工委 关于公布2026年党员标兵名单的通知.docx');
    expect(notice.lines).toContain(
      '经党支部推荐、公示和集体研究，机关工委确定以下 1 个为2026年党员标兵，现予公布。',
    );
    expect(notice.tables).toEqual([
      [
        ['序号', '姓名', '党支部', '主要事迹'],
        ['1', '赵敏', '财政局机关党委/第一党支部', '带头走访困难户。'],
      ],
    ]);
    await staff.says('评选');
    const { name, rows } = await sheetsIn(org, await staff.presses('导出名单'));
    expect(name).toBe('机关工委 2026年党员标兵评选.xlsx');
    expect(rows.评选情况?.slice(1)).toEqual([
      [1, '赵敏', '财政局机关党委/第一党支部', '带头走访困难户。', 3, 0, 0, null, '入选', null],
      [2, '刘洋', '财政局机关党委/第一党支部', '重复材料', null, null, null, null, '不入选', '材料重复'],
      [3, '冯雪', '财政局机关党委/退休党支部', '退休不退岗。', 1, 1, 1, null, '不入选', null],
    ]);
  });

  test('with places the count shows where the cut falls, and what is level is left to people', async () => {
    const org = await begun('member', 1);
    for (const person of ['赵敏', '王磊', '刘洋'])
      await tap(org, '张建国', 'award.nominate', { round: 1, unit: 3, person, deeds: '带头走访。' });
    await tap(org, '陈静', 'award.public', { round: 1, until: '2026-12-08' });
    const staff = org.as('陈静');
    const shown = await documentIn(org, await staff.says('导出 评选公示'));
    expect(shown.name).toBe('机关工委 关于2026年党员标兵推荐对象的公示.docx');
    expect(shown.lines).toContain('公示期到2026年12月8日。对公示对象有意见的，请在公示期内向机关工委反映。');
    expect(shown.lines).toContain('联系人：【待补充】　联系电话：【待补充】');
    await tap(org, '陈静', 'award.vote', { round: 1, voters: '何书记、吴书记、孙丽' });
    for (const [name, s3] of [
      ['何书记', 'yes'],
      ['吴书记', 'no'],
      ['孙丽', 'no'],
    ] as const) {
      await org.as(name).says('评选');
      await org.as(name).presses('投票');
      await org.as(name).presses('提交', { s1: 'yes', s2: 'yes', s3 });
    }
    await staff.says('评选');
    const counted = await staff.presses('结束并计票');
    expect(counted.text).toContain('名额：1 个');
    expect(counted.text).toMatch(/赵敏（[^）]*）：赞成 3，不赞成 0，弃权 0；与他人同票，名额不够，待研究/);
    expect(counted.text).toMatch(/王磊（[^）]*）：赞成 3，不赞成 0，弃权 0；与他人同票，名额不够，待研究/);
    expect(counted.text).toMatch(/刘洋（[^）]*）：赞成 1，不赞成 2，弃权 0；按票数在名额外/);
    expect((await org.as('赵敏').says('评选')).text).not.toMatch(/名额内|同票/);

    for (const [subject, chosen] of [
      [1, 'yes'],
      [2, 'yes'],
      [3, 'no'],
    ] as const)
      await tap(org, '陈静', 'award.decide', { subject, chosen });
    await org.at('2026-12-09T09:00');
    const over = '名额 1 个，已确定入选 2 个，请再研究或者调整名额。';
    expect((await staff.says('评选')).text).toContain(over);
    expect((await staff.presses('公布结果')).text).toContain(over);
    await staff.says('评选');
    await staff.presses('调整名额');
    expect((await staff.presses('保存', { places: 2 })).text).toContain('名额改为 2 个');
    const within = await sheetsIn(org, await staff.says('导出 评选名单 表格'));
    expect(within.rows.评选情况?.slice(1).map((line) => line[7])).toEqual([
      ...['按票数在名额内', '按票数在名额内', '按票数在名额外'],
    ]);
    expect((await staff.presses('公布结果')).text).toContain('已公布，入选 2 个');
    expect(await tap(org, '陈静', 'award.places', { round: 1, places: 3 })).toContain('名额不能再调整');
  });

  test('the cut never parts those who are level, whatever the votes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (votes, places) => {
          const cut = cutOf(places, new Map(votes.entries()));
          const at = (place: Place) => votes.filter((_, subject) => cut.get(subject) === place);
          const [within, tied, beyond] = [at('within'), at('tied'), at('beyond')];
          expect(within.length).toBeLessThanOrEqual(places);
          expect(new Set(tied).size).toBeLessThanOrEqual(1);
          expect(Math.min(...within, 7)).toBeGreaterThan(Math.max(...tied, ...beyond, -1));
          expect(Math.min(...tied, 7)).toBeGreaterThan(Math.max(...beyond, -1));
          if (tied.length > 0) {
            expect(within.length).toBeLessThan(places);
            expect(within.length + tied.length).toBeGreaterThan(places);
          } else expect(within.length).toBe(Math.min(places, votes.length));
        },
      ),
    );
  });

  test('a branch is nominated by its own secretary, and the secretary hears of it', async () => {
    const org = await begun('branch');
    await org.as('郑强').says('评选');
    await org.as('郑强').presses('推荐');
    await org.as('郑强').presses('提交推荐', { deeds: '老党员议事室。' });
    await tap(org, '陈静', 'award.public', { round: 1, until: '2026-12-02' });
    await tap(org, '陈静', 'award.decide', { subject: 1, chosen: 'yes' });
    await org.at('2026-12-03T09:00');
    await tap(org, '陈静', 'award.publish', { round: 1 });
    await org.at('2026-12-03T11:00');
    expect((await org.as('郑强').finds('2026年标杆党支部评选：入选'))?.text).toContain('退休党支部');
  });

  test('nobody nominates for others, sees too early or decides', async () => {
    const org = await begun('member');
    await tap(org, '张建国', 'award.nominate', { round: 1, unit: 3, person: '赵敏', deeds: '带头走访。' });
    for (const [name, command, input] of [
      ['郑强', 'award.nominate', { round: 1, unit: 3, person: '王磊', deeds: '代推' }],
      ['赵敏', 'award.nominate', { round: 1, unit: 3, person: '赵敏', deeds: '自荐' }],
      ['赵敏', 'award.nominateForm', { round: 1 }],
      ['张建国', 'award.decide', { subject: 1, chosen: 'yes' }],
      ['何书记', 'award.decide', { subject: 1, chosen: 'yes' }],
      ['张建国', 'award.list', { round: 1 }],
      ['张建国', 'award.places', { round: 1, places: 3 }],
      ['何书记', 'file.award.result', { round: 1 }],
      ['何书记', 'award.public', { round: 1, until: '2026-12-08' }],
      ['张建国', 'award.vote', { round: 1, voters: '张建国、郑强、孙丽' }],
      ['张建国', 'award.count', { round: 1 }],
      ['何书记', 'award.publish', { round: 1 }],
      ['张建国', 'award.open', { unit: 1, award: 'member', year: 2027, until: '2027-12-10' }],
      ['张建国', 'evaluation.cancel', { round: 1 }],
    ] as const) {
      expect(await tap(org, name, command, input), `${name} ${command}`).toMatch(
        /由本支部的书记|由上级党组织/,
      );
    }
    expect(await tap(org, '赵敏', 'award.show', { round: 1 })).not.toContain('带头走访');
    expect(await tap(org, '陈静', 'award.vote', { round: 1, voters: '陈静、何书记、孙丽' })).toContain(
      '先公示',
    );
    expect(await tap(org, '陈静', 'award.publish', { round: 1 })).toContain('先公示');
    await org.at('2026-12-11T09:00');
    expect(
      await tap(org, '张建国', 'award.nominate', { round: 1, unit: 3, person: '王磊', deeds: '迟' }),
    ).toContain('推荐已经截止');
  });
});

async function begun(award: string, places?: number): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  await org.as('陈静').says('评选');
  await org.as('陈静').presses('开始评选：机关工委');
  await org.as('陈静').presses('开始', {
    award,
    year: 2026,
    until: '2026-12-10',
    ...(places !== undefined && { places }),
  });
  return org;
}
