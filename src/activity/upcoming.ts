import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { memberships, posts } from '../../db/schema/people.ts';
import { type Db, preparedRows } from '../../db/store.ts';
import { DAY, dayOf, type Instant } from '../time.ts';
import { isResting } from './absence.ts';
import { standing } from './attendance.ts';
import { isExpected } from './expected.ts';
import { type Activity, findAttendance } from './store.ts';

/** Nothing lasts longer, so that the index on the start serves. */
const LONGEST = 3 * DAY;

const { placeholder } = sql;
const person = placeholder('person');

/** Told of and not over, in the units a person was ever in, or with them on its list. */
const selectNear = preparedRows(
  activities,
  and(
    gt(activities.startsAt, placeholder('since')),
    lt(activities.startsAt, placeholder('until')),
    gt(activities.endsAt, placeholder('now')),
    isNotNull(activities.noticedAt),
    isNull(activities.cancelledAt),
    isNull(activities.closedAt),
    or(
      sql`${activities.unit} in (select ${memberships.unit} from ${memberships} where ${eq(memberships.person, person)})`,
      sql`${activities.unit} in (select ${posts.unit} from ${posts} where ${eq(posts.person, person)})`,
      sql`${activities.id} in (select ${attendance.activity} from ${attendance} where ${eq(attendance.person, person)})`,
    ),
  ),
);

/** Where a person is expected, from those going on to those that begin before `until`: the earliest first. */
export function expectedAt(db: Db, person: number, now: Instant, until: Instant): Activity[] {
  return near(db, person, now, until).filter((activity) => isExpected(db, activity, person));
}

function near(db: Db, person: number, now: Instant, until: Instant): Activity[] {
  const found = selectNear(db, { person, now, until, since: now - LONGEST });
  return found.sort((a, b) => a.startsAt - b.startsAt || a.id - b.id);
}

/** Those of them where the person has neither checked in nor has leave, asked for or granted, nor rests. */
export function unansweredBy(db: Db, person: number, now: Instant, until: Instant): Activity[] {
  return near(db, person, now, until).filter(
    (activity) =>
      standing(activity, findAttendance(db, activity.id, person), now, false) === 'open' &&
      isExpected(db, activity, person) &&
      !isResting(db, person, dayOf(activity.startsAt)),
  );
}
