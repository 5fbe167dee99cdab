import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { takeDay, takeDeadline } from '../../src/duty/days.ts';
import { readVisit } from '../../src/duty/visits/read.ts';
import { addDays } from '../../src/time.ts';
import { documentIn } from '../documents/opened.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begun, forged } from './begun.ts';
import { TWO_COMMITTEES } from './held.ts';

const NAMED = {
  ...TWO_COMMITTEES,
  '机关工委/财政局机关党委/第二党支部': {
    kind: 'branch' as const,
    people: { 许晴: { posts: ['secretary' as const] } },
  },
};

describe('下基层', () => {
  test('from a liaison to a visit in one message, its follow-up, and the year on one page', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    const draft = await org.as('何书记').says('下基层记录：今天到二支部，反映活动室漏水，月底前解决');
    expect(draft.text).toContain('日期：2026年11月23日（星期一）');
    expect(draft.text).toContain('支部：第二党支部');
    expect(draft.text).toContain('听到的情况：活动室漏水');
    expect(draft.text).toContain('跟进人：许晴');
    expect(draft.text).toContain('期限：2026年11月30日（星期一）');
    expect((await org.as('何书记').says('下基层')).text).toContain('已下基层：0 次（本地要求每年 4 次）');
    const confirm = await org.as('何书记').finds('请核对这条下基层记录');
    await org.as('何书记').presses('保存');
    if (confirm) expect((await org.as('何书记').pressesOn(confirm, '保存')).text).toContain('已经记过了');
    const asked = await org.as('许晴').finds('下基层跟进：活动室漏水');
    expect(asked?.text).toContain('来自：何书记同志 11月23日下基层');
    expect((await org.as('许晴').says('我的')).text).toContain('待办：下基层跟进 1 件');
    await org.as('许晴').presses('办结：活动室漏水');
    expect((await org.as('许晴').presses('办结', { result: '屋面已经重做' })).text).toContain('已办结');
    expect((await org.as('何书记').finds('已办结：活动室漏水'))?.text).toContain('结果：屋面已经重做');
    const year = await org.as('何书记').says('下基层');
    expect(year.text).toContain('挂点联系：第二党支部');
    expect(year.text).toContain('已下基层：1 次（本地要求每年 4 次）');
    expect(year.text).toContain(
      '11月23日：第二党支部，走访调研。活动室漏水。跟进：活动室漏水：已办结（屋面已经重做）',
    );
    const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['liaison.set', 'visit.noted', 'followUp.done']));
  });

  test('the committee reads the year of all, by name and without ranks', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部', '退休党支部']);
    await noted(org, '何书记', '下基层记录：昨天到退休党支部座谈，反映活动少，12月1日前答复');
    await noted(org, '何书记', '下基层记录：今天到第二党支部');
    const all = (await org.as('陈静').says('下基层 汇总')).text;
    expect(all).toContain('机关工委 2026年下基层汇总');
    expect(all).toContain('下基层 2 次，到过 2 个支部。需要跟进 1 件，已办结 0 件，在办 1 件');
    expect(all).toContain('何书记 | 退休党支部、第二党支部 | 2/4 | 0/1');
    expect(all).toContain('退休党支部：活动少：12月1日前办结');
    expect((await org.as('何书记').says('下基层 去年')).text).toContain('2025年下基层');

    await org.as('陈静').says('下基层 汇总');
    const paper = await documentIn(org, await org.as('陈静').presses('导出汇总'));
    expect(paper.name).toBe('机关工委 2026年下基层情况汇总.docx');
    expect(paper.lines[1]).toBe(
      '共 1 位领导，下基层 2 次，到过 2 个支部。需要跟进 1 件，已办结 0 件，在办 1 件。',
    );
    expect(paper.tables).toEqual([
      [
        ['领导', '挂点联系的党支部', '下基层次数', '跟进事项', '已办结'],
        ['何书记', '退休党支部、第二党支部', '2/4', '1', '0'],
      ],
      [
        ['党支部', '事项', '期限'],
        ['退休党支部', '活动少', '2026.12.1'],
      ],
    ]);
    const { name, rows } = await sheetsIn(org, await org.as('陈静').says('导出 下基层汇总 2026年 表格'));
    expect(name).toBe('机关工委 2026年下基层情况汇总.xlsx');
    expect(rows.领导?.[1]).toEqual(['何书记', '退休党支部、第二党支部', 2, 4, 1, 0]);
  });

  test('a leader’s year is a file for themself and for those above', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    await noted(org, '何书记', '下基层记录：昨天到退休党支部座谈，反映活动少，12月1日前答复');
    await noted(org, '何书记', '下基层记录：今天到第二党支部，反映<活动室>漏水');
    const book = await documentIn(org, await org.as('何书记').says('导出 下基层记录'));
    expect(book.name).toBe('何书记 2026年下基层记录.docx');
    expect(book.lines.slice(0, 4)).toEqual([
      '2026年下基层记录',
      '领导：何书记',
      '挂点联系：第二党支部',
      '次数：2 次（本地要求每年 4 次）',
    ]);
    expect(book.tables[0]?.slice(1)).toEqual([
      ['1', '2026.11.22', '退休党支部', '座谈', '活动少', '活动少（郑强，2026.12.1前）：在办'],
      ['2', '2026.11.23', '第二党支部', '走访调研', '<活动室>漏水', ''],
    ]);
    expect((await documentIn(org, await org.as('陈静').says('导出 下基层记录 何书记'))).name).toBe(book.name);
    for (const [other, said] of [
      ['吴书记', '导出 下基层记录 何书记'],
      ['张建国', '导出 下基层记录 何书记'],
      ['张建国', '导出 下基层汇总'],
      ['刘洋', '导出 下基层汇总'],
      ['陈静', '导出 下基层记录 表格'],
    ] as const) {
      const { messages } = await org.as(other).says(said);
      expect(
        messages.map(({ file }) => file),
        `${other} ${said}`,
      ).not.toContainEqual(expect.anything());
    }
  });

  test('a leader hears before the year’s end, and alone, how many visits are still to come', async () => {
    const org = await begun('2026-11-24T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    await noted(org, '何书记', '下基层记录：今天到第二党支部');
    await org.at('2027-01-20T20:00');
    const told = (await org.as('何书记').messages()).filter(({ text }) =>
      text.includes('2026年下基层：本地要求'),
    );
    expect(told.map(({ at, text }) => [at.slice(0, 10), /2026年下基层：(.*)/.exec(text)?.[1]])).toEqual([
      ['2026-12-01', '本地要求 4 次，已记 1 次（12月31日前完成）'],
      ['2027-01-04', '本地要求 4 次，已记 1 次（应在12月31日前完成，已逾期）'],
    ]);
    for (const other of ['陈静', '许晴', '吴书记'])
      expect(await org.as(other).finds('本地要求')).toBeUndefined();
  });

  test('of a year that was over before they kept in touch with anybody a leader hears nothing', async () => {
    const org = await begun('2026-01-05T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    await org.at('2026-02-20T20:00');
    expect(await org.as('何书记').finds('2025年下基层')).toBeUndefined();
  });

  test('what is to follow is brought up before its deadline and after it, in the one digest; the committee hears last', async () => {
    const org = await begun('2026-11-16T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    await noted(org, '何书记', '下基层记录：今天到第二党支部，反映活动室漏水，12月2日前解决');
    await org.at('2026-12-20T20:00');
    const told = (await org.as('许晴').messages()).filter(({ text }) =>
      text.includes('下基层跟进：活动室漏水（'),
    );
    expect(told.map(({ at, text }) => [at.slice(0, 10), /（(.*)）/.exec(text)?.[1]])).toEqual([
      ['2026-11-23', '12月2日前完成'],
      ['2026-12-03', '应在12月2日前完成，已逾期'],
    ]);
    const weekly = (await org.as('何书记').messages()).filter(({ text }) =>
      text.includes('清单、达标和跟进'),
    );
    expect(weekly.map(({ at }) => at.slice(0, 10))).toEqual(['2026-12-14']);
    expect(weekly[0]?.text).toContain('第二党支部：下基层跟进：活动室漏水');
  });

  test('a branch that is not clear is asked for, with all else filled in', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await org.as('何书记').says('下基层记录：昨天到三支部座谈，建议增加培训');
    const form = (await org.as('何书记').messages()).at(-1);
    expect(form?.text).toContain('“三支部”不能确定是哪个支部');
    expect(form?.text).toContain('日期：2026年11月22日（星期日）');
    expect(form?.text).toContain('听到的情况：增加培训');
    const wrong = await org.as('何书记').presses('保存', { day: '2026-11-22' });
    expect(wrong.text).toContain('请选择支部');
    const branch = form?.form
      ?.find(({ name }) => name === 'unit')
      ?.options?.find(({ label }) => label === '退休党支部');
    expect((await org.as('何书记').presses('保存', { unit: branch?.value })).text).toContain(
      '已记入下基层记录',
    );
  });

  test('whoever is named sees to it; a name that nobody has is asked for, with all else filled in', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    const named = '下基层记录：今天到退休党支部，反映活动室漏水，由';
    expect((await org.as('何书记').says(`${named}冯雪负责，月底前`)).text).toContain('跟进人：冯雪');
    expect((await org.as('何书记').says(`${named}我负责，月底前`)).text).toContain('跟进人：何书记');
    const form = await org.as('何书记').says(`${named}孙丽负责，月底前`);
    expect(form.text).toContain('没有找到“孙丽”');
    expect(form.text).toContain('要跟进的事：活动室漏水');
    expect(form.text).toContain('跟进期限：2026年11月30日（星期一）');
    expect((await org.as('何书记').presses('保存', { owner: '冯雪' })).text).toContain('已私下告诉冯雪同志');
  });

  test('a visit may ask for more than one thing', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await noted(org, '何书记', '下基层记录：今天到退休党支部，反映活动室漏水，月底前解决');
    await org.as('何书记').presses('再加一件跟进');
    expect((await org.as('何书记').presses('保存', { deadline: '2026-12-05' })).text).toContain(
      '请写明要跟进的事',
    );
    const added = await org
      .as('何书记')
      .presses('保存', { what: '增订报刊', owner: '冯雪', deadline: '2026-12-05' });
    expect(added.text).toContain('已私下告诉冯雪同志');
    expect((await org.as('冯雪').finds('下基层跟进：增订报刊'))?.text).toContain('2026年12月5日（星期六）');
    expect((await org.as('何书记').says('下基层')).text).toContain(
      '活动室漏水：11月30日前办结；增订报刊：12月5日前办结',
    );
  });

  test('where branches are too many to choose from, one is named', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 81 }, (_, index) => [
        `机关工委/财政局机关党委/科室${index}党支部`,
        { kind: 'branch' as const },
      ]),
    );
    const org = await begun('2026-11-23T10:00', { ...NAMED, ...many });
    const form = await org.as('何书记').says('下基层记录');
    expect(form.messages[0]?.form?.[0]).toMatchObject({ name: 'place', kind: 'text' });
    expect((await org.as('何书记').presses('保存', { place: '科室' })).text).toContain('不能确定是哪个支部');
    expect((await org.as('何书记').presses('保存', { place: '科室80党支部' })).text).toContain(
      '支部：科室80党支部',
    );
  });

  test('a wrong record is corrected before it is kept, and taken back after', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await org.as('何书记').says('下基层记录：今天到退休党支部，反映活动室漏水，月底前解决');
    await org.as('何书记').presses('修改');
    expect((await org.as('何书记').presses('保存', { deadline: '2026-11-01' })).text).toContain(
      '期限在下基层之前',
    );
    await org.as('何书记').presses('保存', { day: '2026-11-20', what: '', deadline: '' });
    expect((await org.as('何书记').says('下基层')).text).toContain('11月20日：退休党支部');
    await org.as('何书记').presses('撤回');
    expect((await org.as('何书记').says('下基层 2026年')).text).not.toContain('11月20日：退休党支部');
  });

  test('everybody sees their own part and nobody else’s', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第一党支部']);
    await noted(org, '何书记', '下基层记录：今天到第一党支部，反映班子不团结');
    const member = (await org.as('刘洋').says('下基层')).text;
    expect(member).toContain('联系本支部的领导：何书记');
    expect(member).toContain('11月23日：何书记同志，走访调研');
    for (const name of ['刘洋', '张建国'])
      expect((await org.as(name).says('下基层')).text).not.toContain('班子');
    expect((await org.as('张建国').says('下基层 何书记')).text).not.toContain('班子');
    expect((await org.as('吴书记').says('下基层 何书记')).text).not.toContain('班子');
    expect((await org.as('陈静').says('下基层 何书记')).text).toContain('班子不团结');
    expect((await org.as('刘洋').says('下基层记录：今天到第一党支部')).text).toContain(
      '由挂点联系支部的领导来记',
    );
    expect((await org.as('张建国').says('下基层 汇总')).text).toContain('汇总由党委的同志查看');
    const saved = await org.as('何书记').finds('已记入下基层记录');
    const seen = (await org.as('吴书记').messages()).at(-1);
    const withdraw = saved?.actions.find(({ label }) => label === '撤回')?.id;
    expect(await forged(org, '吴书记', seen?.id, withdraw)).toContain('没有找到这次下基层记录');
    expect(await forged(org, '陈静', (await org.as('陈静').messages()).at(-1)?.id, withdraw)).toContain(
      '由本人撤回',
    );
    expect((await org.as('刘洋').says('下基层 教育局')).text).toContain('只能查看自己所在组织');
  });

  test('liaisons are set by the committee’s staff alone, and follow-ups are done by those they are of', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第二党支部']);
    await noted(org, '何书记', '下基层记录：今天到第二党支部，反映活动室漏水，月底前解决');
    const set = (await org.as('陈静').says('下基层')).messages[0]?.actions.find(
      ({ label }) => label === '设置挂点',
    );
    const asked = await org.as('许晴').finds('下基层跟进');
    const done = asked?.actions[0]?.id;
    for (const name of ['张建国', '吴书记', '冯雪']) {
      const { messages } = await org.as(name).says('我的');
      expect(await forged(org, name, messages[0]?.id, set?.id), name).toContain('由上级党组织的党务干部来做');
      expect(await forged(org, name, messages[0]?.id, done), name).toContain('由跟进人或支部书记办结');
    }
    expect(await forged(org, '许晴', asked?.id, done)).toContain('写明办得怎么样');
  });

  test('how many visits a year is a rule that the committee changes', async () => {
    const org = await begun('2026-11-23T10:00', NAMED);
    await linked(org, '何书记', ['第一党支部']);
    expect((await org.as('陈静').says('规则')).text).toContain('领导下基层 | 本地');
    await org.as('陈静').presses('调整规则');
    await org.as('陈静').presses('下一步', { rule: 'grassrootsVisit' });
    await org.as('陈静').presses('保存', { times: 6, from: '2027-01-01' });
    await org.at('2027-02-01T10:00');
    expect((await org.as('何书记').says('下基层')).text).toContain('0 次（本地要求每年 6 次）');
  });
});

describe('days in words', () => {
  const MONDAY = '2026-11-23';

  test.each([
    ['今天', '2026-11-23'],
    ['昨天下午', '2026-11-22'],
    ['大前天', '2026-11-20'],
    ['上周三', '2026-11-18'],
    ['周五', '2026-11-20'],
    ['周一', '2026-11-23'],
    ['11月24日', '2025-11-24'],
    ['25号', '2026-10-25'],
    ['2026年2月28日', '2026-02-28'],
  ])('%s was %s', (said, day) => {
    expect(takeDay(said, MONDAY)?.day).toBe(day);
  });

  test.each([
    ['月底前', '2026-11-30'],
    ['下月底前', '2026-12-31'],
    ['年底前', '2026-12-31'],
    ['下周五前', '2026-12-04'],
    ['周五之前', '2026-11-27'],
    ['两周内', '2026-12-07'],
    ['三个月内', '2027-02-23'],
    ['1月5日前', '2027-01-05'],
    ['20号前', '2026-12-20'],
    ['尽快', undefined],
  ])('%s is by %s', (said, day) => {
    expect(takeDeadline(said, MONDAY)?.day).toBe(day);
  });

  test('whatever is said of a visit is read without breaking, and dated no later than today', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.constantFrom('', '今天到', '2月30日到', '99号'),
        (text, before) => {
          const said = readVisit(`${before}${text}`, MONDAY);
          expect(said.day <= MONDAY).toBe(true);
          expect(said.what === '' || said.what === said.heard).toBe(true);
        },
      ),
    );
  });

  test('what was is never to come, what is due is never past, and no word is lost', () => {
    const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days));
    const past = fc.constantFrom(
      '今天',
      '昨天',
      '前天',
      '上周一',
      '周日',
      '3号',
      '12月31日',
      '1月1日',
      '31号',
    );
    const until = fc.constantFrom(
      '月底前',
      '下月底前',
      '周日前',
      '下周一前',
      '1号前',
      '31号前',
      '十天内',
      '一个月内',
      '1月1日前',
    );
    const word = fc.stringMatching(/^[甲乙丙丁戊己庚辛壬癸]{1,8}$/);
    fc.assert(
      fc.property(day, past, until, word, (today, was, due, heard) => {
        const said = readVisit(`${was}到某某党支部，${heard}，${due}解决`, today);
        expect(said.day <= today).toBe(true);
        expect(said.deadline === null || said.deadline >= today).toBe(true);
        expect([said.heard, said.place]).toEqual([heard, '某某党支部']);
      }),
    );
  });
});

/** The committee's staff links a leader with branches, as the form does. */
async function linked(org: TestOrg, leader: string, branches: string[]): Promise<void> {
  await org.as('陈静').says('挂点联系');
  await org.as('陈静').presses('设置挂点');
  const form = (await org.as('陈静').messages()).at(-1);
  const options = form?.form?.find(({ name }) => name === 'branches')?.options ?? [];
  const ids = branches.map(
    (name) => options.find(({ label }) => label.startsWith('财政') && label.endsWith(name))?.value,
  );
  expect((await org.as('陈静').presses('保存', { leader, branches: ids })).text).toContain('挂点联系已保存');
}

async function noted(org: TestOrg, leader: string, text: string): Promise<void> {
  await org.as(leader).says(text);
  expect((await org.as(leader).presses('保存')).text).toContain('已记下');
}
