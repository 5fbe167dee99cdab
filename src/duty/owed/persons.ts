import {
  and,
  asc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { rests } from '../../../db/schema/alert.ts';
import { memberships, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import { hoursOfAll, type Training } from '../training/hours.ts';
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

/**
 * The same of a text for each, as one row of each is several times as fast as tens of thousands; what it says is made out
 * when it is asked for.
 */
function lookupIn<V>(
  read: () => readonly { id: number; text: string }[],
  parse: (text: string) => V,
): Lookup<V> {
  const texts = lookup(() => new Map(read().map(({ id, text }) => [id, text])));
  const parsed = new Map<number, V>();
  return {
    get(id) {
      const known = parsed.get(id);
      if (known !== undefined) return known;
      const text = texts.get(id);
      if (text === undefined) return undefined;
      const made = parse(text);
      parsed.set(id, made);
      return made;
    },
  };
}

/** Members of the branches of a subtree, probationary ones included, on any day of a span: by their branch. */
export function membersIn(db: Db, lineage: string, from: Day, to: Day): Lookup<Seat[]> {
  return lookupIn(read, (text) => text.split('/').map(seatIn));

  function read() {
    const seat = sql`${memberships.person} || ' ' || ${memberships.began} || ' ' || ifnull(${memberships.ended}, '')`;
    return db
      .select({ id: memberships.unit, text: sql<string>`group_concat(${seat}, '/')` })
      .from(memberships)
      .where(
        and(
          inArray(memberships.unit, unitsBeneath(db, lineage, ne(units.kind, 'memberGroup'))),
          inArray(memberships.category, ['full', 'probationary']),
          lte(memberships.began, to),
          or(isNull(memberships.ended), gt(memberships.ended, from)),
        ),
      )
      .groupBy(memberships.unit)
      .all();
  }
}

function seatIn(text: string): Seat {
  const [person, began = '', ended = ''] = text.split(' ');
  return { person: Number(person), began, ended: ended === '' ? null : ended };
}

/** Talks that a subtree has on record between two days, by unit: of all attendance only theirs is read. */
export function talksIn(db: Db, lineage: string, from: Day, to: Day, now: Instant): Lookup<Talk[]> {
  return lookupIn(read, (text) => text.split('/').map(talkIn));

  function read() {
    const toCome = and(isNull(activities.closedAt), gt(activities.endsAt, now));
    const each = db
      .select({
        unit: activities.unit,
        talk: sql<string>`${activities.startsAt} || ' ' || (${toCome}) || ' ' || group_concat(${attendance.person}, ' ')`.as(
          'talk',
        ),
      })
      .from(activities)
      // Read in the order that it is written in: talks are few, and rows of attendance a million.
      .crossJoin(attendance)
      .where(
        and(
          among(activities.kinds, kindListsWith(db, ['heartToHeartTalk'])),
          gte(activities.startsAt, startOfDay(from)),
          lt(activities.startsAt, startOfDay(addDays(to, 1))),
          isNull(activities.cancelledAt),
          inArray(activities.unit, unitsBeneath(db, lineage)),
          eq(attendance.activity, activities.id),
          or(isNotNull(attendance.presentAt), and(toCome, eq(attendance.role, 'expected'))),
        ),
      )
      .groupBy(activities.id)
      .as('each');
    return db
      .select({ id: each.unit, text: sql<string>`group_concat(${each.talk}, '/')` })
      .from(each)
      .groupBy(each.unit)
      .all();
  }
}

function talkIn(text: string): Talk {
  const [at = 0, toCome, ...people] = text.split(' ').map(Number);
  return { at, over: toCome === 0, people };
}

function unitsBeneath(db: Db, lineage: string, which?: SQL) {
  return db
    .select({ id: units.id })
    .from(units)
    .where(and(like(units.lineage, `${lineage}%`), which));
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

/** Training of a subtree's members, of each year and norm all at once. */
export function trainingIn(db: Db, lineage: string, now: Instant): Books['training'] {
  const today = dayOf(now);
  const all = new Map<string, Map<number, Training[]>>();
  return (branch, year, hours) => {
    const norm = normOf(hours);
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
