import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { amongGiven } from '../../db/many.ts';
import { activities, attendance } from '../../db/schema/activity.ts';
import { rests } from '../../db/schema/alert.ts';
import { memberships, units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { isMembership } from '../people/store.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../time.ts';

export type Rest = typeof rests.$inferSelect;

/** 《中国共产党章程》 speaks of six months; a secretary hears of it at these, to ask how somebody is. */
export const STAGES = [5, 4, 2] as const;

/** How far back is looked, in whole months. */
const BACK = 12;

/** Somebody who took no part in so many months in a row, the first of them `2026-07`. */
export interface Absence {
  person: number;
  months: number;
  since: string;
}

/**
 * Members who took no part in organisational life lately, by whole months before `today`'s.
 *
 * - A month counts when they were expected at least once, never came and made nothing up.
 * - It neither counts nor breaks the row when they were not expected, had leave for all they missed, or rest
 *   (暂不参加) on any of its days: that is a reason, and no presence either.
 * - Presence anywhere breaks it, and so does a make-up that was confirmed. What was held without anybody on record
 *   says nothing of anybody.
 */
export function absencesOf(db: Db, people: readonly number[], today: Day): Absence[] {
  const months = monthsBefore(today);
  const months0 = months.at(-1) ?? today.slice(0, 7);
  const marks = marksOf(db, people, startOfDay(`${months0}-01`), startOfDay(`${today.slice(0, 7)}-01`));
  const resting = Map.groupBy(restsOf(db, people), (rest) => rest.person);
  return people.flatMap((person) => {
    const own = marks.get(person) ?? new Map<string, Mark>();
    let count = 0;
    let since = '';
    for (const month of months) {
      const mark = own.get(month);
      if (mark === 'came') break;
      if (mark !== 'missed' || rested(resting.get(person) ?? [], month)) continue;
      count += 1;
      since = month;
    }
    return count > 0 ? [{ person, months: count, since }] : [];
  });
}

/** came: present or made up · missed: expected, not there and no leave. */
type Mark = 'came' | 'missed';

const selectMarks = prepared((db) =>
  db
    .select({
      person: attendance.person,
      startsAt: activities.startsAt,
      presentAt: attendance.presentAt,
      leaveGranted: attendance.leaveGranted,
      makeUpGranted: attendance.makeUpGranted,
    })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        amongGiven(attendance.person, 'people'),
        gte(activities.startsAt, sql.placeholder('from')),
        lt(activities.startsAt, sql.placeholder('to')),
        gt(activities.present, 0),
        isNull(activities.cancelledAt),
        inArray(attendance.role, ['expected', 'observer']),
      ),
    )
    .prepare(),
);

function marksOf(
  db: Db,
  people: readonly number[],
  from: Instant,
  to: Instant,
): Map<number, Map<string, Mark>> {
  const rows = selectMarks(db).all({ people: JSON.stringify(people), from, to });
  const marks = new Map<number, Map<string, Mark>>();
  for (const row of rows) {
    const own = marks.get(row.person) ?? new Map<string, Mark>();
    marks.set(row.person, own);
    const month = dayOf(row.startsAt).slice(0, 7);
    if (row.presentAt !== null || row.makeUpGranted === true) own.set(month, 'came');
    else if (row.leaveGranted !== true && own.get(month) === undefined) own.set(month, 'missed');
  }
  return marks;
}

const selectAway = prepared((db) => {
  const [unit, day] = [sql.placeholder('unit'), sql.placeholder('day')];
  const seen = db
    .select({ one: sql`1` })
    .from(activities)
    // A cross join keeps the order: what a unit held in two months is less than what a person was ever expected at.
    .crossJoin(attendance)
    .where(
      and(
        eq(attendance.activity, activities.id),
        eq(attendance.person, memberships.person),
        sql`${activities.unit} in (select ${units.id} from ${units} where ${units.id} = ${unit} or ${units.parent} = ${unit})`,
        gte(activities.startsAt, sql.placeholder('from')),
        lt(activities.startsAt, sql.placeholder('to')),
        isNull(activities.cancelledAt),
        or(isNotNull(attendance.presentAt), eq(attendance.makeUpGranted, true)),
      ),
    );
  return db
    .selectDistinct({ person: memberships.person })
    .from(memberships)
    .where(
      and(
        eq(memberships.unit, unit),
        isMembership,
        lte(memberships.began, day),
        or(isNull(memberships.ended), gt(memberships.ended, day)),
        notExists(seen),
      ),
    )
    .prepare();
});

/** Members of a unit who were at none of its gatherings in so many whole months before `today`'s: few, of all there are. */
export function awayFrom(db: Db, unit: number, today: Day, months: number): number[] {
  const first = monthsBefore(today)[months - 1] ?? today.slice(0, 7);
  const span = { from: startOfDay(`${first}-01`), to: startOfDay(`${today.slice(0, 7)}-01`) };
  return selectAway(db)
    .all({ unit, day: today, ...span })
    .map(({ person }) => person);
}

/** The whole months before a day's, the nearest first. */
function monthsBefore(today: Day): string[] {
  const months: string[] = [];
  let first = `${today.slice(0, 7)}-01`;
  while (months.length < BACK) {
    first = `${addDays(first, -1).slice(0, 7)}-01`;
    months.push(first.slice(0, 7));
  }
  return months;
}

function rested(rests: readonly Rest[], month: string): boolean {
  return rests.some(
    (rest) => rest.began.slice(0, 7) <= month && addDays(rest.ended, -1).slice(0, 7) >= month,
  );
}

const selectRests = prepared((db) =>
  db.select().from(rests).where(amongGiven(rests.person, 'people')).orderBy(asc(rests.id)).prepare(),
);

export function restsOf(db: Db, people: readonly number[]): Rest[] {
  return selectRests(db).all({ people: JSON.stringify(people) });
}

const selectResting = prepared((db) =>
  db
    .selectDistinct({ person: rests.person })
    .from(rests)
    .where(
      and(
        amongGiven(rests.person, 'people'),
        lte(rests.began, sql.placeholder('day')),
        gt(rests.ended, sql.placeholder('day')),
      ),
    )
    .prepare(),
);

/** Who of these people rests on that day. */
export function restingAt(db: Db, people: readonly number[], day: Day): Set<number> {
  const rows = selectResting(db).all({ people: JSON.stringify(people), day });
  return new Set(rows.map(({ person }) => person));
}

const selectRest = prepared((db) =>
  db
    .select({ id: rests.id })
    .from(rests)
    .where(
      and(
        eq(rests.person, sql.placeholder('person')),
        lte(rests.began, sql.placeholder('day')),
        gt(rests.ended, sql.placeholder('day')),
      ),
    )
    .prepare(),
);

export function isResting(db: Db, person: number, day: Day): boolean {
  return selectRest(db).get({ person, day }) !== undefined;
}

/** Whether somebody rests on a day. */
export function restDaysOf(db: Db, person: number): (day: Day) => boolean {
  const own = restsOf(db, [person]);
  return (day) => own.some(({ began, ended }) => began <= day && ended > day);
}

/** Who rests on that day, the last entry of each. */
export function restingOn(db: Db, people: readonly number[], day: Day): Rest[] {
  const found = restsOf(db, people).filter((rest) => rest.began <= day && rest.ended > day);
  return [...new Map(found.map((rest) => [rest.person, rest])).values()];
}
