import { addDays, type Day, isDay, mondayOf, yearOf } from '../time.ts';

/** A day that a text names, and the text without it. */
export interface Found {
  day: Day;
  rest: string;
}

/** 今天, 昨天, 上周三, 20号, 11月20日, 2026年11月20日: a day that is past, the last one of that name. */
export function takeDay(text: string, today: Day): Found | null {
  return take(text, PAST, today);
}

/** 月底前, 下周五前, 12月5日前, 一周内: the last day, today at the earliest. */
export function takeDeadline(text: string, today: Day): Found | null {
  return take(text, UNTIL, today);
}

type Reader = [RegExp, (found: RegExpExecArray, today: Day) => Day | null];

function take(text: string, readers: readonly Reader[], today: Day): Found | null {
  for (const [pattern, read] of readers) {
    const found = pattern.exec(text);
    const day = found && read(found, today);
    if (!found || !day) continue;
    const rest = `${text.slice(0, found.index)}${text.slice(found.index + found[0].length)}`;
    return { day, rest: rest.trim() };
  }
  return null;
}

const FULL = '(20\\d\\d)[年\\-/.](\\d{1,2})[月\\-/.](\\d{1,2})[日号]?';
const DATE = '(\\d{1,2})月(\\d{1,2})[日号]?';
const WEEKDAY = '(?:周|星期|礼拜)([一二三四五六日天])';

const PAST: readonly Reader[] = [
  [new RegExp(FULL), (found) => dayOf(found[1], found[2], found[3])],
  [
    new RegExp(DATE),
    (found, today) => notAfter(today, (year) => dayOf(year, found[1], found[2]), yearOf(today)),
  ],
  [/大前天/, (_, today) => addDays(today, -3)],
  [/前天/, (_, today) => addDays(today, -2)],
  [/昨[天日晚]|昨天[上下]午/, (_, today) => addDays(today, -1)],
  [/今[天日早晚](?:[上下]午)?/, (_, today) => today],
  [new RegExp(`上(?:个)?${WEEKDAY}`), (found, today) => addDays(mondayOf(today), nth(found[1]) - 7)],
  [
    new RegExp(`(?:本|这)?${WEEKDAY}`),
    (found, today) => {
      const day = addDays(mondayOf(today), nth(found[1]));
      return day > today ? addDays(day, -7) : day;
    },
  ],
  [
    // 3号楼 is a house.
    /(?<!\d)(\d{1,2})[号日](?![楼院馆厅])/,
    (found, today) =>
      nearest(
        found[1],
        [0, -1, -2].map((months) => monthFrom(today, months)),
        (day) => day <= today,
      ),
  ],
];

const BY = '(?:以前|之前|前|为止)';

const UNTIL: readonly Reader[] = [
  [new RegExp(`${FULL}${BY}`), (found) => dayOf(found[1], found[2], found[3])],
  [
    new RegExp(`${DATE}${BY}`),
    (found, today) => {
      const year = yearOf(today);
      const day = dayOf(year, found[1], found[2]);
      return day !== null && day < today ? dayOf(year + 1, found[1], found[2]) : day;
    },
  ],
  [new RegExp(`下(?:个)?月底${BY}?`), (_, today) => endOfMonth(addDays(endOfMonth(today), 1))],
  [new RegExp(`(?:本|这个|这)?月底${BY}?`), (_, today) => endOfMonth(today)],
  [new RegExp(`年底${BY}?`), (_, today) => `${today.slice(0, 4)}-12-31`],
  [new RegExp(`下(?:个)?${WEEKDAY}${BY}`), (found, today) => addDays(mondayOf(today), nth(found[1]) + 7)],
  [
    new RegExp(`(?:本|这)?${WEEKDAY}${BY}`),
    (found, today) => {
      const day = addDays(mondayOf(today), nth(found[1]));
      return day < today ? addDays(day, 7) : day;
    },
  ],
  [/下周内/, (_, today) => addDays(mondayOf(today), 13)],
  [/[本这]周内/, (_, today) => addDays(mondayOf(today), 6)],
  [new RegExp(`明[天日]${BY}`), (_, today) => addDays(today, 1)],
  [/([一二两三四五六七八九十]|\d{1,3})(天|日|周|个?星期|个月)(?:之|以)?内/, within],
  [
    new RegExp(`(?<!\\d)(\\d{1,2})[号日]${BY}`),
    (found, today) =>
      nearest(
        found[1],
        [0, 1, 2].map((months) => monthFrom(today, months)),
        (day) => day >= today,
      ),
  ],
];

function within(found: RegExpExecArray, today: Day): Day {
  const count = numberOf(found[1] ?? '');
  const unit = found[2] ?? '';
  if (unit.includes('月')) return addMonths(today, count);
  return addDays(today, /[天日]/.test(unit) ? count : count * 7);
}

/** The same date so many months on, or that month's last day. */
function addMonths(day: Day, months: number): Day {
  const first = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const year = Math.floor(first / 12);
  const month = (first % 12) + 1;
  return dayOf(year, month, day.slice(8)) ?? endOfMonth(dayOf(year, month, 1) ?? day);
}

/** The first of these months (`2026-11`) that has the date on a day that fits. */
function nearest(date: string | undefined, months: string[], fits: (day: Day) => boolean): Day | null {
  const days = months.flatMap((month) => dayOf(month.slice(0, 4), month.slice(5), date) ?? []);
  return days.find(fits) ?? null;
}

function monthFrom(day: Day, months: number): string {
  return addMonths(`${day.slice(0, 7)}-01`, months).slice(0, 7);
}

function numberOf(said: string): number {
  if (/^\d/.test(said)) return Number(said);
  return said === '两' ? 2 : '一二三四五六七八九十'.indexOf(said) + 1;
}

function notAfter(today: Day, read: (year: number) => Day | null, year: number): Day | null {
  const own = read(year);
  return own !== null && own > today ? read(year - 1) : own;
}

function nth(weekday: string | undefined): number {
  return Math.max('一二三四五六日'.indexOf((weekday ?? '').replace('天', '日')), 0);
}

function endOfMonth(day: Day): Day {
  return addDays(`${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`, -1);
}

/** Null for the 31st of a shorter month. */
function dayOf(
  year: string | number | undefined,
  month: string | number | undefined,
  date: string | number | undefined,
): Day | null {
  const two = (part: string | number | undefined) => String(Number(part)).padStart(2, '0');
  const day = `${Number(year)}-${two(month)}-${two(date)}`;
  return isDay(day) ? day : null;
}

/** 2025年, 去年 or 今年 anywhere in what was said, and the rest of it. */
export function takeYear(text: string, today: Day): { year: number | undefined; rest: string } {
  const found = /(20\d\d)年?|去年|今年/.exec(text);
  if (!found) return { year: undefined, rest: text.trim() };
  const present = yearOf(today);
  const year = Number(found[1] ?? (found[0] === '去年' ? present - 1 : present));
  return { year, rest: text.replace(found[0], '').trim() };
}
