/**
 * Instants are milliseconds since 1970 (UTC); days are `2026-12-04` and wall times `2026-12-04T15:00`, both in
 * the organisation's time zone, Asia/Shanghai, which has kept UTC+8 without summer time since 1991.
 */
export type Instant = number;
export type Day = string;
export type WallTime = string;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const OFFSET = 8 * HOUR;
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;

export function wallTime(at: Instant): WallTime {
  return new Date(at + OFFSET).toISOString().slice(0, 16);
}

export function dayOf(at: Instant): Day {
  return dayNumbered(Math.floor((at + OFFSET) / DAY));
}

const dayNumbered = remembered((number: number): Day => new Date(number * DAY).toISOString().slice(0, 10));

/** More days than any organisation has on record. */
const MOST = 20_000;

/** Days are few and asked for again and again: each is worked out once. */
function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = find(key);
    if (known.size >= MOST) known.clear();
    known.set(key, value);
    return value;
  };
}

/** `15:00` of an instant. */
export function timeOf(at: Instant): string {
  const minutes = Math.floor(((at + OFFSET) % DAY) / MINUTE);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

export function instantOf(wall: WallTime): Instant {
  const at = Date.parse(`${wall}:00.000+08:00`);
  if (Number.isNaN(at)) throw new RangeError(`not a wall time: ${wall}`);
  return at;
}

export function atTime(day: Day, time: string): Instant {
  return instantOf(`${day}T${time}`);
}

export function startOfDay(day: Day): Instant {
  return startOf(day);
}

const startOf = remembered((day: Day): Instant => instantOf(`${day}T00:00`));

export function addDays(day: Day, days: number): Day {
  return dayOf(startOfDay(day) + days * DAY);
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

export function mondayOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(Date.UTC(yearOf(day), Number(day.slice(5, 7)) - 1, Number(day.slice(8)))).getUTCDay();
}

/** Whether it is a day of the calendar: 2026-02-30 is none. */
export function isDay(text: string): text is Day {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(startOfDay(text)) === text
  );
}

export function isWallTime(text: string): text is WallTime {
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text) && isDay(text.slice(0, 10));
}

/** 2026年12月4日（星期五）15:00, as every date is echoed before anything is saved. */
export function say(at: Instant): string {
  return `${sayDay(dayOf(at))}${timeOf(at)}`;
}

export function sayDay(day: Day): string {
  return saidOf(day);
}

const saidOf = remembered((day: Day): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日（${WEEKDAYS[weekdayOf(day)]}）`;
});

/** 12月4日, within a year. */
export function shortDay(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

/** 2026年12月4日, in documents. */
export function longDay(day: Day): string {
  return `${yearOf(day)}年${shortDay(day)}`;
}

/** 2026.12.4: fits a narrow column. Empty where there is none. */
export function dottedDay(day: Day | null): string {
  return day === null ? '' : day.split('-').map(Number).join('.');
}

/** 12月4日 15:00, for lists within a year. */
export function saySoon(at: Instant): string {
  const [, month, date] = dayOf(at).split('-').map(Number);
  return `${month}月${date}日 ${timeOf(at)}`;
}

export interface Clock {
  now(): Instant;
  /** For a clock that stands still: what falls due within this span (ms) is due already, since no time will pass by itself. */
  ahead?: number;
}
