import { and, asc, count, gte, inArray, isNotNull, max, or, sql } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { activities, attendance } from '../../db/schema/activity.ts';
import { audit, isWhole } from '../../db/schema/audit.ts';
import { memberships, posts } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { isExpected } from '../activity/expected.ts';
import { titleOf } from '../activity/kinds.ts';
import type { Activity } from '../activity/store.ts';
import { findPerson, findUnit } from '../people/store.ts';
import { DAY, type Instant } from '../time.ts';
import type { Event } from './ics.ts';

/** How far back a calendar goes. */
const BACK = 90 * DAY;

/**
 * What a person was told of and is expected at, cancelled or not. Whoever else is named in an activity is not named
 * here, but for its host.
 */
export function eventsFor(db: Db, org: string, person: number, now: Instant): Event[] {
  const own = near(db, person, now - BACK).filter((activity) => isExpected(db, activity, person));
  const changes = changesOf(db, own);
  return own.map((activity) => eventOf(db, org, activity, changes.get(subjectOf(activity))));
}

/** In the units a person was ever in, or with them on its list. */
function near(db: Db, person: number, since: Instant): Activity[] {
  return db
    .select()
    .from(activities)
    .where(
      and(
        gte(activities.startsAt, since),
        or(isNotNull(activities.noticedAt), isNotNull(activities.startedAt)),
        or(
          sql`${activities.unit} in (select ${memberships.unit} from ${memberships} where ${memberships.person} = ${person})`,
          sql`${activities.unit} in (select ${posts.unit} from ${posts} where ${posts.person} = ${person})`,
          sql`${activities.id} in (select ${attendance.activity} from ${attendance} where ${attendance.person} = ${person})`,
        ),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all();
}

interface Change {
  times: number;
  last: Instant | null;
}

/** How often the journal has each of them moved, amended or cancelled, and when anything of it was last changed. */
function changesOf(db: Db, own: readonly Activity[]): Map<string, Change> {
  const ofThem = and(among(audit.subject, own.map(subjectOf)), isWhole(audit.subject));
  const moved = db
    .select({ subject: audit.subject, times: count() })
    .from(audit)
    .where(and(ofThem, inArray(audit.action, ['activity.moved', 'activity.amended', 'activity.cancelled'])))
    .groupBy(audit.subject)
    .all();
  const touched = db
    .select({ subject: audit.subject, last: max(audit.at) })
    .from(audit)
    .where(and(ofThem, sql`${audit.action} like 'activity.%'`))
    .groupBy(audit.subject)
    .all();
  const times = new Map(moved.map((row) => [row.subject, row.times]));
  return new Map(touched.map(({ subject, last }) => [subject, { times: times.get(subject) ?? 0, last }]));
}

function subjectOf(activity: Activity): string {
  return `activity:${activity.id}`;
}

function eventOf(db: Db, org: string, activity: Activity, change: Change | undefined): Event {
  const title = titleOf(activity.kinds);
  const summary = activity.theme === '' ? title : `${title}：${activity.theme}`;
  const host = activity.host === null ? undefined : findPerson(db, activity.host)?.name;
  const cancelled = activity.cancelledAt !== null;
  return {
    uid: `activity-${activity.id}.${org}@zhibu`,
    sequence: change?.times ?? 0,
    startsAt: activity.startsAt,
    endsAt: activity.endsAt,
    // Some calendars show what is cancelled like everything else.
    summary: cancelled ? `【已取消】${summary}` : summary,
    description: [findUnit(db, activity.unit)?.name, host && `主持人：${host}`].filter(Boolean).join('\n'),
    location: activity.place,
    cancelled,
    changedAt: Math.max(activity.plannedAt, change?.last ?? 0),
  };
}
