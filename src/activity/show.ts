import type { Counts, Phase, Shown } from '../../cards/activity/shown.ts';
import type { Db } from '../../db/store.ts';
import { handleOf } from '../people/names.ts';
import { findUnit } from '../people/store.ts';
import { dayOf, type Instant, say, timeOf } from '../time.ts';
import { restingAt } from './absence.ts';
import { type Standing, standing } from './attendance.ts';
import { expectedOf } from './expected.ts';
import { KINDS, titleOf, WINDOW } from './kinds.ts';
import { type Activity, type Attendance, attendanceOf } from './store.ts';
import { yearWord } from './year.ts';

/** An activity as its cards show it. */
export function shown(db: Db, activity: Activity, now: Instant): Shown {
  return {
    id: activity.id,
    title: titleOf(activity.kinds),
    unit: findUnit(db, activity.unit)?.name ?? '',
    year: yearWord(activity),
    when: say(activity.startsAt),
    until:
      dayOf(activity.endsAt) === dayOf(activity.startsAt) ? timeOf(activity.endsAt) : say(activity.endsAt),
    place: activity.place,
    theme: activity.theme,
    agenda: activity.agenda,
    host: activity.host === null ? null : handleOf(db, dayOf(activity.startsAt), activity.host),
    form: activity.form,
    lecturer: activity.lecturer || (activity.kinds.some((kind) => KINDS[kind].lecture) ? '待定' : ''),
    phase: phaseOf(activity, now),
    cancelReason: activity.cancelReason,
  };
}

function phaseOf(activity: Activity, now: Instant): Phase {
  if (activity.cancelledAt !== null) return 'cancelled';
  if (activity.closedAt !== null) return 'closed';
  if (activity.endsAt <= now) return 'over';
  if (activity.startsAt <= now) return 'begun';
  return activity.startsAt - WINDOW <= now ? 'open' : 'planned';
}

/** One line of the list: who, and how it stands with them. */
export interface Line {
  person: number;
  name: string;
  standing: Standing;
  row: Attendance | undefined;
}

export function linesOf(
  db: Db,
  activity: Activity,
  now: Instant,
): { expected: Line[]; observers: Attendance[] } {
  const rows = attendanceOf(db, activity.id);
  const byPerson = new Map(rows.map((row) => [row.person, row]));
  const members = expectedOf(db, activity);
  const resting = restingAt(
    db,
    members.map(({ person }) => person),
    dayOf(activity.startsAt),
  );
  const expected = members.map(({ person, name }) => {
    const row = byPerson.get(person);
    return { person, name, standing: standing(activity, row, now, resting.has(person)), row };
  });
  return { expected, observers: rows.filter((row) => row.role === 'observer') };
}

export function countsOf(activity: Activity, lines: { expected: Line[]; observers: Attendance[] }): Counts {
  const count = (...wanted: Standing[]) =>
    lines.expected.filter((line) => wanted.includes(line.standing)).length;
  return {
    expected: lines.expected.length,
    present: count('present', 'late'),
    late: count('late'),
    onLeave: count('onLeave'),
    leaveAsked: count('leaveAsked'),
    absent: count('absent'),
    resting: count('resting'),
    observers: lines.observers.length + guestsOf(activity).length,
  };
}

export function guestsOf(activity: Activity): string[] {
  return activity.guests
    .split(/[、，,;；\n]+/)
    .map((guest) => guest.trim())
    .filter(Boolean);
}
