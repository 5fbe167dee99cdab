import { expect, test } from 'vitest';
import { sheetsIn } from '../evaluation/sheets.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begun } from './begun.ts';
import { held, RETIRED } from './held.ts';

const REFUSED = /只能查看自己所在组织|没有找到|还不能导出|没有可以导出的文件/;

test('三化 and the check lists end in a table of what each branch has met, and with what', async () => {
  const org = await begun('2026-11-23T10:00');
  await org.as('郑强').says('三化');
  await org.as('郑强').presses('报送：组织设置');
  await org.as('郑强').presses('报送', { said: '去年6月换届' });
  await org.as('何书记').says('三化 退休党支部');
  await org.as('何书记').presses('确认：组织设置');
  await org.as('郑强').says('八有');
  await org.as('郑强').presses('做到：有标牌');
  await org.as('郑强').presses('做到了');
  const { name, rows } = await sheetsIn(org, await org.as('何书记').says('导出 三化'));
  expect(name).toBe('财政局机关党委 三化建设等达标情况.xlsx');
  expect(Object.keys(rows)).toEqual(['三化建设', '三化建设依据', '八有活动室', '七好', '六好']);
  expect(rows.三化建设?.[0]?.slice(0, 4)).toEqual(['支部', '示范点', '组织设置', '领导班子']);
  expect(rows.三化建设?.[2]?.slice(0, 4)).toEqual(['退休党支部', null, '已达标', '未达标']);
  expect(rows.三化建设?.[2]?.slice(-2)).toEqual([1, 0.1]);
  expect(rows.三化建设依据).toContainEqual([
    '退休党支部',
    '四项标准',
    '组织设置',
    '已达标',
    '2026-11-23',
    expect.anything(),
    null,
  ]);
  expect(rows.八有活动室?.[2]?.slice(-2)).toEqual([1, 1 / 8]);
  await refusedTo(org, '三化');
});

test('品牌 and 微型党课 end in a table', async () => {
  const org = await begun('2026-11-23T10:00');
  await org.as('郑强').says('品牌');
  await org.as('郑强').presses('填写品牌');
  await org.as('郑强').presses('保存', { name: '银龄先锋', motto: '退休不褪色', evidence: '结对帮扶 6 户' });
  const brands = await sheetsIn(org, await org.as('何书记').says('导出 品牌'));
  expect(brands.rows.品牌).toEqual([
    ['支部', '品牌', '口号', '年份', '做法和成效'],
    ['第一党支部', null, null, null, null],
    ['退休党支部', '银龄先锋', '退休不褪色', 2026, '结对帮扶 6 户'],
  ]);
  await org.store.change((db) => {
    held(db, RETIRED, '2026-11-05', ['microLecture'], { lecturer: '冯雪、郑强', theme: '家书' });
  });
  const lectures = await sheetsIn(org, await org.as('何书记').says('导出 微型党课 11月'));
  expect(lectures.rows.微型党课).toEqual([
    ['支部', '主讲人', '日期', '主题'],
    ['退休党支部', '冯雪', '2026-11-05', '家书'],
    ['退休党支部', '郑强', '2026-11-05', '家书'],
  ]);
  await refusedTo(org, '品牌');
  await refusedTo(org, '微型党课');
});

/** A member has none of it, a secretary the branch's own, another committee nothing of this one's. */
async function refusedTo(org: TestOrg, word: string): Promise<void> {
  expect((await org.as('冯雪').says(`导出 ${word}`)).text, `冯雪 ${word}`).toMatch(REFUSED);
  expect((await org.as('郑强').says(`导出 ${word} 第一党支部`)).text, `郑强 ${word}`).toMatch(REFUSED);
  expect((await org.as('吴书记').says(`导出 ${word} 退休党支部`)).text, `吴书记 ${word}`).toMatch(REFUSED);
  const own = await sheetsIn(org, await org.as('郑强').says(`导出 ${word}`));
  expect(JSON.stringify(own.rows)).not.toContain('"第一党支部"');
}
