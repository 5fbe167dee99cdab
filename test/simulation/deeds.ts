import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { arrive } from '../../src/activity/attend.ts';
import { expectedOf } from '../../src/activity/expected.ts';
import { close } from '../../src/activity/keep.ts';
import { askLeave, decideLeave } from '../../src/activity/leave.ts';
import { announce } from '../../src/activity/notice.ts';
import { plan } from '../../src/activity/plan.ts';
import { type Activity, findAttendance, loadActivity } from '../../src/activity/store.ts';
import type { Chance } from '../../src/demo/chance.ts';
import { situationOf } from '../../src/duty/alerts/due.ts';
import { itemKey, waive } from '../../src/duty/owed/waivers.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import { membersOf } from '../../src/people/store.ts';
import { addDays, atTime, type Day, dayOf, HOUR, type Instant, MINUTE } from '../../src/time.ts';
import type { Meeting } from './meetings.ts';

export interface Running {
  id: number;
  unit: number;
  day: Day;
}

/** Announced where it recurs and is still to come, else planned. */
export function planned(db: Db, meeting: Meeting, now: Instant): Running {
  const { unit, kinds, day, lecturer = '', without } = meeting;
  const today = dayOf(now);
  const startsAt = atTime(day, '15:00');
  const by = secretaryOf(db, unit, today)?.person ?? 1;
  const common = { place: '三楼会议室', theme: '学习', agenda: '', lecturer, series: null };
  const persons =
    without === undefined
      ? []
      : membersOf(db, unit, today)
          .slice(without)
          .map(({ person }) => person);
  const until = { startsAt, endsAt: startsAt + 2 * HOUR };
  const wanted = { unit, kinds, ...until, host: by, draft: null, by, persons, ...common };
  const activity = recurring(db, { unit, kinds, day }, now) ?? plan(db, wanted, now).activity;
  announce(db, activity, now);
  return { id: activity.id, unit, day: dayOf(activity.startsAt) };
}

/** The same month's, where nobody has been told of it. */
function recurring(
  db: Db,
  { unit, kinds, day }: Pick<Meeting, 'unit' | 'kinds' | 'day'>,
  now: Instant,
): Activity | undefined {
  if (!kinds.includes('themeDay')) return undefined;
  const own = and(eq(activities.unit, unit), isNull(activities.noticedAt), isNotNull(activities.series));
  const found = db
    .select({ id: activities.id, startsAt: activities.startsAt })
    .from(activities)
    .where(and(own, gt(activities.startsAt, now)))
    .orderBy(asc(activities.startsAt))
    .all()
    .find((one) => dayOf(one.startsAt).slice(0, 7) === day.slice(0, 7));
  return found && loadActivity(db, found.id);
}

/** One tap of whoever comes; a few ask for leave, and not all of it is answered at once. `apart`: who taps themselves. */
export function attend(db: Db, id: number, chance: Chance, apart: ReadonlySet<number>): void {
  const activity = loadActivity(db, id);
  const now = activity.startsAt - 10 * MINUTE;
  const by = secretaryOf(db, activity.unit, dayOf(now))?.person ?? 1;
  for (const { person } of expectedOf(db, activity)) {
    const luck = chance();
    if (apart.has(person)) continue;
    // One member in forty is hardly ever seen.
    if (person % 40 === 7 ? luck < 0.95 : luck < 0.08) {
      if (luck < 0.05 && person !== by) {
        askLeave(db, loadActivity(db, id), person, '出差', now);
        if (luck < 0.04) decideLeave(db, loadActivity(db, id), person, true, by, now);
      }
      continue;
    }
    arrive(db, activity, findAttendance(db, id, person), { person, at: now, how: 'self', by: person }, now);
  }
}

export function finish(db: Db, { id, day }: Running): void {
  const activity = loadActivity(db, id);
  const by = secretaryOf(db, activity.unit, day)?.person ?? 1;
  const minutes = { host: by, recorder: by, agenda: '学习', minutes: '略', resolutions: '' };
  close(db, activity, minutes, by, atTime(day, '17:05'));
}

/** Some say why not, and until when. */
export function putOff(db: Db, today: Day, chance: Chance): void {
  const now = atTime(today, '20:55');
  const situation = situationOf(db, '/', now);
  for (const { branch, items } of situation.standings) {
    const item = items.find(({ state, period }) => state === 'overdue' && period.to >= addDays(today, -8));
    if (!item || chance() > 0.25) continue;
    const by = secretaryOf(db, branch.id, today)?.person ?? 1;
    const until = addDays(today, 20);
    waive(db, { unit: branch.id, item: itemKey(item), until, reason: '多数同志驻村' }, by, now);
  }
}
