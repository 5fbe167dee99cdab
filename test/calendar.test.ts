import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calendarGap,
  isAllowed,
  isDayOff,
  isNight,
  lastAllowedBefore,
  nextAllowed,
} from '../src/calendar.ts';
import { isStatutory } from '../src/holidays.ts';
import { addDays, DAY, dayOf, HOUR, instantOf, MINUTE, wallTime } from '../src/time.ts';

describe('working days', () => {
  test.each([
    ['2025-01-26', true, 'a Sunday worked for the Spring Festival'],
    ['2025-02-08', true, 'a Saturday worked for the Spring Festival'],
    ['2025-04-27', true, 'a Sunday worked for Labour Day'],
    ['2025-09-28', true, 'a Sunday worked for National Day'],
    ['2025-10-11', true, 'a Saturday worked for National Day'],
    ['2025-10-08', false, 'a Wednesday off for National Day and Mid-Autumn'],
    ['2025-02-04', false, 'the last day of the Spring Festival'],
    ['2026-01-01', false, 'New Year’s Day'],
    ['2026-01-02', false, 'a Friday joined to New Year’s Day'],
    ['2026-01-04', true, 'a Sunday worked for New Year’s Day'],
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-23', false, 'the last day of the Spring Festival'],
    ['2026-02-28', true, 'a Saturday worked for the Spring Festival'],
    ['2026-05-09', true, 'a Saturday worked for Labour Day'],
    ['2026-09-20', true, 'a Sunday worked for National Day'],
    ['2026-10-10', true, 'a Saturday worked for National Day'],
    ['2026-11-21', false, 'an ordinary Saturday'],
    ['2026-11-23', true, 'an ordinary Monday'],
  ])('%s: %s (%s)', (day, works) => {
    expect(isDayOff(day)).toBe(!works);
  });

  test.each([
    ['2027-01-01', '元旦'],
    ['2027-02-05', '除夕'],
    ['2027-02-06', '春节'],
    ['2027-02-08', '初三'],
    ['2027-04-05', '清明'],
    ['2027-05-02', '劳动节'],
    ['2027-06-09', '端午'],
    ['2027-09-15', '中秋'],
    ['2027-10-03', '国庆'],
    ['2028-01-26', '春节 after a year without a leap month'],
    ['2029-02-13', '春节 after a leap month'],
  ])('%s is off by law (%s), arranged or not', (day) => {
    expect(isStatutory(day)).toBe(true);
    expect(isDayOff(day)).toBe(true);
  });

  test('of a year not arranged only weekends and what is off by law are days off', () => {
    expect(isDayOff('2027-02-10')).toBe(false);
    expect(isDayOff('2027-01-04')).toBe(false);
    expect(isDayOff('2027-01-09')).toBe(true);
  });

  test('every day off by law is off in the years arranged under that law', () => {
    for (const year of [2025, 2026]) {
      const days = Array.from({ length: 365 }, (_, i) => addDays(`${year}-01-01`, i));
      const statutory = days.filter(isStatutory);
      expect(statutory).toHaveLength(13);
      expect(statutory.filter((day) => !isDayOff(day))).toEqual([]);
    }
  });

  test('the operator is told in December that the next year is missing, and not before', () => {
    expect(calendarGap('2026-11-21')).toBeNull();
    expect(calendarGap('2026-12-05')).toMatch(/2027.*npm install --save-exact chinese-days@latest/);
    expect(calendarGap('2027-03-01')).toMatch(/2027/);
  });
});

describe('quiet hours', () => {
  test.each([
    ['2026-11-23T08:00', '2026-11-23T08:00', 'a working morning'],
    ['2026-11-23T07:59', '2026-11-23T08:00', 'before the morning'],
    ['2026-11-23T20:59', '2026-11-23T20:59', 'before the night'],
    ['2026-11-23T21:00', '2026-11-24T08:00', 'at night'],
    ['2026-11-20T21:00', '2026-11-23T08:00', 'a Friday night'],
    ['2026-11-21T10:00', '2026-11-23T08:00', 'a Saturday'],
    ['2026-02-14T10:00', '2026-02-14T10:00', 'a Saturday that is worked'],
    ['2026-02-14T22:00', '2026-02-24T08:00', 'the night before the Spring Festival'],
    ['2026-12-31T22:00', '2027-01-04T08:00', 'into a year not arranged yet'],
  ])('after %s the next moment allowed is %s (%s)', (from, to) => {
    expect(wallTime(nextAllowed(instantOf(from)))).toBe(to);
  });

  test.each([
    ['2026-11-24T15:00', '2026-11-24T15:00', 'a working day'],
    ['2026-11-22T15:00', '2026-11-20T15:00', 'a Sunday: the same time on Friday'],
    ['2026-11-24T07:30', '2026-11-23T20:30', 'too early: the evening before'],
    ['2026-11-24T21:30', '2026-11-24T20:30', 'too late: that evening'],
    ['2026-11-23T07:30', '2026-11-20T20:30', 'a Monday too early: Friday evening'],
    [
      '2026-02-23T09:00',
      '2026-02-14T09:00',
      'the last day of the Spring Festival: the Saturday worked before it',
    ],
    ['2026-02-28T09:00', '2026-02-28T09:00', 'a Saturday that is worked'],
    ['2027-01-03T09:00', '2026-12-31T09:00', 'a Sunday of a year not arranged yet'],
  ])('before %s the last moment allowed is %s (%s)', (from, to) => {
    expect(wallTime(lastAllowedBefore(instantOf(from)))).toBe(to);
  });

  const moments = fc
    .integer({ min: instantOf('2025-01-01T00:00') / MINUTE, max: instantOf('2028-12-31T00:00') / MINUTE })
    .map((minutes) => minutes * MINUTE);

  test('the next moment allowed is allowed, and nothing between is', () => {
    fc.assert(
      fc.property(moments, (at) => {
        const next = nextAllowed(at);
        expect(next).toBeGreaterThanOrEqual(at);
        expect(isAllowed(next)).toBe(true);
        for (let between = at; between < next; between += HOUR) expect(isAllowed(between)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('the last moment allowed is allowed, not later, and no working day lies between', () => {
    fc.assert(
      fc.property(moments, (at) => {
        const last = lastAllowedBefore(at);
        expect(last).toBeLessThanOrEqual(at);
        expect(isNight(last)).toBe(false);
        expect(isDayOff(dayOf(last))).toBe(false);
        for (let day = addDays(dayOf(last), 1); day < dayOf(at); day = addDays(day, 1)) {
          expect(isDayOff(day)).toBe(true);
        }
        expect(at - last).toBeLessThan(12 * DAY);
      }),
      { numRuns: 300 },
    );
  });
});
