import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, like, or, sql } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { rests } from '../../../db/schema/alert.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import { hoursOf, hoursOfAll, type Training } from '../training/hours.ts';
import { normOf } from '../training/norm.ts';
import type { Books, Lookup, Seat, Talk } from './books.ts';
import { kindListsWith } from './gatherings.ts';

/** Read when the first is asked for, and never where nobody asks. */
export function lookup<V>(read: () => ReadonlyMap<number, V>): Lookup<V> {
  let known: ReadonlyMap<number, V> | undefined;
  return {
    get(id) {
      known ??= read();
      return known.get(id);
    },
  };
}

/** Talks that a subtree has on record since a day, by unit: of all attendance only theirs is read. */
export function talksIn(db: Db, lineage: string, from: Day, now: Instant): Map<number, Talk[]> {
  const toCome = and(isNull(activities.closedAt), gt(activities.endsAt, now));
  const found = db
    .select({
      unit: activities.unit,
      at: activities.startsAt,
      open: sql<number>`${toCome}`,
      people: sql<string>`group_concat(${attendance.person}, ' ')`,
    })
    .from(activities)
    // Read in the order that it is written in: talks are few, and rows of attendance a million.
    .crossJoin(attendance)
    .where(
      and(
        among(activities.kinds, kindListsWith(db, ['heartToHeartTalk'])),
        gte(activities.startsAt, startOfDay(from)),
        isNull(activities.cancelledAt),
        inArray(
          activities.unit,
          db
            .select({ id: units.id })
            .from(units)
            .where(like(units.lineage, `${lineage}%`)),
        ),
        eq(attendance.activity, activities.id),
        or(isNotNull(attendance.presentAt), and(toCome, eq(attendance.role, 'expected'))),
      ),
    )
    .groupBy(activities.id)
    .all();
  const talks = found.map(({ unit, at, open, people }) => ({
    unit,
    at,
    over: open === 0,
    people: people.split(' ').map(Number),
  }));
  return Map.groupBy(talks, ({ unit }) => unit);
}

/** Who rests (暂不参加) after a day, by person. */
export function restsSince(db: Db, from: Day): Map<number, Pick<Seat, 'began' | 'ended'>[]> {
  const found = db
    .select({ person: rests.person, began: rests.began, ended: rests.ended })
    .from(rests)
    .where(gt(rests.ended, from))
    .orderBy(asc(rests.id))
    .all();
  return Map.groupBy(found, ({ person }) => person);
}

/** Of so few branches each is asked for by itself, of more all at once. */
const FEW = 8;

/** Training of a subtree's members, year by year. */
export function trainingIn(db: Db, lineage: string, branches: number, now: Instant): Books['training'] {
  const today = dayOf(now);
  const all = new Map<string, Map<number, Training[]>>();
  return (branch, year, hours) => {
    const norm = normOf(hours);
    if (branches <= FEW) return hoursOf(db, branch, year, today, norm);
    const key = [year, norm.member, norm.secretary].join();
    const known = all.get(key) ?? hoursOfAll(db, lineage, year, today, norm);
    all.set(key, known);
    return known.get(branch) ?? [];
  };
}

/** Of those whom no duty of persons concerns. */
export const NOBODY_REACHED: Pick<Books, 'rests' | 'talks' | 'training'> = {
  rests: new Map(),
  talks: new Map(),
  training: () => [],
};
