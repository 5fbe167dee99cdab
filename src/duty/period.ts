import { unreachable } from '../errors.ts';
import { addDays, DAY, type Day, type Instant, shortDay, startOfDay, yearOf } from '../time.ts';

/** Whole days, from its first to its last; what rules go by is whole months. */
export interface Period {
  from: Day;
  to: Day;
  /** 2026年11月, 2026年第四季度, 2026年9月至11月, 2026年9月1日至11月15日: what is printed is understood again. */
  label: string;
  /** Where duties for longer than a quarter are looked at from an earlier day on. */
  longFrom?: Day;
}

export type Length = 'month' | 'quarter' | 'halfYear' | 'year';

const NUMERALS = ['一', '二', '三', '四'];

/** Months before the first or after the twelfth are the neighbouring years'. */
export function month(year: number, number: number): Period {
  const months = year * 12 + number - 1;
  const own = (months % 12) + 1;
  return { ...span(months, 1), label: `${Math.floor(months / 12)}年${own}月` };
}

export function quarter(year: number, number: number): Period {
  const quarters = year * 4 + number - 1;
  return { ...span(quarters * 3, 3), label: `${Math.floor(quarters / 4)}年第${NUMERALS[quarters % 4]}季度` };
}

export function halfYear(year: number, number: 1 | 2): Period {
  return { ...span(year * 12 + (number - 1) * 6, 6), label: `${year}年${number === 1 ? '上' : '下'}半年` };
}

export function yearLong(year: number): Period {
  return { ...span(year * 12, 12), label: `${year}年` };
}

/** Any days, in the fewest words. */
export function between(from: Day, to: Day): Period {
  const count = wholeMonths({ from, to });
  const first = monthsOf(from);
  const [year, nth] = [Math.floor(first / 12), first % 12];
  if (count === 1) return month(year, nth + 1);
  if (count === 3 && nth % 3 === 0) return quarter(year, nth / 3 + 1);
  if (count === 6 && nth % 6 === 0) return halfYear(year, nth === 0 ? 1 : 2);
  if (count === 12 && nth === 0) return yearLong(year);
  if (count !== null && count % 12 === 0 && nth === 0)
    return { from, to, label: `${year}年至${to.slice(0, 4)}年` };
  const said = count === null ? shortDay : monthWord;
  return {
    from,
    to,
    label: `${year}年${said(from)}${from === to ? '' : `至${endWord(from, to, said(to))}`}`,
  };
}

/** Without the year and the month that the beginning has said. */
function endWord(from: Day, to: Day, said: string): string {
  if (from.slice(0, 4) !== to.slice(0, 4)) return `${to.slice(0, 4)}年${said}`;
  return from.slice(0, 7) === to.slice(0, 7) ? `${Number(to.slice(8))}日` : said;
}

function monthWord(day: Day): string {
  return `${Number(day.slice(5, 7))}月`;
}

/** How many, if it is from the first of a month to the last of one; null otherwise. */
export function wholeMonths({ from, to }: Pick<Period, 'from' | 'to'>): number | null {
  const next = addDays(to, 1);
  return from.endsWith('-01') && next.endsWith('-01') ? monthsOf(next) - monthsOf(from) : null;
}

/** The one before, of the same length: as many whole months, else as many days. */
export function before({ from, to }: Period): Period {
  const last = addDays(from, -1);
  const count = wholeMonths({ from, to });
  if (count !== null) return between(firstDay(monthsOf(from) - count), last);
  return between(addDays(from, -days(from, to)), last);
}

function days(from: Day, to: Day): number {
  return (startOfDay(to) - startOfDay(from)) / DAY + 1;
}

/** So many whole months, of which that day's is the last. */
export function monthsTo(day: Day, count: number): Period {
  const { from, to } = span(monthsOf(day) - count + 1, count);
  return between(from, to);
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
  return yearOf(day) * 12 + Number(day.slice(5, 7)) - 1;
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
  const year = yearOf(today);
  const { to } = periodOf('month', today);
  const longFrom = `${year - 1}-01-01`;
  return today.slice(5, 7) <= '03'
    ? { from: `${year - 1}-10-01`, to, label: `${year - 1}年第四季度以来`, longFrom }
    : { from: `${year}-01-01`, to, label: `${year}年以来`, longFrom };
}
