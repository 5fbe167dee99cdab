import { type Instant, wallTime } from '../time.ts';

/** What a calendar shows of something. */
export interface Event {
  uid: string;
  /** Rises whenever it is moved, amended or cancelled. */
  sequence: number;
  startsAt: Instant;
  endsAt: Instant;
  summary: string;
  description: string;
  location: string;
  cancelled: boolean;
  changedAt: Instant;
}

/** RFC 5545: a calendar as a file. */
export function calendarFile(name: string, events: readonly Event[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Zhibu//Zhibu//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    `X-WR-TIMEZONE:${ZONE}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...TIMEZONE,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

const ZONE = 'Asia/Shanghai';

/** UTC+8 without summer time since September 1991. */
const TIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19910915T010000',
  'TZOFFSETFROM:+0900',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
];

function eventLines(event: Event): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.changedAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `DTSTART;TZID=${ZONE}:${local(event.startsAt)}`,
    `DTEND;TZID=${ZONE}:${local(event.endsAt)}`,
    `SUMMARY:${escapeText(event.summary)}`,
    ...(event.location ? [`LOCATION:${escapeText(event.location)}`] : []),
    ...(event.description ? [`DESCRIPTION:${escapeText(event.description)}`] : []),
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `TRANSP:${event.cancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
  ];
}

/** RFC 5545, 3.3.11. What no text may hold is left out. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

const CONTROLS = /[^\P{Cc}\t\n]/gu;

/** RFC 5545, 3.1: at most 75 octets a line, and no character is cut in two. */
export function fold(line: string): string {
  const folded: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (octets + size > LONGEST) {
      folded.push(part);
      part = ' ';
      octets = 1;
    }
    part += letter;
    octets += size;
  }
  return [...folded, part].join('\r\n');
}

const LONGEST = 75;
const encoder = new TextEncoder();

/** 20261204T150000 in the organisation's time zone. */
function local(at: Instant): string {
  return `${wallTime(at).replace(/[-:]/g, '')}00`;
}

function utc(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
