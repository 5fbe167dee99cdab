import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import readSheets from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { units } from '../../db/schema/people.ts';
import { LEVELS, type Level, REVIEWS, threeSettings, threeUrns, threeWords } from '../../db/schema/three.ts';
import type { Db } from '../../db/store.ts';
import { reviewsOf, setReviews } from '../../src/activity/three/settings.ts';
import { USUAL } from '../../src/activity/three/words.ts';
import { saidOf, themeDaysIn } from '../../src/duty/five/days.ts';
import { instantOf } from '../../src/time.ts';
import { tap } from '../evaluation/tap.ts';
import { type TestOrg, testStore } from '../helpers/org.ts';
import { foundUnits } from '../helpers/people.ts';
import { begun } from './begun.ts';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';

const NOW = '2026-11-23T10:00';

/** What is on record: two theme days of 财政局's first branch and one of its retired one, one of 教育局's. */
async function recorded(): Promise<TestOrg & { ids: number[] }> {
  const org = await begun(NOW);
  const ids = await org.store.change((db) => [
    held(db, FINANCE, '2026-10-15', ['themeDay'], { place: '会议室', theme: '学习', agenda: '学习' }),
    held(db, FINANCE, '2026-11-12', ['themeDay'], { place: '会议室', theme: '植树', agenda: '植树' }),
    held(db, RETIRED, '2026-11-05', ['themeDay'], { place: '会议室', theme: '座谈' }),
    held(db, EDUCATION, '2026-11-06', ['themeDay'], { place: '会议室', theme: '宣讲', agenda: '宣讲' }),
  ]);
  return { ...org, ids };
}

function say(db: Db, activity: number, review: 'branch' | 'above', level: Level, said = ''): void {
  db.insert(threeWords).values({ activity, review, level, said, at: 0, by: 1 }).run();
}

test('the branch’s year and the committee’s have 三评 beside 五定: counts and words, no points, no order but the tree’s', async () => {
  const org = await recorded();
  const [october = 0, november = 0, retired = 0] = org.ids;
  await org.store.change((db) => {
    say(db, october, 'branch', 'good');
    say(db, november, 'branch', 'fair');
    say(db, retired, 'above', 'plain');
    const counts = { good: 5, fair: 2, plain: 0, poor: 0 };
    const urn = { activity: october, review: 'self', salt: '', until: 0, countedAt: 1 } as const;
    db.insert(threeUrns)
      .values({ ...urn, counts })
      .run();
    db.insert(threeUrns)
      .values({ ...urn, activity: november, counts: null })
      .run();
  });
  const year = (await org.as('刘洋').says('五定')).text;
  expect(year).toContain('日期 | 主题 | 五定 | 党员自评 | 支部点评 | 上级评价');
  expect(year).toContain('10月15日 | 学习 | 五项已齐 | 好 5、较好 2 | 好 | —');
  expect(year).toContain('11月12日 | 植树 | 五项已齐 | 不足 3 人 | 较好 | —');
  const all = (await org.as('何书记').says('三评')).text;
  expect(all).toContain('支部 | 主题党日 | 五定齐全 | 常缺 | 党员自评 | 支部点评 | 上级评价');
  expect(all).toContain('第一党支部 | 2 | 2 |  | 好 5、较好 2 | 好 1、较好 1 | —');
  expect(all).toContain('退休党支部 | 1 | 0 | 定内容 1 次 | — | — | 一般 1');
  expect(all).not.toMatch(/平均|得分|名次|第\d+名|\d+分/);
  const office = await org.as('郑强').says('五定');
  expect(office.messages[0]?.actions.map(({ label }) => label)).toEqual(['点评：11月5日']);
  await org.as('郑强').presses('点评：11月5日');
  expect((await org.as('郑强').presses('保存点评', { level: 'fair', said: '来的人多' })).text).toContain(
    '支部点评：较好（来的人多）',
  );
  expect((await org.as('冯雪').says('五定')).messages[0]?.actions).toEqual([]);
});

test('the committee above goes through what was held, one tap each, and may change the last one', async () => {
  const org = await recorded();
  const first = await org.as('何书记').says('上级评价');
  expect(first.text).toContain('上级评价（3 次可评）');
  expect(first.text).toContain('支部：财政局机关党委/第一党支部\n时间：2026年10月15日');
  expect(first.text).toContain('到会：应到 10，实到 9');
  const before = org.store.read((db) => db.select().from(outbox).all().length);
  const second = await org.as('何书记').presses('上级评价 好');
  expect(second.toast?.text).toBe('第一党支部10月15日主题党日：好。');
  expect(second.text).toContain('支部：财政局机关党委/退休党支部\n时间：2026年11月5日');
  const third = await org.as('何书记').presses('下一次');
  expect(third.text).toContain('时间：2026年11月12日');
  expect((await org.as('何书记').presses('下一次')).text).toContain('时间：2026年11月5日');
  await org.as('何书记').presses('上级评价 较好');
  expect((await org.as('何书记').presses('改刚才的')).text).toContain('上级评价：较好');
  await org.as('何书记').presses('上级评价 一般');
  const last = await org.as('何书记').presses('上级评价 差');
  expect(last.text).toContain('没有可评的主题党日');
  expect(org.store.read((db) => db.select().from(outbox).all().length)).toBe(before);
  expect((await org.as('郑强').says('五定')).text).toContain('11月5日 | 座谈 | 还差 定内容 | — | — | 一般');
  const lines = org.store.read((db) => db.select().from(audit).where(eq(audit.action, 'three.given')).all());
  expect(lines.map(({ subject, after }) => [subject, after])).toEqual([
    [`activity:${org.ids[0]}`, '{"review":"above","level":"good","said":""}'],
    [`activity:${org.ids[2]}`, '{"review":"above","level":"fair","said":""}'],
    [`activity:${org.ids[2]}`, '{"review":"above","level":"plain","said":""}'],
    [`activity:${org.ids[1]}`, '{"review":"above","level":"poor","said":""}'],
  ]);
});

test('said instead of tapped: of one branch, with the level behind it', async () => {
  const org = await recorded();
  expect((await org.as('何书记').says('上级评价 好')).text).toContain('给哪一次评“好”？');
  expect((await org.as('何书记').presses('11月5日 15:00 主题党日（退休党支部）')).toast?.text).toBe(
    '退休党支部11月5日主题党日：好。',
  );
  expect((await org.as('陈静').says('上级评价 教育局机关党委 较好')).text).toContain(
    '教育局机关党委：没有可评的主题党日',
  );
  expect((await org.as('何书记').says('上级评价 退休党支部')).text).toContain('没有可评的主题党日');
});

test('the year goes into a workbook: a theme day a line, a branch a line, with the same words', async () => {
  const org = await recorded();
  const [october = 0, november = 0] = org.ids;
  await org.store.change((db) => {
    say(db, october, 'branch', 'good', '准备充分');
    say(db, november, 'branch', 'fair');
    say(db, november, 'above', 'good');
  });
  const { messages } = await org.as('何书记').says('导出 五定三评 2026年');
  expect(messages[0]?.file?.name).toBe('财政局机关党委 2026年主题党日五定三评.xlsx');
  const response = await org.app.request(`http://127.0.0.1${messages[0]?.file?.url}`);
  const sheets = await readSheets(await response.arrayBuffer());
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['主题党日', '支部']);
  expect(sheets[0]?.data.slice(4)).toEqual([
    ['支部', '日期', '主题', '地点', '应到', '实到', '五定', '党员自评', '支部点评', '上级评价'],
    ['第一党支部', '2026-10-15', '学习', '会议室', 10, 9, '齐全', null, '好：准备充分', null],
    ['第一党支部', '2026-11-12', '植树', '会议室', 10, 9, '齐全', null, '较好', '好'],
    ['退休党支部', '2026-11-05', '座谈', '会议室', 10, 9, '还差 定内容', null, null, null],
  ]);
  expect(sheets[1]?.data.slice(4)).toEqual([
    ['支部', '已开展', '五定齐全', '党员自评', '支部点评', '上级评价'],
    ['第一党支部', 2, 2, '—', '好 1、较好 1', '好 1'],
    ['退休党支部', 1, 0, '—', '—', '—'],
    ['合计', 3, 2, '—', '好 1、较好 1', '好 1'],
  ]);
  expect((await org.as('刘洋').says('导出 五定三评')).toast?.text).toContain('还不能导出“五定三评”');
  expect((await org.as('郑强').says('导出 五定三评 第一党支部')).toast?.text).toContain('没有找到');
});

test('nobody but those above may: not the branch itself, not another committee, and an old card changes nothing', async () => {
  const org = await recorded();
  const [activity = 0] = org.ids;
  for (const name of ['张建国', '刘洋', '郑强'])
    expect(await tap(org, name, 'three.giveAbove', { activity, level: 'poor' })).toContain(
      '由上级党组织的党务干部来做',
    );
  expect(await tap(org, '吴书记', 'three.giveAbove', { activity, level: 'poor' })).toContain('由上级党组织');
  expect((await org.as('张建国').says('上级评价')).toast?.text).toContain('由上级党组织');
  await org.as('陈静').says('上级评价 财政局机关党委');
  await org.as('何书记').says('上级评价');
  await org.as('何书记').presses('上级评价 好');
  const stale = await org.as('陈静').presses('上级评价 差');
  expect(stale.toast?.text).toContain('第一党支部10月15日主题党日已经有上级评价“好”，没有改动');
  const kept = org.store.read((db) => db.select().from(threeWords).all());
  expect(kept).toMatchObject([{ activity, review: 'above', level: 'good' }]);
  expect(await tap(org, '何书记', 'three.giveAbove', { activity, level: 'good', was: null })).toContain(
    '：好。',
  );
});

test('a committee sets which three, from a day on; what was before stays as it was, and none at all is possible', async () => {
  const org = await recorded();
  await org.store.change((db) => say(db, org.ids[0] ?? 0, 'branch', 'good'));
  await org.as('何书记').says('五定');
  await org.as('何书记').presses('看哪几项');
  const odd = { reviews: ['self', 'effect'] };
  expect((await org.as('何书记').presses('保存', odd)).toast?.text).toContain('都是会后请党员评');
  expect((await org.as('何书记').presses('保存', { reviews: [...REVIEWS] })).toast?.text).toContain(
    '最多选三项',
  );
  expect((await org.as('何书记').presses('保存', { reviews: ['self', 'none'] })).toast?.text).toContain(
    '不评',
  );
  const late = { reviews: ['topic', 'quality', 'effect'], from: '2026-11-01' };
  expect((await org.as('何书记').presses('保存', late)).toast?.text).toContain('不能早于今天');
  const set = await org.as('何书记').presses('保存', { ...late, from: '2026-12-01' });
  expect(set.toast?.text).toBe(
    '今后看：定时间、定地点、定主题、定内容、定人员。三评：会前评议题、会中评质量、会后评效果，从12月1日的活动起。',
  );
  expect((await org.as('张建国').says('五定')).text).toContain('10月15日 | 学习 | 五项已齐 | — | 好 | —');
  await org.store.change((db) => held(db, FINANCE, '2026-12-03', ['themeDay'], { theme: '党史' }));
  const year = (await org.as('张建国').says('五定')).text;
  expect(year).toContain('五定 | 党员自评 | 支部点评 | 上级评价 | 会前评议题 | 会中评质量 | 会后评效果');
  expect(year).toContain('12月3日 | 党史 | 还差 定地点、定内容 |  |  |  | — | — | —');
  await org.as('陈静').says('五定');
  await org.as('陈静').presses('看哪几项');
  await org.as('陈静').presses('保存', { reviews: ['none'] });
  expect((await org.as('孙丽').says('五定')).text).toContain('三评：不评');
  expect((await org.as('陈静').says('上级评价 教育局机关党委')).text).toContain('2026年11月6日');
  const lines = org.store.read((db) => db.select().from(audit).where(eq(audit.action, 'three.set')).all());
  expect(lines.map(({ before, after }) => [before, after])).toEqual([
    ['["self","branch","above"]', '{"reviews":["topic","quality","effect"],"from":"2026-12-01"}'],
    ['["self","branch","above"]', '{"reviews":[],"from":"2026-11-23"}'],
  ]);
  expect(org.store.read((db) => db.select().from(threeSettings).all())).toHaveLength(2);
  for (const name of ['张建国', '刘洋'])
    expect(await tap(org, name, 'duty.fiveSet', { unit: 3, marks: ['time'], reviews: ['none'] })).toContain(
      '由上级党组织',
    );
});

test('whatever was set, a unit has what the nearest one above it said last of that day', async () => {
  const { store } = testStore();
  store.read((db) => foundUnits(db, TWO_COMMITTEES));
  const unit = fc.constantFrom('机关工委', '机关工委/财政局机关党委', FINANCE);
  const day = fc.constantFrom('2026-11-23', '2026-12-01', '2026-12-15', '2027-01-01');
  const reviews = fc.subarray([...USUAL]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(unit, day, reviews), { maxLength: 6 }), day, async (said, asked) => {
      await store.change((db) => {
        db.delete(threeSettings).run();
        const ids = new Map(
          db
            .select()
            .from(units)
            .all()
            .map(({ path, id }) => [path, id]),
        );
        for (const [path, from, wanted] of said)
          setReviews(db, { unit: ids.get(path) ?? 0, reviews: wanted, from }, 1, instantOf(NOW));
        const near = [FINANCE, '机关工委/财政局机关党委', '机关工委'].map((path) =>
          said.findLast(([of, from]) => of === path && from <= asked),
        );
        const wanted = near.find((one) => one !== undefined)?.[2] ?? USUAL;
        expect(reviewsOf(db, ids.get(FINANCE) ?? 0, asked)).toEqual(
          USUAL.filter((one) => wanted.includes(one)),
        );
      });
    }),
    { numRuns: 40 },
  );
});

test('a branch’s counts are those of its theme days, whatever was said in whatever order', async () => {
  const { store } = testStore();
  store.read((db) => foundUnits(db, TWO_COMMITTEES));
  const said = fc.array(fc.tuple(fc.constantFrom(FINANCE, RETIRED), fc.constantFrom(...LEVELS)), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(said, async (all) => {
      await store.change((db) => {
        for (const table of [threeWords, threeUrns]) db.delete(table).run();
        const days = all.map(([path, level]) => {
          const activity = held(db, path, '2026-03-05', ['themeDay']);
          say(db, activity, 'above', level);
          return { activity, path, level };
        });
        const known = new Set(days.map(({ activity }) => activity));
        for (const path of [FINANCE, RETIRED]) {
          const lineage = db.select().from(units).where(eq(units.path, path)).get()?.lineage ?? '';
          const own = themeDaysIn(db, lineage, 2026).filter(({ plan }) => known.has(plan.id));
          const sums = [...saidOf(own, 'above').matchAll(/\d+/g)].map(Number);
          expect(sums.reduce((sum, one) => sum + one, 0)).toBe(
            days.filter((one) => one.path === path).length,
          );
        }
      });
    }),
    { numRuns: 15 },
  );
});
