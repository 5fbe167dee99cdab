import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readItems, readLevels, writeItem, writeLevels } from '../../src/evaluation/edit.ts';
import { proposals } from '../../src/evaluation/level.ts';
import { combined, type Marks, sectionCents, totalCents } from '../../src/evaluation/score.ts';
import { PROOFS } from '../../src/evaluation/star/proof.ts';
import { STAR_TEMPLATE } from '../../src/evaluation/star/template.ts';
import type { Template } from '../../src/evaluation/template.ts';

const answer = (value: number | string) => ({ value, proven: null, basis: '', remark: '' });

test('what is lost is taken from its own section, which nobody can fall below', () => {
  const marks: Marks = {
    items: { s1i1: answer(1), s1i2: answer(1), s2i1: answer(9), s3i1: answer(2) },
    vetoes: [],
  };
  const points = STAR_TEMPLATE.sections.map((section) => sectionCents(section, marks));
  expect(points).toEqual([1000, 0, 1600, 1200, 600]);
  expect(totalCents(STAR_TEMPLATE, marks)).toBe(4400);
});

test('however often something is missed, it counts at most as often as the table says', () => {
  const minutes = (times: number): Marks => ({ items: { s4i2: answer(times), s4i3: answer(8) }, vetoes: [] });
  const section = STAR_TEMPLATE.sections[3];
  if (!section) throw new Error('no section');
  expect(sectionCents(section, minutes(3))).toBe(1850);
  expect(sectionCents(section, minutes(10))).toBe(1500);
  expect(sectionCents(section, minutes(99))).toBe(1500);
});

test('capacities are weighed, several of one are averaged, and one that is missing leaves its weight to the others', () => {
  const sheet = (role: string, total: number) => ({ role, total });
  expect(combined(STAR_TEMPLATE, [])).toBeNull();
  expect(combined(STAR_TEMPLATE, [sheet('self', 10000)])).toBeNull();
  expect(combined(STAR_TEMPLATE, [sheet('self', 10000), sheet('top', 8000)])).toBe(8000);
  expect(combined(STAR_TEMPLATE, [sheet('committee', 9001), sheet('top', 8000)])).toBe(8501);
  const three = [
    sheet('committee', 9000),
    sheet('committee', 9001),
    sheet('committee', 9001),
    sheet('top', 9000),
  ];
  expect(combined(STAR_TEMPLATE, three)).toBe(9000);
});

test('a mean does not depend on the order of the sheets, and lies between them', () => {
  const sheets = fc.array(
    fc.record({ role: fc.constantFrom('committee', 'top'), total: fc.integer({ min: 0, max: 10000 }) }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(sheets, (all) => {
      const mean = combined(STAR_TEMPLATE, all) ?? -1;
      expect(mean).toBe(combined(STAR_TEMPLATE, all.toReversed()));
      expect(mean).toBeGreaterThanOrEqual(Math.min(...all.map(({ total }) => total)));
      expect(mean).toBeLessThanOrEqual(Math.max(...all.map(({ total }) => total)));
    }),
  );
});

const totals = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 });
const outcomes = (all: readonly number[]) =>
  all.map((points, subject) => ({ subject, total: points * 100, vetoed: false }));

test('by points a level is reached at its least points, and a veto reaches none', () => {
  const given = proposals(STAR_TEMPLATE, [
    ...outcomes([90, 89, 60, 59]),
    { subject: 9, total: 9900, vetoed: true },
  ]);
  expect(given.map(({ level }) => level?.name ?? null)).toEqual(['五星', '四星', '二星', null, null]);
});

test('by quotas no level has more than its share, equals are never told apart, and more points never get less', () => {
  const quotas: Template = {
    ...STAR_TEMPLATE,
    ...readLevels('五星 10%\n四星 40%\n三星 80%\n二星 不限', STAR_TEMPLATE),
  };
  fc.assert(
    fc.property(totals, (all) => {
      const given = proposals(quotas, outcomes(all));
      const rank = (name: string | undefined) => quotas.levels.findIndex((level) => level.name === name);
      for (const [index, level] of quotas.levels.entries()) {
        const within = given.filter(
          (one) => rank(one.level?.name) >= 0 && rank(one.level?.name) <= index,
        ).length;
        expect(within).toBeLessThanOrEqual(
          level.quota === null ? all.length : Math.floor((all.length * level.quota) / 100),
        );
      }
      for (const one of given)
        for (const other of given) {
          if (one.total === other.total) expect(one.level).toBe(other.level);
          if ((one.total ?? 0) > (other.total ?? 0))
            expect(rank(one.level?.name)).toBeLessThanOrEqual(rank(other.level?.name));
        }
    }),
  );
});

test('equals for whom there are not places enough are left to people', () => {
  const quotas: Template = { ...STAR_TEMPLATE, ...readLevels('五星 10%\n四星 不限', STAR_TEMPLATE) };
  const given = proposals(quotas, outcomes([95, 95, 80, 80, 80, 80, 80, 80, 80, 80]));
  expect(given.slice(0, 3).map(({ level, tied }) => [level?.name, tied])).toEqual([
    ['四星', true],
    ['四星', true],
    ['四星', false],
  ]);
});

test('every line of the shipped table is read as it is written', () => {
  for (const { id, items } of STAR_TEMPLATE.sections) {
    const text = items.map((item) => writeItem(item, PROOFS)).join('\n');
    expect(readItems(text, id, PROOFS)).toEqual(items);
  }
  expect(readLevels(writeLevels(STAR_TEMPLATE), STAR_TEMPLATE).levels.map(({ from }) => from)).toEqual([
    90, 80, 70, 60,
  ]);
});

test('lines are read as people write them, and what is no item says so', () => {
  const items = readItems(
    '1. 主题党日缺开 －1分/次 最多5次 【主题党日】；\n\n总体评价：好10分/一般5分/差0分\n建议（文字）',
    's1',
    PROOFS,
  );
  expect(items).toEqual([
    { how: 'deduct', id: 's1i1', name: '主题党日缺开', each: 1, most: 5, proof: 'duty:themeDay' },
    {
      how: 'choice',
      id: 's1i2',
      name: '总体评价',
      choices: [
        { id: 'c1', name: '好', points: 10 },
        { id: 'c2', name: '一般', points: 5 },
        { id: 'c3', name: '差', points: 0 },
      ],
    },
    { how: 'text', id: 's1i3', name: '建议' },
  ]);
  for (const line of ['随便写写', '活动', '缺开 -1/次 最多0次', '缺开 -1 【不存在】'])
    expect(() => readItems(line, 's1', PROOFS)).toThrow();
  for (const levels of ['', '五星', '五星 80\n四星 90', '五星 40%\n四星 10%', '五星 90\n五星 80'])
    expect(() => readLevels(levels, STAR_TEMPLATE)).toThrow();
});
