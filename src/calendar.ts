import { Misconfigured } from './errors.ts';
import { type Holidays, isStatutory, PUBLISHED, yearOf } from './holidays.ts';
import { addDays, atTime, type Day, dayOf, type Instant, timeOf, weekdayOf } from './time.ts';

/**
 * Working days and quiet hours. The State Council arranges a year's days off and make-up days at the end of the year
 * before, so the year to come is often not known yet. Two callers, two answers:
 *
 * - what is judged (`isWorkday`) refuses to guess: an error says how to add the year;
 * - what is merely sent at a decent time (`isDayOff` and the rest) goes by what is certain: weekends and the days
 *   that are off by law. A make-up Saturday is then taken for a day off, which at worst moves a message to another
 *   decent time. `calendarGap` is the sentence that tells the operator.
 */
export function isWorkday(day: Day, holidays: Holidays = PUBLISHED): boolean {
  if (!holidays.years.has(yearOf(day))) throw new Misconfigured(missing(yearOf(day)));
  return arranged(day, holidays);
}

export function isDayOff(day: Day, holidays: Holidays = PUBLISHED): boolean {
  if (holidays.years.has(yearOf(day))) return !arranged(day, holidays);
  return isWeekend(day) || isStatutory(day);
}

/** For the log and `zhibu doctor`: which year is needed within a month and not arranged; null if all is known. */
export function calendarGap(today: Day, holidays: Holidays = PUBLISHED): string | null {
  const year = [today, addDays(today, 31)].map(yearOf).find((one) => !holidays.years.has(one));
  return year === undefined
    ? null
    : `${missing(year)} Until then messages rest there on weekends and statutory holidays only.`;
}

function missing(year: number): string {
  return `The public holidays of ${year} are not known: update the package chinese-days (npm update chinese-days) once the State Council has arranged them, or add the year with withYear.`;
}

function arranged(day: Day, holidays: Holidays): boolean {
  return holidays.on.has(day) || (!isWeekend(day) && !holidays.off.has(day));
}

function isWeekend(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** Nothing leaves by itself before the morning or from the night on; wall times compare as text. */
export const MORNING = '08:00';
export const NIGHT = '21:00';

/** What has to leave before the night leaves half an hour ahead of it: many messages take a while. */
export const EVENING = '20:30';

export function isNight(at: Instant): boolean {
  const time = timeOf(at);
  return time < MORNING || time >= NIGHT;
}

/** Whether a message may leave by itself: by day, and not on a day off. */
export function isAllowed(at: Instant, holidays: Holidays = PUBLISHED): boolean {
  return !isNight(at) && !isDayOff(dayOf(at), holidays);
}

/** That moment, or the morning after the night it is in. */
export function nextDaytime(at: Instant): Instant {
  if (!isNight(at)) return at;
  return atTime(timeOf(at) < MORNING ? dayOf(at) : addDays(dayOf(at), 1), MORNING);
}

/** The first moment from then on. */
export function nextAllowed(at: Instant, holidays: Holidays = PUBLISHED): Instant {
  if (isAllowed(at, holidays)) return at;
  const today = dayOf(at);
  const first = timeOf(at) < MORNING ? today : addDays(today, 1);
  return atTime(nextWorkday(first, holidays), MORNING);
}

/** That moment, or on the working day before it the same time of day; where that is at night, the evening before. */
export function lastAllowedBefore(at: Instant, holidays: Holidays = PUBLISHED): Instant {
  if (isAllowed(at, holidays)) return at;
  const time = timeOf(at);
  const latest = time < MORNING ? addDays(dayOf(at), -1) : dayOf(at);
  return atTime(lastWorkday(latest, holidays), isNight(at) ? EVENING : time);
}

/** That day if messages may leave on it, else the first one after it. */
export function nextWorkday(day: Day, holidays: Holidays = PUBLISHED): Day {
  let found = day;
  while (isDayOff(found, holidays)) found = addDays(found, 1);
  return found;
}

function lastWorkday(day: Day, holidays: Holidays): Day {
  let found = day;
  while (isDayOff(found, holidays)) found = addDays(found, -1);
  return found;
}
