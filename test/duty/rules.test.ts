import { desc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { dutySettings } from '../../db/schema/duty.ts';
import { units } from '../../db/schema/people.ts';
import { type Change, change } from '../../src/duty/rules/decide.ts';
import { instantOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';
import { UNSAID } from './so.ts';

async function town(): Promise<TestOrg> {
  const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.store.change((db) => held(db, RETIRED, '2026-07-15', ['themeDay'], { plannedAt: 0 }));
  return org;
}

async function changes(org: TestOrg, who: string, form: Record<string, unknown>): Promise<string> {
  await org.as(who).says('规则');
  await org.as(who).presses('调整规则');
  const { rule, ...values } = form;
  await org.as(who).presses('下一步', { rule });
  return (await org.as(who).presses('保存', values)).text;
}

/** What was decided with no form between. */
async function decided(org: TestOrg, name: string, wanted: Partial<Change>): Promise<string> {
  return org.store.change((db) => {
    const unit = db.select().from(units).where(eq(units.name, name)).get();
    if (!unit) throw new Error(`no unit ${name}`);
    return change(db, unit, { ...NOTHING, ...wanted }, 1, instantOf('2026-11-21T10:00'));
  });
}

const NOTHING: Change = {
  rule: 'themeDay',
  subtree: true,
  from: '2026-12-01',
  ...UNSAID,
};

async function adds(org: TestOrg, who: string, form: Record<string, unknown>): Promise<string> {
  await org.as(who).says('规则');
  await org.as(who).presses('增加任务');
  return (await org.as(who).presses('保存', form)).text;
}

describe('规则', () => {
  test('a committee sees every rule, whether it is central, where it comes from and since when', async () => {
    const org = await town();
    const { text } = await org.as('何书记').says('规则');
    expect(text).toContain('财政局机关党委执行的规则');
    expect(text).toContain(
      '主题党日 | 中央 | 每月相对固定 1 天开展主题党日 | 《中国共产党支部工作条例（试行）》（随系统设置）',
    );
    expect(text).toContain(
      '党课 | 本地 | 支部一般每季度上 1 次党课（条例未规定次数） | 本地惯例（随系统设置）',
    );
    expect(text).toContain('可补开到次年3月31日');
  });

  test('a local rule is switched off from the next quarter on, for its own subtree', async () => {
    const org = await town();
    const said = await changes(org, '何书记', { rule: 'partyLecture', state: 'off', from: '2026-12-01' });
    expect(said).toContain('“党课”的改动已保存，从2026年12月1日（星期二）起开始的周期按此执行。');
    expect((await org.as('何书记').says('规则')).text).toContain(
      '自2026年12月1日（星期二）起 党课：停用（财政局机关党委）',
    );
    expect((await org.as('郑强').says('汇总 本季度')).text).toContain('党课：0/1');
    await org.at('2027-01-10T10:00');
    expect((await org.as('郑强').says('汇总 本季度')).text).not.toContain('党课');
    expect((await org.as('郑强').says('汇总 去年四季度')).text).toContain('党课：0/1');
    expect((await org.as('孙丽').says('汇总 本季度')).text).toContain('党课：0/1');
    expect((await org.as('何书记').says('规则')).text).toContain(
      '党课 | 本地 | 已停用 | 本地惯例（财政局机关党委，自2026年12月1日（星期二）起）',
    );
  });

  test('what a committee switched off for all beneath it, the one between switches on again for its own', async () => {
    const org = await town();
    await changes(org, '陈静', { rule: 'partyLecture', state: 'off', from: '2026-12-01' });
    const said = await changes(org, '何书记', { rule: 'partyLecture', state: 'on', from: '2026-12-01' });
    expect(said).toContain('“党课”的改动已保存');
    await org.at('2027-01-10T10:00');
    for (const [secretary, owes] of [
      ['郑强', true],
      ['张建国', true],
      ['孙丽', false],
    ] as const) {
      const { text } = await org.as(secretary).says('汇总 本季度');
      expect([secretary, text.includes('党课：0/1')]).toEqual([secretary, owes]);
    }
  });

  test('a committee sets a rule for one branch alone, in conversation', async () => {
    const org = await town();
    expect((await org.as('何书记').says('规则 退休党支部')).text).toContain('退休党支部');
    await org.as('何书记').presses('调整规则');
    await org.as('何书记').presses('下一步', { rule: 'partyLecture' });
    const saved = await org.as('何书记').presses('保存', { state: 'off', from: '2026-12-01', scope: 'unit' });
    expect(saved.text).toContain('“党课”的改动已保存');
    const [row] = await org.store.read((db) => db.select().from(dutySettings).all());
    expect(row).toMatchObject({ rule: 'partyLecture', off: true, subtree: false });
    await org.at('2027-01-10T10:00');
    expect((await org.as('郑强').says('汇总 本季度')).text).not.toContain('党课');
    for (const other of ['张建国', '孙丽'])
      expect((await org.as(other).says('汇总 本季度')).text).toContain('党课：0/1');
    expect((await org.as('何书记').says('规则')).text).not.toContain('退休党支部');
  });

  test('a rule in force in the current period may be changed from its first day on, one that is over never', async () => {
    const org = await town();
    expect(
      await changes(org, '何书记', { rule: 'partyLecture', state: 'off', from: '2026-09-30' }),
    ).toContain('已经过去的周期不能改规则，最早从2026年10月1日（星期四）（本期第一天）起。');
    await changes(org, '何书记', { rule: 'partyLecture', state: 'off', from: '2026-10-01' });
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('四季度党课');
    expect((await org.as('郑强').says('逾期')).text).toContain('三季度党课');
  });

  test('a central rule is not switched off nor lowered, but it may be raised', async () => {
    const org = await town();
    const form = (await org.as('何书记').says('调整规则 主题党日')).messages.at(-1)?.form ?? [];
    expect(form.map(({ name }) => name)).not.toContain('state');
    for (const wanted of [{ off: true }, { times: 0 }])
      await expect(decided(org, '财政局机关党委', { rule: 'themeDay', ...wanted })).rejects.toThrow(
        /不能停用|不能减少/,
      );
    expect(await org.store.read((db) => db.select().from(dutySettings).all())).toEqual([]);
    await changes(org, '何书记', { rule: 'themeDay', times: 2, from: '2026-11-01' });
    await org.store.change((db) => held(db, FINANCE, '2026-11-10', ['themeDay']));
    expect((await org.as('张建国').says('还差什么')).text).toContain(
      '11月主题党日：应 2 次，已开 1 次，11月30日前完成',
    );
    await changes(org, '何书记', { rule: 'themeDay', times: 3, from: '2026-12-01' });
    expect(await changes(org, '何书记', { rule: 'themeDay', times: 0, from: '2026-12-01' })).toContain(
      '次数至少 1 次',
    );
  });

  test('a committee adds a duty with a deadline; every branch beneath owes it, nobody else', async () => {
    const org = await town();
    const said = await adds(org, '何书记', {
      name: '防汛专题学习',
      kinds: ['training'],
      every: 'once',
      by: '2026-12-15',
      from: '2026-11-21',
    });
    expect(said).toContain('已增加“防汛专题学习”');
    const { text } = await org.as('郑强').says('还差什么');
    expect(text).toContain('12月15日前防汛专题学习：还没安排，12月15日前完成');
    expect(text).toContain('防汛专题学习：财政局机关党委规定，2026年12月15日前完成。');
    expect((await org.as('孙丽').says('还差什么')).text).not.toContain('防汛');
    await org.store.change((db) => held(db, RETIRED, '2026-11-20', ['training']));
    expect((await org.as('郑强').says('还差什么')).text).toContain('防汛专题学习：还没安排');
    await org.at('2026-12-03T10:00');
    await org.store.change((db) => held(db, RETIRED, '2026-12-02', ['training']));
    expect((await org.as('郑强').says('还差什么')).text).toContain('防汛专题学习：已完成（12月2日）');
    await org.at('2026-12-16T10:00');
    expect((await org.as('张建国').says('逾期')).text).toContain('防汛专题学习');
  });

  test.each([
    [{ name: '党课', kinds: ['training'] }, '已经有一条叫“党课”的规则'],
    [{ name: '专题学习', kinds: [] }, '请选择开展哪种活动算完成'],
    [{ name: '专题学习', kinds: ['training'], every: 'once' }, '请填写完成期限'],
    [{ name: '专题学习', kinds: ['training'], every: 'month', by: '2026-12-31' }, '只用于一次性的任务'],
    [{ name: '专题学习', kinds: ['training'], grace: 400 }, '宽限最多 180 天'],
  ])('what cannot be is refused: %o', async (form, said) => {
    const org = await town();
    expect(await adds(org, '何书记', form)).toContain(said);
  });

  test('who administers nothing is told who does; nobody reaches beyond their own subtree', async () => {
    const org = await town();
    expect((await org.as('郑强').says('规则')).text).toContain('党务干部');
    expect((await org.as('何书记').says('规则 教育局机关党委')).text).toContain('没有找到');
  });

  test('who changed what stands in the journal', async () => {
    const org = await town();
    await changes(org, '何书记', { rule: 'partyLecture', state: 'off' });
    const last = org.store.read((db) => db.select().from(audit).orderBy(desc(audit.seq)).limit(1).get());
    expect(last?.action).toBe('rule.changed');
    expect(last?.after).toContain('"rule":"partyLecture"');
  });
});
