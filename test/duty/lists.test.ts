import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { parseLines } from '../../src/duty/lists/parse.ts';
import { slotsOf } from '../../src/duty/lists/stand.ts';
import type { List, ListItem } from '../../src/duty/lists/store.ts';
import { RULES } from '../../src/duty/rules/shipped.ts';
import { addDays, atTime } from '../../src/time.ts';
import { documentIn } from '../documents/opened.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begun, forged } from './begun.ts';
import { FINANCE, held } from './held.ts';

const SECRETARY = [
  '序号,内容,周期或期限',
  '组织开展主题党日，每月，主题党日',
  '听取党员思想汇报，研究解决困难，每季度',
  '"制定年度计划, 报上级备案"\t2026-12-10',
].join('\n');

describe('清单', () => {
  test('a committee pastes it, looks at it, publishes it; a secretary ticks it with a word of evidence', async () => {
    const org = await begun('2026-11-23T10:00');
    expect((await org.as('何书记').says('清单')).text).toContain('还没有清单');
    await org.as('何书记').presses('写一张清单');
    const preview = await send(org, '党支部书记责任清单', SECRETARY);
    expect(preview).toContain('预览：党支部书记责任清单');
    expect(preview).toContain('适用：党支部·书记（财政局机关党委范围内 2 个）');
    expect(preview).toContain('组织开展主题党日 | 每月 | 按记录自动勾选（主题党日）');
    expect(preview).toContain('听取党员思想汇报，研究解决困难 | 每季度 | 本人勾选');
    expect(preview).toContain('制定年度计划, 报上级备案 | 2026年12月10日（星期四）前 | 本人勾选');
    expect((await org.as('郑强').says('清单')).text).toContain('还没有清单');
    await org.as('何书记').presses('发布');
    const own = await org.as('郑强').says('清单');
    expect(own.text).toContain('郑强同志的清单');
    expect(own.text).toContain('11月 组织开展主题党日：11月30日前完成，按记录');
    expect(own.text).toContain('四季度 听取党员思想汇报，研究解决困难：12月31日前完成');
    expect((await org.as('郑强').says('我的')).text).toContain('待办：清单 2 项');
    expect((await org.as('冯雪').says('我的')).text).not.toContain('待办');
    await org.as('郑强').presses('完成：四季度 听取党员思想汇报，研究解决…');
    expect((await org.as('郑强').presses('完成', { evidence: ' ' })).text).toContain('请写一句完成依据');
    await org.as('郑强').presses('完成', { evidence: '11月20日支部会上听取并研究' });
    expect((await org.as('郑强').says('清单')).text).toContain(
      '已完成（11月23日：11月20日支部会上听取并研究）',
    );
    expect((await org.as('何书记').says('清单')).text).toContain(
      '党支部书记责任清单 | 党支部·书记 | 2 | 1/6 | 0',
    );
    const paper = await documentIn(org, await org.as('郑强').says('导出 责任清单'));
    expect(paper.name).toBe('退休党支部 责任清单.docx');
    expect(paper.lines.slice(2, 4)).toEqual([
      '一、党支部书记责任清单',
      '适用：党支部·书记（财政局机关党委制定）。',
    ]);
    expect(paper.tables).toEqual([
      [
        ['序号', '内容', '时限', '完成方式'],
        ['1', '组织开展主题党日', '每月', '按活动记录'],
        ['2', '听取党员思想汇报，研究解决困难', '每季度', '本人勾选'],
        ['3', '制定年度计划, 报上级备案', '2026.12.10前', '本人勾选'],
      ],
    ]);
    const { name, rows } = await sheetsIn(org, await org.as('何书记').says('导出 责任清单 表格'));
    expect(name).toBe('财政局机关党委 清单完成情况.xlsx');
    expect(rows.完成情况).toContainEqual([
      ...['机关工委/财政局机关党委/退休党支部', '党支部书记责任清单', '书记'],
      ...['听取党员思想汇报，研究解决困难', '2026年第四季度', '2026-12-31', '已完成', '2026-11-23'],
      '11月20日支部会上听取并研究',
    ]);
    const { messages } = await org.as('冯雪').says('导出 责任清单');
    expect(messages.some(({ file }) => file)).toBe(false);
    const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['list.published', 'list.ticked']));
  });

  test('by a rule that was never put in force nothing ticks itself', async () => {
    const org = await begun('2026-11-23T10:00');
    await org.as('何书记').says('清单');
    await org.as('何书记').presses('写一张清单');
    const seen = await send(org, '学时清单', '学满学时，每年，党员教育培训学时');
    expect(seen).not.toContain('按记录自动勾选（党员教育培训学时）');
  });

  test('what the records prove ticks itself, and nobody is asked to', async () => {
    const org = await begun('2026-11-23T10:00');
    await published(org, '组织开展主题党日，每月，主题党日');
    expect((await org.as('张建国').says('清单')).text).toContain('已完成 0/1');
    await org.store.change((db) => void held(db, FINANCE, '2026-11-18', ['themeDay']));
    const own = await org.as('张建国').says('清单');
    expect(own.text).toContain('11月 组织开展主题党日：已完成，按记录');
    expect(own.messages[0]?.actions).toEqual([]);
    await org.at('2026-12-31T20:00');
    for (const name of ['张建国', '郑强', '何书记'])
      expect(await org.as(name).finds(/书记责任清单.*组织开展主题党日/)).toBeUndefined();
  });

  test('what is undone comes in the one digest, before its deadline and after it; the committee hears a week later', async () => {
    const org = await begun('2026-11-16T10:00');
    await published(org, '谈一次心，每月', '学习一篇文章，每月');
    await org.at('2026-12-10T20:00');
    const told = (await org.as('郑强').messages()).filter(({ text }) =>
      text.includes('书记责任清单（退休党支部）'),
    );
    expect(
      told.map(({ at, text }) => [at.slice(0, 10), /书记责任清单（退休党支部）：(.*)/.exec(text)?.[1]]),
    ).toEqual([
      ['2026-11-20', '谈一次心等 2 项（11月30日前完成）'],
      ['2026-12-01', '谈一次心等 2 项（应在11月30日前完成，已逾期）'],
    ]);
    const days = (await org.as('郑强').messages()).map(({ at }) => at.slice(0, 10));
    expect(new Set(days).size).toBe(days.length);
    const weekly = (await org.as('何书记').messages()).filter(({ text }) =>
      text.includes('清单、达标和跟进'),
    );
    expect(weekly).toHaveLength(0);
    await org.at('2026-12-20T20:00');
    const later = await org.as('何书记').finds('清单、达标和跟进');
    expect(later?.at).toContain('2026-12-14');
    expect(later?.text).toContain('退休党支部：书记责任清单：谈一次心等 2 项');
    const overview = (await org.as('何书记').says('清单')).text;
    expect(overview).toContain('逾期 4 项（2 个单位）');
    await org.as('郑强').presses('看清单：书记责任清单');
    await org.as('郑强').presses('完成：11月 谈一次心');
    await org.as('郑强').presses('完成', { evidence: '与冯雪谈心' });
    expect((await org.as('何书记').says('清单')).text).toContain('逾期 3 项（2 个单位）');
  });

  test('a line that is not understood keeps nothing, and is named', async () => {
    const org = await begun('2026-11-23T10:00');
    await org.as('何书记').says('导入清单');
    const text = await send(
      org,
      '书记责任清单',
      '谈一次心，每月\n学习，有空时\n交总结，2026-01-01\n开会，每年，主题党日\n讲党课，每年，党委书记讲党课',
    );
    expect(text).toContain('有 4 行没看懂，什么都没有保存');
    expect(text).toContain('第 2 行：“有空时”不是周期或期限');
    expect(text).toContain('第 3 行：期限 2026-01-01 已经过去了');
    expect(text).toContain('第 4 行：“主题党日”的周期是每月');
    expect(text).toContain('第 5 行：“党委书记讲党课”不是这一级的要求');
    expect(text).toContain('名称：书记责任清单');
    expect(text).toContain('学习，有空时');
    expect((await org.as('何书记').says('清单')).text).toContain('还没有清单');
  });

  test('a list of the branch itself is its organisers’; of a post, whoever holds it, and nobody else ticks', async () => {
    const org = await begun('2026-11-23T10:00');
    await published(org, '谈一次心，每月');
    await org.as('何书记').says('写清单');
    await send(org, '支部工作清单', '公示党费，每年', 'none');
    await org.as('何书记').presses('发布');
    await org.as('何书记').says('写清单');
    await send(org, '纪检委员责任清单', '监督检查一次，每季度', 'disciplineMember');
    await org.as('何书记').presses('发布');
    expect((await org.as('李红梅').says('清单')).text).toContain('支部工作清单：已完成 0/1');
    expect((await org.as('李红梅').says('清单')).text).not.toContain('谈一次心');
    expect((await org.as('王磊').says('清单')).text).toContain('监督检查一次');
    const seen = await org.as('刘洋').says('清单');
    expect(seen.text).toContain('第一党支部的清单');
    expect(seen.text).toContain('谈一次心');
    expect(seen.messages[0]?.actions).toEqual([]);
    const secretary = await org.as('张建国').says('清单');
    const press = secretary.messages[0]?.actions.find(({ label }) => label.includes('谈一次心'));
    expect(press).toBeDefined();
    const stolen = await forged(org, '刘洋', seen.messages[0]?.id, press?.id);
    expect(stolen).toContain('由担任这个职务的同志来勾选');
    expect((await org.as('吴书记').says('清单 第一党支部')).text).not.toContain('谈一次心');
    expect((await org.as('刘洋').says('清单 退休党支部')).text).toContain('只能查看自己所在组织');
    expect((await org.as('张建国').says('写清单')).text).toContain('由上级党组织的党务干部来做');
    expect((await org.as('陈静').says('清单 财政局机关党委')).text).toContain('共 3 张清单');
  });

  test('two lists of one name are not in force at once; members see that a thing is done, not with what', async () => {
    const org = await begun('2026-11-23T10:00');
    await published(org, '谈一次心，每月');
    await org.as('何书记').says('写清单');
    await send(org, '书记责任清单', '谈一次心，每月');
    expect((await org.as('何书记').presses('发布')).text).toContain('已经有一张“书记责任清单”了');
    await org.as('郑强').says('清单');
    await org.as('郑强').presses('完成：11月 谈一次心');
    await org.as('郑强').presses('完成', { evidence: '与冯雪谈心' });
    const seen = (await org.as('冯雪').says('清单')).text;
    expect(seen).toContain('谈一次心：已完成');
    expect(seen).not.toContain('与冯雪谈心');
    expect((await org.as('何书记').says('清单 退休党支部')).text).toContain('与冯雪谈心');
  });

  test('a tick is taken back by whoever made it; an item or a list ends and asks no more', async () => {
    const org = await begun('2026-11-23T10:00');
    await published(org, '谈一次心，每月', '学习一篇文章，每月');
    await org.as('郑强').says('清单');
    await org.as('郑强').presses('完成：11月 谈一次心');
    await org.as('郑强').presses('完成', { evidence: '与冯雪谈心' });
    await org.as('郑强').presses('撤回');
    expect((await org.as('郑强').says('清单')).text).toContain('已完成 0/2');
    await org.as('何书记').says('清单');
    await org.as('何书记').presses('调整：书记责任清单');
    await org.as('何书记').presses('停用一项');
    const item = (await org.as('何书记').messages()).at(-1)?.form?.[0]?.options?.[0]?.value;
    expect((await org.as('何书记').presses('停用', { item })).text).toContain('已停用');
    expect((await org.as('郑强').says('清单')).text).toContain('已完成 0/1');
    await org.as('何书记').presses('增加');
    await org.as('何书记').presses('增加', { lines: '走访困难党员，每季度' });
    expect((await org.as('郑强').says('清单')).text).toContain('走访困难党员');
    await org.as('何书记').says('清单');
    await org.as('何书记').presses('调整：书记责任清单');
    await org.as('何书记').presses('停用整张');
    expect((await org.as('郑强').says('清单')).text).toContain('还没有清单');
  });
});

test('an item is asked for in every period from the one it was published in to the present one, without a gap', () => {
  const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
  const every = fc.constantFrom('month' as const, 'quarter' as const, 'halfYear' as const, 'year' as const);
  fc.assert(
    fc.property(day, fc.nat(500), fc.nat(500), every, (published, ago, later, often) => {
      const at = atTime(published, '10:00');
      const item: ListItem = { ...ITEM, every: often, at };
      const list: List = { ...LIST, at, publishedAt: at, items: [item] };
      const [from, today] = [addDays(published, -ago + 200), addDays(published, later)];
      const slots = slotsOf(list, item, from, today);
      const first = published > from ? published : from;
      if (first > today) return;
      expect(slots[0]?.key !== undefined && slots[0].key <= first && first <= slots[0].deadline).toBe(true);
      expect(slots.at(-1)?.deadline !== undefined && today <= (slots.at(-1)?.deadline ?? '')).toBe(true);
      expect(slots.slice(1).map(({ key }) => key)).toEqual(
        slots.slice(0, -1).map(({ deadline }) => addDays(deadline, 1)),
      );
      expect(slots.every((slot) => slot.from >= slot.key && slot.from >= published)).toBe(true);
    }),
  );
});

const ITEM: ListItem = {
  id: 1,
  list: 1,
  position: 0,
  says: '谈一次心',
  every: 'month',
  deadline: null,
  rule: null,
  at: 0,
  endedAt: null,
};
const LIST: List = {
  id: 1,
  unit: 1,
  unitName: '机关工委',
  lineage: '/1/',
  name: '清单',
  level: 'branch',
  post: null,
  draft: null,
  at: 0,
  by: 1,
  publishedAt: 0,
  endedAt: null,
  endedBy: null,
  items: [],
};

describe('pasted lines', () => {
  test('whatever is pasted, every line is an item or a fault, and nothing breaks', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('每月', '2026-12-31', '"', '""', '\t', '，', '内容', '主题党日', '1.'),
    );
    const text = fc
      .array(fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(',')))
      .map((rows) => rows.join('\n'));
    fc.assert(
      fc.property(text, fc.constantFrom('branch', 'committee'), (pasted, level) => {
        const { lines, faults } = parseLines(pasted, level, RULES, '2026-11-23');
        expect(lines.length + faults.length).toBeGreaterThan(0);
        for (const { says, every, deadline } of lines) {
          expect(says.length).toBeGreaterThan(1);
          expect(deadline === null).toBe(every !== 'once');
        }
      }),
    );
  });

  test('however it is separated and numbered, content and time come out, and no content is lost', () => {
    const content = fc
      .array(fc.stringMatching(/^[甲乙丙丁戊己庚辛壬癸]{2,6}$/), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('，'));
    const time = fc.constantFrom(
      ['每月', 'month'],
      ['每季度', 'quarter'],
      ['半年', 'halfYear'],
      ['年度', 'year'],
      ['2026-12-31', 'once'],
      ['12月31日前', 'once'],
      ['年底前', 'once'],
    );
    const between = fc.constantFrom('，', ',', '\t', ' ， ');
    const number = fc.constantFrom('', '1. ', '三、', '12) ');
    fc.assert(
      fc.property(content, time, between, number, (says, [said, every], comma, first) => {
        const { lines, faults } = parseLines(`${first}${says}${comma}${said}`, 'branch', RULES, '2026-11-23');
        expect(faults).toEqual([]);
        expect(lines).toEqual([
          { says, every, deadline: every === 'once' ? '2026-12-31' : null, rule: null },
        ]);
      }),
    );
  });
});

async function send(org: TestOrg, name: string, lines: string, post = 'secretary'): Promise<string> {
  return (await org.as('何书记').presses('预览', { name, level: 'branch', post, lines })).text;
}

/** A list of the secretaries', in force. */
async function published(org: TestOrg, ...lines: string[]): Promise<void> {
  await org.as('何书记').says('写清单');
  await send(org, '书记责任清单', lines.join('\n'));
  expect((await org.as('何书记').presses('发布')).text).toContain('已发布');
}
