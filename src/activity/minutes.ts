import type { Record } from '../../cards/activity/minutes.ts';
import type { Db } from '../../db/store.ts';
import { handleOf } from '../people/names.ts';
import { dayOf, type Instant, timeOf } from '../time.ts';
import type { Standing } from './attendance.ts';
import { KINDS } from './kinds.ts';
import { guestsOf, linesOf, shown } from './show.ts';
import type { Activity } from './store.ts';
import { yearWord } from './year.ts';

/** 会议记录 as it stands: what people said, who came, and nothing else. */
export function recordOf(db: Db, activity: Activity, now: Instant): Record {
  const { expected, observers } = linesOf(db, activity, now);
  const day = dayOf(activity.startsAt);
  const names = (...wanted: Standing[]) =>
    expected.filter((line) => wanted.includes(line.standing)).map((line) => line.name);
  const came = names('present', 'late').length;
  const call = (person: number | null) => (person === null ? null : handleOf(db, day, person));
  const { title, unit, when, place, theme, agenda, lecturer } = shown(db, activity, now);
  return {
    title,
    unit,
    year: yearWord(activity),
    when: `${when}至${timeOf(activity.endsAt)}`,
    place,
    theme,
    agenda,
    lecturer,
    host: call(activity.host),
    recorder: call(activity.recorder),
    attendance: `应到 ${expected.length} 人，实到 ${came} 人`,
    late: names('late'),
    onLeave: names('onLeave'),
    absent: names('absent'),
    resting: names('resting'),
    observers: [...observers.map((row) => call(row.person) ?? ''), ...guestsOf(activity)],
    minutes: activity.minutes,
    resolutions: activity.resolutions || (resolves(activity) ? null : ''),
  };
}

/** Whether what is resolved there is voted on. */
export function resolves({ kinds }: Pick<Activity, 'kinds'>): boolean {
  return kinds.some((kind) => KINDS[kind].resolves);
}
