import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '../../src/time.ts';
import { calendarFile, type Event, escapeText, fold } from '../../src/web/ics.ts';

const EVENT: Event = {
  uid: 'activity-1.main@zhibu',
  sequence: 2,
  startsAt: instantOf('2026-12-04T15:00'),
  endsAt: instantOf('2026-12-04T17:00'),
  summary: '主题党日：学习、讨论',
  description: '第一党支部\n主持人：张建国',
  location: '三楼会议室; 东, 西',
  cancelled: false,
  changedAt: instantOf('2026-12-01T09:30'),
};

/** Letters that are written with one, two, three and four octets, and what RFC 5545 gives a meaning. */
const words = fc.string({ unit: fc.constantFrom(...'ab ;,:\\"\n\t\réß党支部😀'), maxLength: 200 });

test('an event is written as RFC 5545 has it', () => {
  expect(calendarFile('组织生活', [EVENT])).toBe(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Zhibu//Zhibu//ZH',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:组织生活',
      'X-WR-TIMEZONE:Asia/Shanghai',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'BEGIN:VTIMEZONE',
      'TZID:Asia/Shanghai',
      'BEGIN:STANDARD',
      'DTSTART:19910915T010000',
      'TZOFFSETFROM:+0900',
      'TZOFFSETTO:+0800',
      'TZNAME:CST',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:activity-1.main@zhibu',
      'SEQUENCE:2',
      'DTSTAMP:20261201T013000Z',
      'LAST-MODIFIED:20261201T013000Z',
      'DTSTART;TZID=Asia/Shanghai:20261204T150000',
      'DTEND;TZID=Asia/Shanghai:20261204T170000',
      'SUMMARY:主题党日：学习、讨论',
      'LOCATION:三楼会议室\\; 东\\, 西',
      'DESCRIPTION:第一党支部\\n主持人：张建国',
      'STATUS:CONFIRMED',
      'TRANSP:OPAQUE',
      'CLASS:PRIVATE',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
});

test('no line is longer than 75 octets, none cuts a character, and unfolded all is as it was', () => {
  fc.assert(
    fc.property(words, (text) => {
      const line = `SUMMARY:${escapeText(text)}`;
      const parts = fold(line).split('\r\n');
      for (const part of parts) {
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
        expect(part.isWellFormed()).toBe(true);
      }
      expect(parts.slice(1).every((part) => part.startsWith(' '))).toBe(true);
      expect(fold(line).replaceAll('\r\n ', '')).toBe(line);
    }),
  );
});

test('what people wrote comes out as it went in, and never as a line of its own', () => {
  fc.assert(
    fc.property(words, (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[\r\n]/);
      expect(unescaped(escaped)).toBe(text.replace(/\r\n?/g, '\n'));
    }),
  );
});

test('a text cannot end its event and begin another', () => {
  const file = calendarFile('x', [{ ...EVENT, summary: 'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\u0000' }]);
  expect(file.match(/^END:VEVENT/gm)).toHaveLength(1);
  expect(file).toContain('SUMMARY:a\\nEND:VEVENT\\nBEGIN:VEVENT\r\n');
});

function unescaped(text: string): string {
  return text.replace(/\\([\\;,n])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
