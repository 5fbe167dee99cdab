import { Refusal } from '../errors.ts';
import { addDays, type Day, isDay, weekdayOf, yearOf } from '../time.ts';
import { between, halfYear, month, monthsTo, type Period, periodOf, quarter, yearLong } from './period.ts';

/** A month or a day without a year is this year's: what is found is echoed with its year. */
export function parsePeriod(text: string, today: Day): Period {
  const period = readPeriod(text, today);
  if (!period) throw new Refusal('invalid', `时间“${text.trim()}”没看懂。${PERIOD_HINT}`);
  if (yearOf(period.to) - yearOf(period.from) >= MOST_YEARS)
    throw new Refusal('invalid', `${period.label}太长了，一次最多看 ${MOST_YEARS} 年。`);
  return period;
}

const MOST_YEARS = 5;

export const PERIOD_HINT =
  '时间可以说：本月、上月、11月、三季度、上半年、今年、2026年11月、10月到11月、9月1日至11月15日、近三个月。';

/** A text that names a period and then something else, or the other way round. */
export function splitPeriod(text: string, today: Day): { period: Period | null; rest: string } {
  const said = text.trim();
  for (let length = Math.min(said.length, LONGEST); length > 0; length--) {
    const first = readPeriod(said.slice(0, length), today);
    if (first) return { period: first, rest: said.slice(length).trim() };
    const [rest, end] = [said.slice(0, -length), said.slice(-length)];
    const last = cutsNumber(rest, end) ? null : readPeriod(end, today);
    if (last) return { period: last, rest: rest.trim() };
  }
  return { period: null, rest: said };
}

/** 十三月 is no 三月 with something before it. */
function cutsNumber(before: string, after: string): boolean {
  return /[十\d]$/.test(before) && /^[一二三四五六七八九十\d]/.test(after);
}

/** 2025 年 12 月 20 日 至 2026 年 11 月 30 日, with its spaces. */
const LONGEST = 36;

/** Null where anything is left over. */
function readPeriod(text: string, today: Day): Period | null {
  // 1 1月 is not 11月: only spaces that part no digits mean nothing.
  const said = text.normalize('NFKC').replace(/(?<!\d)\s+|\s+(?!\d)/g, '');
  if (said === '' || /\s/.test(said)) return null;
  return readPoint(said, today, yearOf(today))?.period ?? readSince(said, today) ?? readRange(said, today);
}

/** One time, and whether its year was said with it. */
interface Point {
  period: Period;
  stated: boolean;
}

/** `year`: whose months those without a year are. */
function readPoint(said: string, today: Day, year: number): Point | null {
  const relative = readRelative(said, today) ?? readLast(said, today) ?? readDigits(said);
  if (relative) return { period: relative, stated: true };
  const [, named, part = ''] = /^(20\d\d年度?|今年|本年度?|去年|上年度?|前年)?(.*)$/.exec(said) ?? [];
  const period = readPart(part, named === undefined ? year : yearNamed(named, yearOf(today)), named);
  return period && { period, stated: named !== undefined };
}

function readRelative(said: string, today: Day): Period | null {
  const [, which, what] = /^(本|这个?|当|上个?)(月份?|季度?|周|星期)$/.exec(said) ?? [];
  if (which !== undefined && what !== undefined) return relativeTo(today, what, which.startsWith('上'));
  const back = ['今天', '昨天', '前天'].indexOf(said);
  return back === -1 ? null : between(addDays(today, -back), addDays(today, -back));
}

/** The month, quarter or week (from its Monday) of a day, or the one before. */
function relativeTo(today: Day, what: string, previous: boolean): Period {
  if (what.startsWith('周') || what.startsWith('星期')) {
    const monday = addDays(today, -((weekdayOf(today) + 6) % 7) - (previous ? 7 : 0));
    return between(monday, addDays(monday, 6));
  }
  const every = what.startsWith('月') ? 'month' : 'quarter';
  const own = periodOf(every, today);
  return previous ? periodOf(every, addDays(own.from, -1)) : own;
}

/** 近三个月: this month and the two before it. 近30天: today and the 29 days before it. */
function readLast(said: string, today: Day): Period | null {
  const found =
    /^(?:最近|近|过去)(?:(\d{1,2}|[一二两三四五六七八九]|十[一二]?)个?|(半))(天|日|周|星期|月|季度|年)$/.exec(
      said,
    );
  if (!found) return null;
  const [, number, half, unit = ''] = found;
  const count = half ? 0.5 : numberOf(number ?? '');
  if (count === 0 || (half && unit !== '年')) return null;
  if (unit === '天' || unit === '日') return between(addDays(today, 1 - count), today);
  if (unit === '周' || unit === '星期') return between(addDays(today, 1 - 7 * count), today);
  if (unit === '季度')
    return between(monthsTo(periodOf('quarter', today).to, 3 * count).from, periodOf('quarter', today).to);
  return monthsTo(today, unit === '年' ? 12 * count : count);
}

/** 2026-11, 2026/11/15, 2026Q4. */
function readDigits(said: string): Period | null {
  const [, year, , number, date] = /^(20\d\d)([-/.])(\d{1,2})(?:\2(\d{1,2}))?$/.exec(said) ?? [];
  if (year === undefined || number === undefined) {
    const [, own, nth] = /^(20\d\d)年?[Qq]([1-4])$/.exec(said) ?? [];
    return own === undefined ? null : quarter(Number(own), Number(nth));
  }
  if (date === undefined) return monthNamed(Number(year), Number(number));
  return dayNamed(Number(year), Number(number), Number(date));
}

function readPart(part: string, year: number, named: string | undefined): Period | null {
  if (part === '' || part === '全年' || part === '全年度') return named || part ? yearLong(year) : null;
  const half = /^(上|下)半年$/.exec(part)?.[1];
  if (half) return halfYear(year, half === '上' ? 1 : 2);
  const season = /^第?([一二三四1-4])季度?$/.exec(part)?.[1];
  if (season) return quarter(year, numberOf(season));
  const seasons = /^前([二两三2-3])个?季度$/.exec(part)?.[1];
  if (seasons) return between(quarter(year, 1).from, quarter(year, numberOf(seasons)).to);
  const [, moon, date] = new RegExp(`^(${NUMBER})月(?:份|(\\d{1,2})[日号])?$`).exec(part) ?? [];
  if (moon !== undefined && date === undefined) return monthNamed(year, numberOf(moon));
  if (moon !== undefined) return dayNamed(year, numberOf(moon), Number(date));
  const [, number, day] = /^(\d{1,2})[./](\d{1,2})$/.exec(part) ?? [];
  return number === undefined ? null : dayNamed(year, Number(number), Number(day));
}

const NUMBER = '\\d{1,2}|[一二三四五六七八九]|十[一二]?';

function yearNamed(named: string, thisYear: number): number {
  if (named.startsWith('20')) return Number(named.slice(0, 4));
  if (named === '前年') return thisYear - 2;
  return named.startsWith('去') || named.startsWith('上') ? thisYear - 1 : thisYear;
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

function numberOf(numeral: string): number {
  if (/^\d/.test(numeral)) return Number(numeral);
  return numeral === '两' ? 2 : NUMERALS.indexOf(numeral) + 1;
}

function monthNamed(year: number, number: number): Period | null {
  return number >= 1 && number <= 12 ? month(year, number) : null;
}

function dayNamed(year: number, number: number, date: number): Period | null {
  const day = [year, String(number).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
  return isDay(day) ? between(day, day) : null;
}

/** 今年以来, 9月至今: until today. */
function readSince(said: string, today: Day): Period | null {
  const [, since] = /^自?(.+?)(?:以来|[至到]今|到现在)$/.exec(said) ?? [];
  const from =
    since === '年初'
      ? `${today.slice(0, 4)}-01-01`
      : since && readPoint(since, today, yearOf(today))?.period.from;
  return from && from <= today ? between(from, today) : null;
}

/** 10月到11月, 9月1日至11月15日, 去年12月—今年2月, 10-11月, 9月1日到15日. */
function readRange(said: string, today: Day): Period | null {
  for (const { index } of said.matchAll(/[到至~—–-]/g)) {
    const found = rangeOf(
      said.slice(0, index).replace(/^[从自]/, ''),
      said.slice(index + 1).replace(/止$/, ''),
      today,
    );
    if (found) return found;
  }
  return null;
}

function rangeOf(begin: string, end: string, today: Day): Period | null {
  const [from, to] = completed(begin, end);
  const year = yearOf(today);
  const first = readPoint(from, today, year);
  const last = readPoint(to, today, first?.stated ? yearOf(first.period.from) : year);
  if (!first || !last) return null;
  const begun = first.stated || !last.stated ? first : readPoint(from, today, yearOf(last.period.from));
  if (!begun) return null;
  const { period } = begun;
  if (period.from <= last.period.to) return between(period.from, last.period.to);
  return turned(from, begun, to, last, today);
}

/** Where the end comes before the beginning a year lies between them: on the side whose year was not said. */
function turned(from: string, first: Point, to: string, last: Point, today: Day): Period | null {
  if (first.stated && last.stated) return null;
  const begun = first.stated ? first : readPoint(from, today, yearOf(first.period.from) - 1);
  const ended = first.stated ? readPoint(to, today, yearOf(last.period.from) + 1) : last;
  if (!begun || !ended || begun.period.from > ended.period.to) return null;
  return between(begun.period.from, ended.period.to);
}

/** What is said once for both ends: 10-11月 is 10月-11月, 9月1日到15日 is 9月1日到9月15日. */
function completed(from: string, to: string): [string, string] {
  const unit = /(?:月份?|季度?|[日号])$/.exec(to)?.[0] ?? '';
  const begun = /[\d一二三四五六七八九十]$/.test(from) && !/[./-]/.test(from) ? `${from}${unit}` : from;
  const moon = /(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?=\d{1,2}[日号]$)/.exec(begun)?.[0] ?? '';
  return [begun, /^\d{1,2}[日号]$/.test(to) ? `${moon}${to}` : to];
}
