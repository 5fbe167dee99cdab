import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthsOf, parsePeriod, periodsIn, splitPeriod } from '../../src/duty/period.ts';
import { Refusal } from '../../src/errors.ts';
import { addDays, type Day } from '../../src/time.ts';

const TODAY = '2026-11-21';

describe('a period as people say it', () => {
  test.each([
    ['本月', '2026-11-01', '2026-11-30', '2026年11月'],
    ['这个月', '2026-11-01', '2026-11-30', '2026年11月'],
    ['上月', '2026-10-01', '2026-10-31', '2026年10月'],
    ['上个月', '2026-10-01', '2026-10-31', '2026年10月'],
    ['11月', '2026-11-01', '2026-11-30', '2026年11月'],
    ['3月份', '2026-03-01', '2026-03-31', '2026年3月'],
    ['十二月', '2026-12-01', '2026-12-31', '2026年12月'],
    ['2026年2月', '2026-02-01', '2026-02-28', '2026年2月'],
    ['2024年2月', '2024-02-01', '2024-02-29', '2024年2月'],
    ['２０２６年１１月', '2026-11-01', '2026-11-30', '2026年11月'],
    ['去年12月', '2025-12-01', '2025-12-31', '2025年12月'],
    ['本季度', '2026-10-01', '2026-12-31', '2026年第四季度'],
    ['上季度', '2026-07-01', '2026-09-30', '2026年第三季度'],
    ['三季度', '2026-07-01', '2026-09-30', '2026年第三季度'],
    ['第三季度', '2026-07-01', '2026-09-30', '2026年第三季度'],
    ['2026年三季度', '2026-07-01', '2026-09-30', '2026年第三季度'],
    ['2026年第3季度', '2026-07-01', '2026-09-30', '2026年第三季度'],
    ['去年四季度', '2025-10-01', '2025-12-31', '2025年第四季度'],
    ['今年', '2026-01-01', '2026-12-31', '2026年'],
    ['本年', '2026-01-01', '2026-12-31', '2026年'],
    ['全年', '2026-01-01', '2026-12-31', '2026年'],
    ['去年', '2025-01-01', '2025-12-31', '2025年'],
    ['2026年', '2026-01-01', '2026-12-31', '2026年'],
    ['2025年度', '2025-01-01', '2025-12-31', '2025年'],
    ['上半年', '2026-01-01', '2026-06-30', '2026年上半年'],
    ['2026年下半年', '2026-07-01', '2026-12-31', '2026年下半年'],
    [' 2026 年 11 月 ', '2026-11-01', '2026-11-30', '2026年11月'],
  ])('%s', (text, from, to, label) => {
    expect(parsePeriod(text, TODAY)).toEqual({ from, to, label });
  });

  test('last month in January is last year’s December, last quarter last year’s fourth', () => {
    expect(parsePeriod('上月', '2027-01-05').label).toBe('2026年12月');
    expect(parsePeriod('上季度', '2027-02-05').label).toBe('2026年第四季度');
  });

  test.each([
    '',
    '13月',
    '0月',
    '00月',
    '五季度',
    '下月',
    '明天',
    '2026',
    '26年',
    '月',
    '季度',
    '十三月',
    '本月本月',
    '第一支部',
  ])('“%s” is refused with what can be said instead', (text) => {
    expect(() => parsePeriod(text, TODAY)).toThrow(Refusal);
    expect(() => parsePeriod(text, TODAY)).toThrow(/时间可以说：本月/);
  });

  test.each([
    ['三季度 机关党委', '2026年第三季度', '机关党委'],
    ['机关党委 三季度', '2026年第三季度', '机关党委'],
    ['11月第一党支部', '2026年11月', '第一党支部'],
    ['第一党支部11月', '2026年11月', '第一党支部'],
    ['2026年 11月 第一党支部', '2026年11月', '第一党支部'],
    ['第一党支部', null, '第一党支部'],
    ['本月', '2026年11月', ''],
    ['', null, ''],
  ])('“%s” is the period %s and “%s”', (text, label, rest) => {
    const split = splitPeriod(text, TODAY);
    expect(split.period?.label ?? null).toBe(label);
    expect(split.rest).toBe(rest);
  });
});

describe('any period', () => {
  const today = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2001-01-01', days));
  const said = fc.oneof(
    fc.constantFrom('本月', '上月', '本季度', '上季度', '今年', '去年', '上半年', '下半年', '全年'),
    fc.integer({ min: 1, max: 12 }).map((number) => `${number}月`),
    fc.integer({ min: 1, max: 4 }).map((number) => `第${number}季度`),
    fc
      .tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }))
      .map(([y, m]) => `${y}年${m}月`),
    fc
      .tuple(fc.integer({ min: 2000, max: 2099 }), fc.constantFrom(...'一二三四'))
      .map(([y, q]) => `${y}年${q}季度`),
  );

  test('is whole months, and its label names it again', () => {
    fc.assert(
      fc.property(said, today, (text, day) => {
        const period = parsePeriod(text, day);
        expect(period.from).toMatch(/-01$/);
        expect(addDays(period.to, 1)).toMatch(/-01$/);
        expect(period.from < period.to).toBe(true);
        expect(parsePeriod(period.label, day)).toEqual(period);
        expect(splitPeriod(`${period.label} 第一党支部`, day)).toEqual({ period, rest: '第一党支部' });
      }),
    );
  });

  test('any text is a period or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), today, (text, day) => {
        try {
          parsePeriod(text, day);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });

  test('its months and quarters cover it without a gap', () => {
    fc.assert(
      fc.property(said, today, fc.constantFrom('month' as const, 'quarter' as const), (text, day, every) => {
        const { from, to } = parsePeriod(text, day);
        const periods = periodsIn(every, from, to);
        const edges = periods.map(
          (period, i) => addDays(period.to, 1) === (periods[i + 1]?.from ?? addDays(period.to, 1)),
        );
        expect(edges.every(Boolean)).toBe(true);
        const [first, last] = [periods[0]?.from as Day, periods.at(-1)?.to as Day];
        expect(first <= from && last >= to).toBe(true);
        if (every === 'month') expect(periods).toHaveLength(monthsOf(to) - monthsOf(from) + 1);
      }),
    );
  });
});
