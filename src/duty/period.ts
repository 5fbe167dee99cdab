import { Refusal, unreachable } from '../errors.ts';
import { addDays, type Day, type Instant, startOfDay } from '../time.ts';

/** Whole months, from its first day to its last. */
export interface Period {
  from: Day;
  to: Day;
  /** 2026年11月, 2026年第四季度, 2026年上半年, 2026年. */
  label: string;
  /** Where duties for longer than a quarter are looked at from an earlier day on. */
  longFrom?: Day;
}

export type Length = 'month' | 'quarter' | 'halfYear' | 'year';

/** A month or a quarter without a year is this year's: what is found is echoed with its year. */
export function parsePeriod(text: string, today: Day): Period {
  const period = readPeriod(text, today);
  if (!period) throw new Refusal('invalid', `时间“${text.trim()}”没看懂。${PERIOD_HINT}`);
  return period;
}

export const PERIOD_HINT = '时间可以说：本月、上月、11月、三季度、上半年、今年、2026年11月、2026年三季度。';

/** A text that names a period and then something else, or the other way round. */
export function splitPeriod(text: string, today: Day): { period: Period | null; rest: string } {
  const said = text.trim();
  for (let length = Math.min(said.length, LONGEST); length > 0; length--) {
    const first = readPeriod(said.slice(0, length), today);
    if (first) return { period: first, rest: said.slice(length).trim() };
    const last = readPeriod(said.slice(-length), today);
    if (last) return { period: last, rest: said.slice(0, -length).trim() };
  }
  return { period: null, rest: said };
}

/** 2026 年 第三 季度, with its spaces. */
const LONGEST = 16;

function readPeriod(text: string, today: Day): Period | null {
  const said = text.normalize('NFKC').replace(/\s/g, '');
  const now = { year: Number(today.slice(0, 4)), month: Number(today.slice(5, 7)) };
  return relative(said, now) ?? absolute(said, now.year);
}

function relative(said: string, now: { year: number; month: number }): Period | null {
  if (/^(本|这个?|当)月份?$/.test(said)) return month(now.year, now.month);
  if (/^上个?月份?$/.test(said)) return month(now.year, now.month - 1);
  if (/^(本|这个?)季度?$/.test(said)) return quarter(now.year, Math.ceil(now.month / 3));
  if (/^上个?季度?$/.test(said)) return quarter(now.year, Math.ceil(now.month / 3) - 1);
  return null;
}

function absolute(said: string, thisYear: number): Period | null {
  const found = /^(?<year>20\d\d年度?|今年|本年度?|去年|上年度?)?(?<part>.*)$/.exec(said)?.groups;
  const named = found?.year;
  const part = found?.part ?? '';
  const year = yearOf(named, thisYear);
  if (part === '' || part === '全年' || part === '全年度') return named || part ? yearLong(year) : null;
  const half = /^(上|下)半年$/.exec(part)?.[1];
  if (half) return halfYear(year, half === '上' ? 1 : 2);
  const season = /^第?([一二三四1-4])季度?$/.exec(part)?.[1];
  if (season) return quarter(year, numberOf(season));
  const moon = /^(\d{1,2}|[一二三四五六七八九]|十[一二]?)月份?$/.exec(part)?.[1];
  const number = moon === undefined ? 0 : numberOf(moon);
  return number >= 1 && number <= 12 ? month(year, number) : null;
}

function yearOf(named: string | undefined, thisYear: number): number {
  if (named === undefined || named.startsWith('今') || named.startsWith('本')) return thisYear;
  return named.startsWith('20') ? Number(named.slice(0, 4)) : thisYear - 1;
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

function numberOf(numeral: string): number {
  return /^\d/.test(numeral) ? Number(numeral) : NUMERALS.indexOf(numeral) + 1;
}

/** Months before the first or after the twelfth are the neighbouring years'. */
function month(year: number, number: number): Period {
  const months = year * 12 + number - 1;
  const own = (months % 12) + 1;
  return { ...span(months, 1), label: `${Math.floor(months / 12)}年${own}月` };
}

function quarter(year: number, number: number): Period {
  const quarters = year * 4 + number - 1;
  return { ...span(quarters * 3, 3), label: `${Math.floor(quarters / 4)}年第${NUMERALS[quarters % 4]}季度` };
}

function halfYear(year: number, number: 1 | 2): Period {
  return { ...span(year * 12 + (number - 1) * 6, 6), label: `${year}年${number === 1 ? '上' : '下'}半年` };
}

function yearLong(year: number): Period {
  return { ...span(year * 12, 12), label: `${year}年` };
}

/** Months counted from the year 0. */
function span(first: number, length: number): { from: Day; to: Day } {
  return { from: firstDay(first), to: addDays(firstDay(first + length), -1) };
}

function firstDay(months: number): Day {
  const number = String((months % 12) + 1).padStart(2, '0');
  return `${Math.floor(months / 12)}-${number}-01`;
}

/** Months counted from the year 0, as periods are compared. */
export function monthsOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** The same of an instant, in the organisation's time zone. */
export function monthsAt(at: Instant): number {
  const local = new Date(at - EPOCH);
  return local.getUTCFullYear() * 12 + local.getUTCMonth();
}

const EPOCH = startOfDay('1970-01-01');

/** The month, quarter, half-year or year that a day is in. */
export function periodOf(every: Length, day: Day): Period {
  const months = monthsOf(day);
  const year = Math.floor(months / 12);
  const nth = months % 12;
  switch (every) {
    case 'month':
      return month(year, nth + 1);
    case 'quarter':
      return quarter(year, Math.floor(nth / 3) + 1);
    case 'halfYear':
      return halfYear(year, nth < 6 ? 1 : 2);
    case 'year':
      return yearLong(year);
    default:
      return unreachable(every);
  }
}

/** The periods of which a span holds any day, in order. */
export function periodsIn(every: Length, from: Day, to: Day): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; ) {
    const period = periodOf(every, day);
    periods.push(period);
    day = addDays(period.to, 1);
  }
  return periods;
}

/**
 * This year; in its first quarter the last quarter of the year before as well, which would else be forgotten. What is
 * owed for longer than a quarter is looked at from the year before on: its grace may end in this one.
 */
export function lately(today: Day): Period {
  const year = Number(today.slice(0, 4));
  const { to } = periodOf('month', today);
  const longFrom = `${year - 1}-01-01`;
  return today.slice(5, 7) <= '03'
    ? { from: `${year - 1}-10-01`, to, label: `${year - 1}年第四季度以来`, longFrom }
    : { from: `${year}-01-01`, to, label: `${year}年以来`, longFrom };
}
