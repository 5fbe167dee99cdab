import { and, asc, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm';
import { activities } from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Activity } from '../../activity/store.ts';
import { addDays, DAY, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import { readSettings } from '../rules/decided.ts';
import { MINUTES } from '../rules/rules.ts';
import { minutesWait } from '../rules/said.ts';
import type { Setting } from '../rules/setting.ts';
import { minutesOn, settingsOver } from '../rules/settings.ts';
import type { Alert } from './ledger.ts';

/** Later than this nobody is told: the longest wait is two weeks and the longest holiday. */
const LATEST = 30 * DAY;

/** No activity lasts longer, so that the index on the start serves. */
const LONGEST = 3 * DAY;

/** 谈心谈话 has no minutes: no content of a talk is ever asked for. */
const missing = and(
  isNull(activities.cancelledAt),
  isNull(activities.minutedAt),
  ne(activities.kinds, ['heartToHeartTalk']),
);

const selectMissing = prepared((db) =>
  db
    .select({ id: activities.id, unit: activities.unit, endsAt: activities.endsAt, lineage: units.lineage })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(
      and(
        missing,
        gt(activities.startsAt, sql.placeholder('began')),
        lt(activities.endsAt, sql.placeholder('until')),
        gt(activities.endsAt, sql.placeholder('since')),
      ),
    )
    .orderBy(asc(activities.endsAt), asc(activities.id))
    .prepare(),
);

/** A day before they are due (two days after its day, where nobody decided) an activity's minutes are asked for, once: by unit. */
export function minutesAlerts(db: Db, now: Instant): { unit: number; alert: Alert }[] {
  const today = dayOf(now);
  const settings = readSettings(db);
  return selectMissing(db)
    .all({ began: now - LATEST - LONGEST, since: now - LATEST, until: startOfDay(today) })
    .filter(({ lineage, endsAt }) => isAsked(settingsOver(settings, lineage), endsAt, today))
    .map(({ id, unit }) => ({
      unit,
      alert: { key: `minutes:${id}`, about: { kind: 'minutes', activity: id } },
    }));
}

/** What ends at midnight is its own day's. */
function isAsked(over: readonly Setting[], endsAt: Instant, today: Day): boolean {
  const day = dayOf(endsAt);
  const asked = minutesOn(over, day);
  return asked !== null && addDays(day, minutesWait(asked.within)) <= today;
}

/** Within how many days the minutes of a unit's gathering are filed and who says so, and that they are never invented. */
export function filingWord(db: Db, lineage: string, at: Instant): string {
  const asked = minutesOn(settingsOver(readSettings(db), lineage), dayOf(at)) ?? MINUTES;
  return `会议记录在会后 ${asked.within} 天内归档（${asked.source}）。没有人说过的内容不会代写，留作【待补充】。`;
}

export function isUnminuted(activity: Activity): boolean {
  return activity.cancelledAt === null && activity.minutedAt === null;
}
