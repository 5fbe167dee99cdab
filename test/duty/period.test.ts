import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { before, between, monthsOf, periodsIn, wholeMonths } from '../../src/duty/period.ts';
import { parsePeriod, splitPeriod } from '../../src/duty/spoken.ts';
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
    ['2026-11', '2026-11-01', '2026-11-30', '2026年11月'],
    ['2026/9', '2026-09-01', '2026-09-30', '2026年9月'],
    ['2026Q4', '2026-10-01', '2026-12-31', '2026年第四季度'],
    ['去年下半年', '2025-07-01', '2025-12-31', '2025年下半年'],
    ['前年', '2024-01-01', '2024-12-31', '2024年'],
    ['前三季度', '2026-01-01', '2026-09-30', '2026年1月至9月'],
    ['去年前两季度', '2025-01-01', '2025-06-30', '2025年上半年'],
    ['今天', '2026-11-21', '2026-11-21', '2026年11月21日'],
    ['昨天', '2026-11-20', '2026-11-20', '2026年11月20日'],
    ['11月15日', '2026-11-15', '2026-11-15', '2026年11月15日'],
    ['去年12月3号', '2025-12-03', '2025-12-03', '2025年12月3日'],
    ['2026-11-15', '2026-11-15', '2026-11-15', '2026年11月15日'],
    ['本周', '2026-11-16', '2026-11-22', '2026年11月16日至22日'],
    ['上周', '2026-11-09', '2026-11-15', '2026年11月9日至15日'],
    ['近三个月', '2026-09-01', '2026-11-30', '2026年9月至11月'],
    ['近3月', '2026-09-01', '2026-11-30', '2026年9月至11月'],
    ['最近两个季度', '2026-07-01', '2026-12-31', '2026年下半年'],
    ['近半年', '2026-06-01', '2026-11-30', '2026年6月至11月'],
    ['近一年', '2025-12-01', '2026-11-30', '2025年12月至2026年11月'],
    ['近30天', '2026-10-23', '2026-11-21', '2026年10月23日至11月21日'],
    ['近两周', '2026-11-08', '2026-11-21', '2026年11月8日至21日'],
    ['今年以来', '2026-01-01', '2026-11-21', '2026年1月1日至11月21日'],
    ['9月至今', '2026-09-01', '2026-11-21', '2026年9月1日至11月21日'],
    ['年初至今', '2026-01-01', '2026-11-21', '2026年1月1日至11月21日'],
    ['10月到11月', '2026-10-01', '2026-11-30', '2026年10月至11月'],
    ['10—11月', '2026-10-01', '2026-11-30', '2026年10月至11月'],
    ['九到十一月', '2026-09-01', '2026-11-30', '2026年9月至11月'],
    ['10月-12月', '2026-10-01', '2026-12-31', '2026年第四季度'],
    ['一季度到三季度', '2026-01-01', '2026-09-30', '2026年1月至9月'],
    ['1-2季度', '2026-01-01', '2026-06-30', '2026年上半年'],
    ['2026年10-11月', '2026-10-01', '2026-11-30', '2026年10月至11月'],
    ['2025年12月到2月', '2025-12-01', '2026-02-28', '2025年12月至2026年2月'],
    ['12月到2月', '2025-12-01', '2026-02-28', '2025年12月至2026年2月'],
    ['去年12月到今年2月', '2025-12-01', '2026-02-28', '2025年12月至2026年2月'],
    ['去年9月到11月', '2025-09-01', '2025-11-30', '2025年9月至11月'],
    ['11月到2026年2月', '2025-11-01', '2026-02-28', '2025年11月至2026年2月'],
    ['2025年到2026年', '2025-01-01', '2026-12-31', '2025年至2026年'],
    ['9月1日至11月15日', '2026-09-01', '2026-11-15', '2026年9月1日至11月15日'],
    ['从9月1日到15日', '2026-09-01', '2026-09-15', '2026年9月1日至15日'],
    ['9月1-15日', '2026-09-01', '2026-09-15', '2026年9月1日至15日'],
    ['9.1-11.15', '2026-09-01', '2026-11-15', '2026年9月1日至11月15日'],
    ['2026-09-01~2026-11-15', '2026-09-01', '2026-11-15', '2026年9月1日至11月15日'],
    ['2025年12月20日至2026年2月3日', '2025-12-20', '2026-02-03', '2025年12月20日至2026年2月3日'],
    ['9月1日至10月31日', '2026-09-01', '2026-10-31', '2026年9月至10月'],
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
    '2月30日',
    '2026-02-30',
    '2026-13',
    '10到11',
    '近零个月',
    '近半个月',
    '2026年11月到2026年9月',
    '11月15日左右',
    '1 1月',
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
    ['机关党委 9月1日至11月15日', '2026年9月1日至11月15日', '机关党委'],
    ['2025年12月20日至2026年2月3日 机关党委', '2025年12月20日至2026年2月3日', '机关党委'],
    ['近三个月机关党委', '2026年9月至11月', '机关党委'],
    ['支部1 1月', '2026年1月', '支部1'],
    ['十三月', null, '十三月'],
  ])('“%s” is the period %s and “%s”', (text, label, rest) => {
    const split = splitPeriod(text, TODAY);
    expect(split.period?.label ?? null).toBe(label);
    expect(split.rest).toBe(rest);
  });
});

test('longer than five years is too long', () => {
  expect(() => parsePeriod('2020年到2026年', TODAY)).toThrow('2020年至2026年太长了，一次最多看 5 年。');
});

describe('any period', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2001-01-01', days));
  const said = fc.oneof(
    fc.constantFrom('本月', '上月', '本季度', '上季度', '今年', '去年', '上半年', '下半年', '全年'),
    fc.integer({ min: 1, max: 12 }).map((number) => `${number}月`),
    fc.integer({ min: 1, max: 4 }).map((number) => `第${number}季度`),
    fc
      .tuple(fc.integer({ min: 2002, max: 2099 }), fc.integer({ min: 1, max: 12 }))
      .map(([y, m]) => `${y}年${m}月`),
    fc
      .tuple(fc.integer({ min: 2002, max: 2099 }), fc.constantFrom(...'一二三四'))
      .map(([y, q]) => `${y}年${q}季度`),
    fc.integer({ min: 1, max: 12 }).map((number) => `近${number}个月`),
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .map(([a, b]) => `${a}月到${b}月`),
    fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).map(([a, b]) => `${a}-${b}月`),
  );
  const span = fc
    .tuple(day, fc.integer({ min: 0, max: 1_400 }))
    .map(([from, length]) => between(from, addDays(from, length)));

  test('said in months is whole months, and its label names it again', () => {
    fc.assert(
      fc.property(said, day, (text, today) => {
        const period = parsePeriod(text, today);
        expect(period.from).toMatch(/-01$/);
        expect(addDays(period.to, 1)).toMatch(/-01$/);
        expect(period.from < period.to).toBe(true);
        expect(parsePeriod(period.label, today)).toEqual(period);
        expect(splitPeriod(`${period.label} 第一党支部`, today)).toEqual({ period, rest: '第一党支部' });
      }),
    );
  });

  test('of any days is named so that it is understood again, whatever day it is', () => {
    fc.assert(
      fc.property(span, day, (period, today) => {
        expect(parsePeriod(period.label, today)).toEqual(period);
        expect(splitPeriod(`机关党委${period.label}`, today)).toEqual({ period, rest: '机关党委' });
        expect(period.label.length).toBeLessThanOrEqual(30);
      }),
      { numRuns: 500 },
    );
  });

  test('of whole months is named the same, however it was come by', () => {
    fc.assert(
      fc.property(said, day, (text, today) => {
        const period = parsePeriod(text, today);
        expect(between(period.from, period.to)).toEqual(period);
      }),
    );
  });

  test('has one before it, which ends where it begins and is as long', () => {
    fc.assert(
      fc.property(span, (period) => {
        const earlier = before(period);
        expect(addDays(earlier.to, 1)).toBe(period.from);
        const months = wholeMonths(period);
        if (months !== null) {
          expect(wholeMonths(earlier)).toBe(months);
          return;
        }
        const length = ({ from, to }: { from: Day; to: Day }) => Date.parse(to) - Date.parse(from);
        expect(length(earlier)).toBe(length(period));
      }),
    );
  });

  test('any text is a period or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: fc.constantFrom(...'年月日到至-—.近个今本上季度半12390一十 ') }),
        ),
        day,
        (text, today) => {
          try {
            const period = parsePeriod(text, today);
            expect(period.from <= period.to).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('its months and quarters cover it without a gap', () => {
    fc.assert(
      fc.property(span, fc.constantFrom('month' as const, 'quarter' as const), ({ from, to }, every) => {
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
