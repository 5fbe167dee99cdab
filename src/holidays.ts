import days from 'chinese-days';
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, type Day, yearOf } from './time.ts';

/**
 * What the State Council has arranged: `off` are days off (weekends aside), `on` are weekend days worked instead.
 * A year that is not among `years` is not arranged yet: nothing is known of its make-up days.
 */
interface Holidays {
  years: ReadonlySet<number>;
  off: ReadonlySet<Day>;
  on: ReadonlySet<Day>;
}

/**
 * The package's own table, not its functions: those answer for any year as though it were arranged (1 January 2027
 * is a working day to them), and for the day before in a time zone west of Greenwich.
 */
export const PUBLISHED: Holidays = {
  years: new Set(
    Object.keys(published.holidays)
      .filter((day) => day.endsWith('-10-01'))
      .map(yearOf),
  ),
  off: new Set(Object.keys(published.holidays)),
  on: new Set(Object.keys(published.workdays)),
};

/**
 * 《全国年节及纪念日放假办法》 (2025): the days that are off by law in every year, arranged or not. What is arranged
 * each year anew — which days are joined to them, which weekends are worked — is not among them.
 */
export function isStatutory(day: Day): boolean {
  const year = yearOf(day);
  const known = statutory.get(year) ?? new Set(statutoryOf(year));
  statutory.set(year, known);
  return known.has(day);
}

const statutory = new Map<number, Set<Day>>();

function statutoryOf(year: number): Day[] {
  const newYear = lunar(year, 1, 1);
  const spring = [-1, 0, 1, 2].map((days) => addDays(newYear, days));
  const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((date) => `${year}-${date}`);
  return [...fixed, ...spring, qingming(year), lunar(year, 5, 5), lunar(year, 8, 15)];
}

/** The fifteenth solar term of the 21st century: 4 or 5 April. */
function qingming(year: number): Day {
  const short = year % 100;
  return `${year}-04-0${Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4)}`;
}

/** Lunar New Year of 2000: from it every later one follows by the months' lengths. */
const NEW_YEAR_2000 = '2000-02-05';

/** A day of the lunar calendar, in the ordinary month of that number. */
function lunar(year: number, month: number, day: number): Day {
  let newYear = NEW_YEAR_2000;
  for (let past = 2000; past < year; past++) newYear = addDays(newYear, lengthBefore(past, 13));
  return addDays(newYear, lengthBefore(year, month) + day - 1);
}

/** Days of a lunar year before a month; before the 13th: all of it. */
function lengthBefore(year: number, month: number): number {
  const leap = days.getYearLeapMonth(year);
  const before = Array.from({ length: month - 1 }, (_, i) => days.monthDays(year, i + 1));
  const inserted = leap.leapMonth !== undefined && leap.leapMonth < month ? leap.days : 0;
  return before.reduce((sum, length) => sum + length, inserted);
}
