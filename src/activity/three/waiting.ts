import { and, asc, desc, eq, gt, gte, isNotNull, isNull, like, lt, ne, or } from 'drizzle-orm';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import { threeWords } from '../../../db/schema/three.ts';
import type { Db } from '../../../db/store.ts';
import { DAY, type Day, dayOf, type Instant, startOfDay, yearOf } from '../../time.ts';
import type { Activity } from '../store.ts';
import { expectedAt } from '../upcoming.ts';
import { lastDayFor } from './office.ts';
import { mayMark, openReview } from './open.ts';
import { reviewsOn } from './settings.ts';

const ofThemeDay = like(activities.kinds, '%"themeDay"%');

/** Where somebody may give a member's review now, the newest first. */
export function openTo(db: Db, person: number, now: Instant): Activity[] {
  return [...cameLately(db, person, now), ...expectedAt(db, person, now, now + AHEAD)].filter((activity) => {
    const open = openReview(db, activity, now);
    return open !== null && mayMark(db, activity, open.review, person);
  });
}

/** Notices do not go out earlier. */
const AHEAD = 62 * DAY;
/** From its closing on nothing is open for longer; from its start to its closing hardly anything takes as long. */
const LONGEST = 9 * DAY;
const CLOSED = 100 * DAY;

function cameLately(db: Db, person: number, now: Instant): Activity[] {
  return db
    .select({ activity: activities })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person),
        isNotNull(attendance.presentAt),
        ofThemeDay,
        gt(activities.startsAt, now - CLOSED),
        or(isNull(activities.closedAt), gt(activities.closedAt, now - LONGEST)),
      ),
    )
    .orderBy(desc(activities.startsAt))
    .all()
    .map(({ activity }) => activity);
}

/** The newest theme day of each unit that is closed. */
export function latestClosed(db: Db, of: readonly number[], now: Instant): Activity[] {
  return of.flatMap((unit) => {
    const found = db
      .select()
      .from(activities)
      .where(
        and(
          eq(activities.unit, unit),
          ofThemeDay,
          isNull(activities.cancelledAt),
          isNotNull(activities.closedAt),
          lt(activities.startsAt, now),
        ),
      )
      .orderBy(desc(activities.startsAt))
      .limit(1)
      .get();
    return found ?? [];
  });
}

/** As much of a theme day as tells which it is. */
export interface Waiting {
  id: number;
  startsAt: Instant;
  lineage: string;
}

/**
 * Of the year that goes on, and of the one before while there is time: closed, beneath these units, the oldest first, and
 * no word of the committee above yet.
 */
export function waitingAbove(db: Db, lineages: readonly string[], now: Instant): Waiting[] {
  if (lineages.length === 0) return [];
  const on = reviewsOn(db);
  return unsaid(db, lineages, firstDay(dayOf(now))).filter(({ startsAt, lineage }) =>
    on(lineage, dayOf(startsAt)).includes('above'),
  );
}

function unsaid(db: Db, lineages: readonly string[], from: Day): Waiting[] {
  return db
    .select({ id: activities.id, startsAt: activities.startsAt, lineage: units.lineage })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .leftJoin(threeWords, and(eq(threeWords.activity, activities.id), eq(threeWords.review, 'above')))
    .where(
      and(
        ofThemeDay,
        gte(activities.startsAt, startOfDay(from)),
        isNotNull(activities.closedAt),
        isNull(activities.cancelledAt),
        isNull(threeWords.level),
        or(...lineages.map((own) => and(like(units.lineage, `${own}%`), ne(units.lineage, own)))),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all();
}

/** The first day of the earliest year of which one may still say something. */
function firstDay(today: Day): Day {
  const year = yearOf(today);
  return today <= lastDayFor(`${year - 1}-12-31`) ? `${year - 1}-01-01` : `${year}-01-01`;
}
