import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { dutySettings } from '../../db/schema/duty.ts';
import { units } from '../../db/schema/people.ts';
import { applyRoster } from '../../src/people/roster/apply.ts';
import { instantOf } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { begun, forged } from './begun.ts';
import { FINANCE, held, RETIRED, recordedTown } from './held.ts';

const OPEN = { minutedAt: null, minutes: null };

/** Over the branch a general branch, whose secretary is told of what it owes itself. */
const WITH_GENERAL: Found = {
  机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  '机关工委/局党委': {
    kind: 'departmentCommittee',
    people: { 何书记: { posts: ['secretary'], only: 'post' } },
  },
  '机关工委/局党委/党总支': {
    kind: 'generalBranch',
    people: { 韩梅: { posts: ['secretary'], only: 'post' } },
  },
  '机关工委/局党委/党总支/一支部': {
    kind: 'branch',
    people: { 张建国: { posts: ['secretary'] }, 李红梅: {}, 王磊: {} },
  },
  '机关工委/局党委/二支部': { kind: 'branch', people: { 郑强: { posts: ['secretary'] }, 冯雪: {} } },
};

describe('days that a committee sets', () => {
  test('a theme day is said from the 8th on and goes up after three weeks, for what begins from then on', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    await org.as('何书记').says('调整规则 主题党日');
    const saved = await org.as('何书记').presses('保存', { date: 8, late: 21, from: '2026-12-01' });
    expect(saved.text).toContain('“主题党日”的改动已保存，从2026年12月1日（星期二）起开始的周期按此执行。');
    await org.at('2027-02-28T20:00');
    // November is as it was; in December a working day from the 8th on.
    expect(await said(org, '郑强', '11月主题党日：还没安排')).toEqual(['2026-11-20']);
    expect(await said(org, '郑强', '12月主题党日：还没安排')).toEqual(['2026-12-08']);
    expect(await said(org, '孙丽', '12月主题党日：还没安排')).toEqual(['2026-12-21']);
    expect(await weeklies(org, '何书记', '退休党支部：11月主题党日')).toEqual(['2026-12-14']);
    expect(await weeklies(org, '何书记', '12月主题党日')).toEqual(['2027-01-25']);
    expect(await weeklies(org, '吴书记', '12月主题党日')).toEqual(['2027-01-11']);
  });

  test('sooner: a month before the quarter’s end, and three days after it to the committee', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-10-01');
    await changes(org, '何书记', 'partyLecture', { soon: 30, late: 3, from: '2026-10-01' });
    await org.at('2027-01-31T20:00');
    expect(await said(org, '郑强', '四季度党课：还没安排')).toEqual(['2026-12-01']);
    expect(await said(org, '孙丽', '四季度党课：还没安排')).toEqual(['2026-12-21']);
    expect(await weeklies(org, '何书记', '第四季度党课')).toEqual(['2027-01-04']);
    expect(await weeklies(org, '吴书记', '第四季度党课')).toEqual(['2027-01-11']);
  });

  test('minutes within a week: asked for six days after, in words that name who says so', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    const done = await changes(org, '何书记', 'minutes', { within: 7, from: '2026-11-17' });
    expect(done).toContain('“会议记录归档”的改动已保存，2026年11月17日（星期二）起开展的活动按此执行。');
    await org.store.change((db) => {
      held(db, RETIRED, '2026-11-16', ['training'], OPEN);
      held(db, RETIRED, '2026-11-17', ['themeDay'], OPEN);
    });
    await org.at('2026-11-30T20:00');
    expect(await said(org, '郑强', '11月16日 党员培训：还没有会议记录')).toEqual(['2026-11-18']);
    expect(await said(org, '郑强', '11月17日 主题党日：还没有会议记录')).toEqual(['2026-11-23']);
    const last = await org.as('郑强').finds('11月17日 主题党日：还没有会议记录');
    expect(last?.text).toContain('会议记录在会后 7 天内归档（财政局机关党委规定）。');
    const { text } = await org.as('何书记').says('规则');
    expect(text).toContain(
      '会议记录归档 | 本地 | 会后 7 天内归档 | 本地惯例（财政局机关党委，自2026年11月17日（星期二）起）',
    );
    expect((await org.as('陈静').says('规则')).text).toContain('会后 3 天内归档 | 本地惯例（随系统设置）');
  });

  test('minutes that a committee does not want are not asked for', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    await changes(org, '何书记', 'minutes', { state: 'off', from: '2026-11-16' });
    await org.store.change((db) => void held(db, RETIRED, '2026-11-17', ['training'], OPEN));
    await org.at('2026-11-30T20:00');
    expect(await said(org, '郑强', '还没有会议记录')).toEqual([]);
  });

  test('the form shows how each thing is today and by whose word, and keeps what was set before', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    await changes(org, '陈静', 'partyLecture', { times: 2, from: '2026-10-01' });
    await changes(org, '何书记', 'partyLecture', { soon: 20, from: '2026-10-01' });
    const { text, messages } = await org.as('何书记').says('调整规则 党课');
    expect(text).toContain(
      '每期次数：2 次（机关工委 陈静 2026年11月16日（星期一）设置，自2026年10月1日（星期四）起）',
    );
    expect(text).toContain(
      '提醒：到期前 20 天提醒（财政局机关党委 何书记 2026年11月16日（星期一）设置，自2026年10月1日（星期四）起）',
    );
    expect(text).toContain('报上级：期满 7 天后报上级（系统设置）');
    expect(text).toContain('本期从2026年10月1日（星期四）起，下期从2027年1月1日（星期五）起。');
    const form = messages.at(-1)?.form ?? [];
    expect(form.find(({ name }) => name === 'soon')?.value).toBe(20);
    expect(form.find(({ name }) => name === 'times')?.value ?? null).toBeNull();
    expect(form.map(({ name }) => name)).not.toContain('date');
    expect((await org.as('何书记').says('调整规则 主题党日')).text).toContain('每期次数：1 次（中央规定）');
    expect((await org.as('何书记').says('规则')).text).toContain('每月 20 日起提醒；期满 7 天后报上级');
    await org.as('何书记').presses('保存', { late: 10, from: '2027-01-01' });
    expect((await org.as('何书记').says('规则')).text).toContain(
      '自2027年1月1日（星期五）起 主题党日：逾期 10 天后报上级（财政局机关党委）',
    );
  });

  test('days that would come too late or too early are refused with what would do', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    const cases: [string, Record<string, unknown>, string][] = [
      ['themeDay', { soon: 5, date: 10 }, '只填一项'],
      ['themeDay', { date: 31 }, '请填 1 到 25'],
      ['themeDay', { soon: 26 }, '“主题党日”每月一期，到期前几天提醒请填 3 到 25 天'],
      ['partyLecture', { soon: 2 }, '请填 3 到 60 天'],
      ['partyLecture', { soon: '一周' }, '天数请填数字'],
      ['partyLecture', { soon: 3.5 }, '天数请填整数'],
      ['partyLecture', { late: 1 }, '先提醒支部'],
      ['partyLecture', { grace: 60, late: 30 }, '加起来最多 80 天'],
      ['democraticAppraisal', { soon: 181 }, '请填 3 到 180 天'],
      ['minutes', { within: 16 }, '请填 1 到 15 天'],
      ['minutes', { within: 5, from: '2026-11-15' }, '请选今天或以后的日期'],
    ];
    for (const [rule, form, words] of cases)
      expect(await changes(org, '何书记', rule, form), rule).toContain(words);
    expect(org.store.read((db) => db.select().from(dutySettings).all())).toEqual([]);
  });

  test('last year’s summary is what it was, whatever is set now', async () => {
    const org = await recordedTown('2027-01-11T10:00', '2026-01-01');
    await org.store.change((db) => void held(db, FINANCE, '2026-07-10', ['themeDay']));
    const before = (await org.as('何书记').says('汇总 2026年')).text;
    await changes(org, '何书记', 'themeDay', { times: 2, soon: 5, late: 30, from: '2027-01-01' });
    await changes(org, '何书记', 'partyLecture', { state: 'off', from: '2027-01-01' });
    expect((await org.as('何书记').says('汇总 2026年')).text).toBe(before);
  });

  test('a branch’s secretary is neither offered the form nor let through with its button', async () => {
    const org = await recordedTown('2026-11-16T10:00', '2026-11-01');
    for (const words of ['规则', '调整规则', '调整规则 党课', '增加任务'])
      expect((await org.as('郑强').says(words)).text).toContain('由上级党组织的党务干部来做');
    await org.as('何书记').says('调整规则 党课');
    const form = await org.as('何书记').finds('调整规则：党课');
    const choice = (await org.as('何书记').says('规则')).messages[0];
    const own = (await org.as('郑强').says('还差什么')).messages[0];
    const refused = '由上级党组织的党务干部来做';
    for (const action of choice?.actions ?? [])
      expect(await forged(org, '郑强', own?.id, action.id), action.label).toContain(refused);
    const values = { state: 'off', from: '2027-01-01' };
    expect(await forged(org, '郑强', own?.id, form?.actions[0]?.id, values)).toContain(refused);
    expect(org.store.read((db) => db.select().from(dutySettings).all())).toEqual([]);
  });
});

describe('a duty of a committee’s own', () => {
  test('of general branches and of branches with three members: each is told of its own, the committee of both', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    const done = await adds(org, '何书记', {
      name: '专题学习',
      kinds: ['training'],
      units: ['branch', 'generalBranch'],
      least: 3,
      every: 'month',
      from: '2026-11-01',
    });
    expect(done).toContain('已增加“专题学习”');
    expect(done).toContain('按现在的情况，要完成的有 2 个党组织');
    expect((await org.as('何书记').says('规则')).text).toContain(
      '专题学习 | 本地 | 党支部、党总支，党员 3 人以上的：每月至少 1 次',
    );
    expect((await org.as('张建国').says('还差什么')).text).toContain('11月专题学习：还没安排');
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('专题学习');
    expect((await org.as('韩梅').says('还差什么')).text).toContain('11月专题学习：还没安排');
    await org.store.change(
      (db) => void held(db, '机关工委/局党委/党总支/一支部', '2026-11-10', ['training']),
    );
    await org.at('2026-11-20T10:00');
    const form = (await org.as('韩梅').presses('新建活动：11月专题学习')).messages.at(-1)?.form;
    expect(form?.find(({ name }) => name === 'kinds')?.value).toEqual(['training']);
    await org.at('2026-12-31T20:00');
    expect(await said(org, '韩梅', '11月专题学习：还没安排')).toEqual(['2026-11-20']);
    expect(await said(org, '韩梅', '11月专题学习：已逾期')).toEqual(['2026-12-01']);
    expect(await said(org, '张建国', '11月专题学习')).toEqual([]);
    expect(await weeklies(org, '何书记', '党总支：11月专题学习')).toEqual(['2026-12-14']);
    await org.store.change((db) => void held(db, '机关工委/局党委/党总支', '2026-12-10', ['training']));
    expect((await org.as('韩梅').says('还差什么')).text).toContain('12月专题学习：已完成（12月10日）');
  });

  test('who joins within a month makes the branch owe it from the next on', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    await adds(org, '陈静', {
      name: '支部讨论',
      kinds: ['training'],
      least: 3,
      every: 'month',
      from: '2026-11-01',
    });
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('支部讨论');
    await org.store.change((db) =>
      db.run(
        `insert into memberships (person, unit, category, began) select p.id, u.id, 'probationary', '2026-11-20'
         from persons p, units u where p.name = '陈静' and u.name = '二支部'`,
      ),
    );
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('支部讨论');
    await org.at('2026-11-20T10:00');
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('支部讨论');
    await org.at('2026-12-01T10:00');
    expect((await org.as('郑强').says('还差什么')).text).toContain('12月支部讨论：还没安排');
  });

  test('a branch that becomes a general branch keeps its past, and owes as one from then on', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    await org.store.change((db) => void held(db, '机关工委/局党委/二支部', '2026-11-05', ['themeDay']));
    await org.at('2026-12-02T10:00');
    const november = '二支部 |  | 1/1';
    expect((await org.as('何书记').says('汇总 11月')).text).toContain(november);
    await org.store.change((db) => {
      const unit = db.select().from(units).where(eq(units.name, '二支部')).get();
      if (!unit) throw new Error('no unit');
      const { id, path, name } = unit;
      const before = { name, kind: 'branch' as const };
      const after = { name, kind: 'generalBranch' as const };
      const changes = [{ kind: 'unit.changed' as const, unit: id, path, before, after }];
      applyRoster(db, instantOf('2026-12-02T10:00'), 'operator', {
        faults: [],
        changes,
        touched: { units: [id], top: false },
      });
    });
    expect((await org.as('何书记').says('汇总 11月')).text).toContain(november);
    expect((await org.as('何书记').says('汇总 本月')).text).not.toContain('二支部');
    await org.at('2026-12-31T20:00');
    expect(await said(org, '郑强', '12月主题党日')).toEqual([]);
  });

  test('one that nobody owes as things are says so at once', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    const done = await adds(org, '何书记', { name: '专题学习', kinds: ['training'], least: 50 });
    expect(done).toContain('按现在的情况还没有要完成的党组织，请看看类别和人数');
    const once = { name: '年终讨论', kinds: ['training'], units: ['generalBranch'], every: 'once' };
    expect(await adds(org, '何书记', { ...once, by: '2026-12-20', from: '2026-11-02' })).toContain(
      '要完成的有 1 个党组织',
    );
  });

  test('of what is done once the days are set for the whole; a work committee’s own is told to its staff', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    await adds(org, '陈静', {
      name: '年终讨论',
      kinds: ['training'],
      units: ['organsWorkCommittee'],
      every: 'once',
      by: '2026-12-15',
      from: '2026-11-02',
    });
    await org.at('2026-11-05T10:00');
    await org.as('陈静').says('调整规则 年终讨论');
    await org.as('陈静').presses('保存', { soon: 25 });
    await org.at('2026-12-31T20:00');
    expect(await said(org, '陈静', '12月15日前年终讨论：还没安排')).toEqual(['2026-11-20']);
    expect(await said(org, '陈静', '12月15日前年终讨论：已逾期')).toEqual(['2026-12-16']);
  });

  test('what nobody could owe is refused', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    const cases: [Record<string, unknown>, string][] = [
      [{ units: [] }, '请选择哪类党组织来完成'],
      [{ units: ['branch', 'generalBranch'], owedBy: 'committee' }, '支委会、党小组只有党支部才设'],
      [{ units: ['departmentCommittee'], owedBy: 'groups' }, '支委会、党小组只有党支部才设'],
      [{ least: 0 }, '党员人数至少 1 人'],
      [{ least: '很多' }, '党员人数请填数字'],
      [{ every: 'month', grace: 90 }, '加起来最多 80 天'],
    ];
    for (const [form, words] of cases)
      expect(await adds(org, '何书记', { name: '专题学习', kinds: ['training'], ...form })).toContain(words);
    expect(org.store.read((db) => db.select().from(dutySettings).all())).toEqual([]);
  });

  test('who owes it is changed from a day on; who owed it before still did', async () => {
    const org = await begun('2026-11-02T10:00', WITH_GENERAL);
    await adds(org, '何书记', {
      name: '专题学习',
      kinds: ['training'],
      units: ['branch'],
      every: 'month',
      from: '2026-11-01',
    });
    await org.as('何书记').says('调整规则 专题学习');
    await org.as('何书记').presses('保存', { units: ['generalBranch'], from: '2026-12-01' });
    expect((await org.as('何书记').says('规则')).text).toContain(
      '专题学习：1 次，宽限 0 天，由党总支完成（局党委）',
    );
    await org.at('2026-12-02T10:00');
    expect((await org.as('张建国').says('逾期')).text).toContain('11月专题学习');
    expect((await org.as('张建国').says('还差什么')).text).not.toContain('12月专题学习');
    expect((await org.as('韩梅').says('还差什么')).text).toContain('12月专题学习：还没安排');
    const shipped = await changes(org, '何书记', 'partyLecture', {});
    expect(shipped).toContain('已保存');
  });
});

async function changes(org: TestOrg, who: string, rule: string, form: Record<string, unknown>) {
  await org.as(who).says('调整规则');
  await org.as(who).presses('下一步', { rule });
  return (await org.as(who).presses('保存', form)).text;
}

async function adds(org: TestOrg, who: string, form: Record<string, unknown>): Promise<string> {
  await org.as(who).says('增加任务');
  return (await org.as(who).presses('保存', form)).text;
}

/** On which days a secretary’s digest said so. */
async function said(org: TestOrg, name: string, words: string): Promise<string[]> {
  const all = await org.as(name).messages();
  const told = all.filter(({ text }) => /^今天(有 |要留意)/.test(text) && text.includes(words));
  return told.map(({ at }) => at.slice(0, 10));
}

async function weeklies(org: TestOrg, name: string, words: string): Promise<string[]> {
  const all = await org.as(name).messages();
  const told = all.filter(({ text }) => text.includes('本周情况') && text.includes(words));
  return told.map(({ at }) => at.slice(0, 10));
}
