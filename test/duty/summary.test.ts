import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { added } from '../../src/duty/owed/attended.ts';
import { before as timeBefore } from '../../src/duty/period.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { figuresOf } from '../../src/duty/summary/figures.ts';
import { type Summary, summaryOf } from '../../src/duty/summary/summary.ts';
import { dayOf, instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';

const NOW = '2026-11-21T10:00';
const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09'];

/** All is well until September; since then only the finance office's first branch met. */
async function november(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.store.change((db) => {
    for (const path of [FINANCE, RETIRED, EDUCATION]) {
      for (const month of MONTHS) held(db, path, `2026-${month}-15`, ['themeDay'], { plannedAt: 0 });
      for (const month of ['03', '06', '09'])
        held(db, path, `2026-${month}-20`, ['memberAssembly', 'partyLecture']);
    }
    held(db, FINANCE, '2026-10-10', ['themeDay'], {
      expected: 8,
      present: 6,
      late: 1,
      absent: 1,
      onLeave: 1,
      byProxy: 2,
      enteredLater: 1,
    });
    held(db, FINANCE, '2026-11-10', ['themeDay'], { madeUp: 1 });
    held(db, FINANCE, '2026-11-12', ['training'], { expected: 5, present: 5, onLeave: 0 });
  });
  return org;
}

function look(
  org: TestOrg,
  path: string,
  said: string,
  filter: Summary['filter'] = {},
  wall: WallTime = NOW,
): Summary {
  return org.store.read((db) => {
    const unit = db.select().from(units).where(eq(units.path, path)).get();
    if (!unit) throw new Error(path);
    const now = instantOf(wall);
    return summaryOf(db, unit, parsePeriod(said, dayOf(now)), filter, now);
  });
}

describe('figures', () => {
  test('what was owed is done, planned, to come, put off or overdue, and nothing else', async () => {
    const org = await november();
    for (const said of ['本月', '上月', '本季度', '上半年', '今年', '9月1日至11月15日', '近三个月']) {
      const { total, rows } = look(org, '机关工委', said);
      const { required, ...states } = total;
      expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(required);
      expect(rows.reduce((sum, row) => sum + row.figures.required, 0)).toBe(required);
    }
  });

  test('what a branch says it cannot do is put off and not overdue, and counted apart', async () => {
    const org = await testOrg(NOW, TWO_COMMITTEES);
    await org.store.change((db) =>
      held(db, RETIRED, '2026-10-02', ['training'], { plannedAt: instantOf('2026-10-01T08:00') }),
    );
    expect(look(org, RETIRED, '10月').total).toMatchObject({ overdue: 1, waived: 0 });
    await org.as('郑强').says('暂缓');
    await org.as('郑强').presses('暂缓：10月主题党日');
    await org.as('郑强').presses('暂缓', { reason: '驻村抗洪', until: '2026-12-20' });
    expect(look(org, RETIRED, '10月').total).toMatchObject({ overdue: 0, waived: 1 });
    const { text } = await org.as('陈静').says('汇总 10月');
    expect(text).toContain('，暂缓 1 项。');
    expect(text).toContain('主题党日：暂缓 1，逾期 2');
  });

  test('who came, late, on leave, absent, made up, and how it was written down', async () => {
    const org = await november();
    expect(look(org, FINANCE, '10月至11月').attended).toEqual({
      held: 3,
      expected: 23,
      present: 20,
      late: 1,
      onLeave: 2,
      absent: 1,
      madeUp: 1,
      byProxy: 2,
      enteredLater: 1,
    });
    const { text } = await org.as('张建国').says('汇总 10月');
    expect(text).toContain('应到人次 8，实到 6，其中迟到 1，请假 1，缺席 1');
    expect(text).toContain('到会登记：现场本人签到 3 人次，现场代签 2，事后补记 1。');
  });

  test('of days in the midst of months the duties of those months are owed, and only those days’ people counted', async () => {
    const org = await november();
    const { total, attended, span } = look(org, FINANCE, '10月20日至11月11日');
    expect(span.label).toBe('2026年10月20日至11月11日');
    expect(attended).toMatchObject({ held: 1, expected: 10 });
    expect(total.required).toBe(look(org, FINANCE, '10月至11月').total.required);
  });
});

describe('beside the time before', () => {
  test('as long a time, and of both what belongs to periods that are over', async () => {
    const org = await november();
    const { earlier, due } = look(org, '机关工委', '10月');
    expect(earlier?.span.label).toBe('2026年9月');
    expect(earlier?.due).toMatchObject({ required: 12, done: 9, overdue: 3 });
    expect(due).toMatchObject({ required: 6, done: 1 });
    expect((await org.as('陈静').says('汇总 10月')).text).toContain(
      '到期事项完成率：17%，2026年9月 75%，下降 58 个百分点',
    );
  });

  test('a month’s share of what fell due stays as it was when the quarter and the year are over', async () => {
    const org = await november();
    const due = (now: WallTime) => look(org, '机关工委', '去年10月', {}, now).due;
    const then = look(org, '机关工委', '10月').due;
    expect(due('2027-01-10T10:00')).toEqual(then);
    expect(due('2027-04-10T10:00')).toEqual(then);
    const quarter = look(org, '机关工委', '去年12月', {}, '2027-01-10T10:00');
    expect(quarter.due.required).toBeGreaterThan(then.required);
    expect(quarter.due.required).toBe(quarter.total.required);
  });

  test('where the records begin later there is nothing to compare with, and that is said', async () => {
    const org = await testOrg(NOW, TWO_COMMITTEES);
    await org.store.change((db) =>
      held(db, FINANCE, '2026-09-15', ['themeDay'], { plannedAt: instantOf('2026-09-10T08:00') }),
    );
    expect(look(org, '机关工委', '10月').earlier).toBeNull();
    expect((await org.as('陈静').says('汇总 10月')).text).toContain(
      '与上期相比：上期没有完整记录，不作比较（2026年9月，记录从2026年9月10日（星期四）开始）',
    );
    expect(look(org, '机关工委', '11月').earlier?.span.label).toBe('2026年10月');
  });

  test('any time has one before it that can be looked at too', async () => {
    const org = await november();
    for (const said of ['近三个月', '9月1日至11月15日', '上半年', '三季度']) {
      const summary = look(org, '机关工委', said);
      expect(summary.earlier?.span ?? timeBefore(summary.span)).toEqual(timeBefore(summary.span));
    }
  });
});

test('three months of which two are over keep the share of what was due beside how many came', async () => {
  const org = await november();
  const { text } = await org.as('陈静').says('汇总 近三个月');
  expect(text).toMatch(/逐月情况\n9月：到期事项完成率 \d+%，出勤率 \d+%\n10月：到期事项完成率 \d+%/);
  expect(text).toMatch(/11月：到期事项完成率 —，出勤率 \d+%/);
});

describe('narrowed', () => {
  test.each([
    ['汇总 逾期 三季度 财政局机关党委', '财政局机关党委 2026年第三季度汇总（只看逾期）'],
    ['汇总 三季度 财政局机关党委 逾期', '财政局机关党委 2026年第三季度汇总（只看逾期）'],
    ['汇总 财政局机关党委逾期三季度', '财政局机关党委 2026年第三季度汇总（只看逾期）'],
    ['汇总 主题党日', '机关工委 2026年11月汇总（主题党日）'],
    ['汇总主题党日上月', '机关工委 2026年10月汇总（主题党日）'],
    ['汇总 党课 本季度 主题党日', '机关工委 2026年第四季度汇总（主题党日、党课）'],
    ['汇总 三会一课 今年', '机关工委 2026年汇总（党员大会、支委会、党小组会、党课）'],
    ['汇总 支委会 退休党支部', '退休党支部 2026年11月汇总（支委会）'],
    ['汇总 教育局机关党委 三季度 第一党支部', '第一党支部 2026年第三季度汇总'],
    ['汇总 教育局 第一党支部 三季度', '第一党支部 2026年第三季度汇总'],
    ['汇总 财政局 退休 10月', '退休党支部 2026年10月汇总'],
    ['汇总 10月到11月的主题党日，财政局', '财政局机关党委 2026年10月至11月汇总（主题党日）'],
    ['完成情况 9月1日至11月15日', '机关工委 2026年9月1日至11月15日汇总'],
    ['汇总 党员培训 11月', '机关工委 2026年11月汇总（党员培训）'],
    ['三季度三会一课完成情况', '机关工委 2026年第三季度汇总'],
    ['上月的汇总 财政局机关党委', '财政局机关党委 2026年10月汇总'],
    ['10月到11月 完成情况 主题党日', '机关工委 2026年10月至11月汇总（主题党日）'],
  ])('%s', async (said, title) => {
    const org = await november();
    const { text } = await org.as('陈静').says(said);
    expect(text.trim().split('\n')[0]).toBe(title);
  });

  test('to kinds: the others are neither owed nor counted', async () => {
    const org = await november();
    const all = look(org, '机关工委', '今年');
    const theme = look(org, '机关工委', '今年', { kinds: ['themeDay'] });
    expect(theme.rules.map(({ id }) => id)).toEqual(['themeDay']);
    expect(theme.total.required).toBe(33);
    expect(theme.attended.held).toBe(29);
    expect(all.attended.held).toBe(39);
    const training = look(org, '机关工委', '今年', { kinds: ['training'] });
    expect([training.total.required, training.attended.held]).toEqual([0, 1]);
    expect((await org.as('陈静').says('汇总 党员培训 11月')).text).toContain(
      '共 3 个支部，这段时间没有应完成的事项。开展活动 1 次，出勤率 100%。',
    );
  });

  test('to what is overdue: the others’ rows are left out, the sums stay', async () => {
    const org = await november();
    const { text } = await org.as('陈静').says('汇总 10月 主题党日 逾期');
    expect(text).toContain('共 3 个支部，应完成 3 项，已完成 1 项，逾期 2 项（2 个支部）。');
    expect(text).toContain('下面只列有逾期的支部。');
    expect(text).toContain('退休党支部 | 逾期 10月主题党日 | 0/1');
    expect(text).toContain('合计 | 逾期 2 项 | 0/2 | —');
    expect(text).not.toContain('财政局机关党委/第一党支部 | ');
  });

  test('a unit that is called as a kind is, is that unit', async () => {
    const org = await testOrg(NOW, {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      '机关工委/培训中心党支部': { kind: 'branch', people: { 郑强: { posts: ['secretary'] } } },
    });
    for (const said of ['汇总 培训中心党支部', '汇总 培训中心', '汇总 11月培训中心党支部']) {
      expect((await org.as('陈静').says(said)).text).toContain('培训中心党支部 2026年11月汇总\n');
    }
    expect((await org.as('陈静').says('汇总 培训')).text).toContain('机关工委 2026年11月汇总（党员培训）');
    expect((await org.as('陈静').says('汇总 培训中心党支部 培训')).text).toContain(
      '培训中心党支部 2026年11月汇总（党员培训）',
    );
  });

  test.each([
    ['汇总 明年春天', '没有找到“明年春天”。'],
    ['汇总 教育局 退休党支部', '没有找到“教育局 退休党支部”。'],
    ['汇总 机关工委 第一党支部', '“机关工委 第一党支部”不止一个'],
    ['汇总 本月 上月', '说了两个时间'],
    ['汇总 主题党日 够不够', '没有找到“够不够”。'],
    ['汇总 11月15日左右', '没有找到“左右”。'],
    ['汇总 2020年到2026年', '一次最多看 5 年'],
    ['汇总 明年上半年', '没有找到“明年”'],
  ])('“%s” is refused, saying what can be said', async (said, refused) => {
    const org = await november();
    expect((await org.as('陈静').says(said)).text).toContain(refused);
  });

  test('each button asks the same again with one word changed', async () => {
    const org = await november();
    await org.as('陈静').says('汇总 10月 财政局 主题党日');
    const late = await org.as('陈静').presses('只看逾期');
    expect(late.text).toContain('财政局机关党委 2026年10月汇总（主题党日，只看逾期）');
    const earlier = await org.as('陈静').presses('看2026年9月');
    expect(earlier.text).toContain('财政局机关党委 2026年9月汇总（主题党日，只看逾期）');
  });
});

describe('whose', () => {
  test('the parts of an organisation add up to the whole', async () => {
    const org = await november();
    await fc.assert(
      fc.property(
        fc.constantFrom(
          '本月',
          '上月',
          '三季度',
          '今年',
          '近三个月',
          '9月1日至11月15日',
          '10月20日至11月11日',
        ),
        fc.constantFrom<Summary['filter']>(
          {},
          { kinds: ['themeDay'] },
          { kinds: ['partyLecture', 'training'] },
        ),
        (said, filter) => {
          const whole = look(org, '机关工委', said, filter);
          for (const paths of [
            ['机关工委/财政局机关党委', '机关工委/教育局机关党委'],
            [FINANCE, RETIRED, EDUCATION],
          ]) {
            const parts = paths.map((path) => look(org, path, said, filter));
            expect(figuresOf(parts.flatMap(({ rows }) => rows.flatMap(({ items }) => items)))).toEqual(
              whole.total,
            );
            expect(added(parts.map(({ attended }) => attended))).toEqual(whole.attended);
          }
        },
      ),
    );
  });

  test('a general branch and a committee are seen with all beneath them, and nothing beside them', async () => {
    const org = await testOrg(NOW, {
      工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      '工委/医院党委': { kind: 'primaryCommittee' },
      '工委/医院党委/门诊党总支': {
        kind: 'generalBranch',
        people: { 何平: { posts: ['secretary'], only: 'post' } },
      },
      '工委/医院党委/门诊党总支/内科党支部': { kind: 'branch' },
      '工委/医院党委/门诊党总支/外科联合党支部': { kind: 'jointBranch' },
      '工委/医院党委/后勤党支部': { kind: 'branch' },
      '工委/学校党支部': { kind: 'branch' },
    });
    expect((await org.as('陈静').says('汇总')).text).toContain('共 4 个支部');
    expect((await org.as('陈静').says('汇总 医院党委')).text).toContain('共 3 个支部');
    const { text } = await org.as('何平').says('汇总');
    expect(text).toContain('门诊党总支 2026年11月汇总\n共 2 个支部');
    expect(text).not.toContain('后勤');
    for (const said of [
      '汇总 医院党委',
      '汇总 后勤党支部',
      '汇总 工委',
      '逾期 学校党支部',
      '导出 汇总 后勤党支部',
    ])
      expect((await org.as('何平').says(said)).text).toContain('没有找到');
  });

  test('a button of somebody else’s summary is refused whoever has no right to it', async () => {
    const org = await november();
    const { messages } = await org.as('陈静').says('汇总 教育局机关党委');
    const action = messages.at(-1)?.actions.find(({ label }) => label === '导出表格');
    await org.as('郑强').says('汇总');
    const own = (await org.as('郑强').messages()).at(-1);
    const response = await org.app.request('http://127.0.0.1/console/api/tap', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: '郑强', message: own?.id, action: action?.id }),
    });
    const answer = (await response.json()) as { toast?: { text: string }; messages: { file?: unknown }[] };
    expect(answer.toast?.text).toContain('只能查看自己所在组织及其下级的情况');
    expect(answer.messages.every(({ file }) => file === undefined)).toBe(true);
  });
});
