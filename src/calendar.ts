import { isStatutory, PUBLISHED } from './holidays.ts';
import { addDays, atTime, type Day, dayOf, HOUR, type Instant, timeOf, weekdayOf, yearOf } from './time.ts';

/**
 * Days off and quiet hours. The State Council arranges a year's days off and make-up days at the end of the year
 * before, so the year to come is often not known yet. Nobody is judged by working days, messages are only sent at a
 * decent time: of such a year it goes by what is certain, weekends and the days that are off by law. A make-up Saturday
 * is then taken for a day off, which at worst moves a message to another decent time. `calendarGap` tells the operator.
 */
export function isDayOff(day: Day): boolean {
  const { years, off, on } = PUBLISHED;
  if (years.has(yearOf(day))) return !on.has(day) && (isWeekend(day) || off.has(day));
  return isWeekend(day) || isStatutory(day);
}

/** For the log and `zhibu doctor`: which year is needed within a month and not arranged; null if all is known. */
export function calendarGap(today: Day): string | null {
  const year = [today, addDays(today, 31)].map(yearOf).find((one) => !PUBLISHED.years.has(one));
  return year === undefined
    ? null
    : `The public holidays of ${year} are not known: once the State Council has arranged them, run npm install --save-exact chinese-days@latest and start again. Until then messages rest there on weekends and statutory holidays only.`;
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
export function isAllowed(at: Instant): boolean {
  return !isNight(at) && !isDayOff(dayOf(at));
}

/** That moment, or the morning after the night it is in. */
export function nextDaytime(at: Instant): Instant {
  if (!isNight(at)) return at;
  return atTime(timeOf(at) < MORNING ? dayOf(at) : addDays(dayOf(at), 1), MORNING);
}

/**
 * What people cause at night or on a day off leaves on the next working day; where that would be too late for those it
 * concerns, by day; where that is too late as well, now.
 */
export function leavesAt(now: Instant, neededBy: Instant): Instant {
  const inTime = [nextAllowed(now), nextDaytime(now)].find((at) => at + 2 * HOUR <= neededBy);
  return inTime ?? now;
}

/** The first moment from then on. */
export function nextAllowed(at: Instant): Instant {
  if (isAllowed(at)) return at;
  const today = dayOf(at);
  const first = timeOf(at) < MORNING ? today : addDays(today, 1);
  return atTime(nextWorkday(first), MORNING);
}

/** That moment, or on the working day before it the same time of day; where that is at night, the evening before. */
export function lastAllowedBefore(at: Instant): Instant {
  if (isAllowed(at)) return at;
  const time = timeOf(at);
  const latest = time < MORNING ? addDays(dayOf(at), -1) : dayOf(at);
  return atTime(lastWorkday(latest), isNight(at) ? EVENING : time);
}

/** That day if messages may leave on it, else the first one after it. */
export function nextWorkday(day: Day): Day {
  let found = day;
  while (isDayOff(found)) found = addDays(found, 1);
  return found;
}

function lastWorkday(day: Day): Day {
  let found = day;
  while (isDayOff(found)) found = addDays(found, -1);
  return found;
}
