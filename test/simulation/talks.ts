import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { memberships, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { addDays, type Day, type Instant, startOfDay } from '../../src/time.ts';
import type { Span } from './asked.ts';

/** Whether by a morning talks have reached everybody whom they concern. */
export type Reached = (unit: number, span: Span, at: Instant, day: Day) => boolean;

interface Seat {
  person: number;
  began: Day;
  ended: Day | null;
}

/**
 * Each two of a committee, whoever is the only one on it included; every other member with one of it, and with another
 * such member. It concerns whoever was there when the season began and is there now, or was at the year's end.
 */
export function reachedIn(db: Db): Reached {
  const seats = Map.groupBy(db.select().from(posts).all(), ({ unit }) => unit);
  const members = Map.groupBy(db.select().from(memberships).all(), ({ unit }) => unit);
  const talks = Map.groupBy(talksIn(db), ({ unit }) => unit);
  return (unit, { from, to, owedFrom, deadline }, at, day) => {
    const both = (all: readonly Seat[] = []) => {
      const last = day < to ? day : to;
      return [...on(all, owedFrom)].filter((person) => on(all, last).has(person));
    };
    const committee = both(seats.get(unit));
    const others = both(members.get(unit)).filter((person) => !committee.includes(person));
    const held = (talks.get(unit) ?? []).filter(
      ({ startsAt, endsAt }) =>
        endsAt <= at && startsAt >= startOfDay(from) && startsAt < startOfDay(addDays(deadline, 1)),
    );
    const met = (one: number, any: readonly number[]) =>
      held.some(({ people }) => people.has(one) && any.some((other) => other !== one && people.has(other)));
    return (
      committee.every((one) => committee.every((other) => one === other || met(one, [other]))) &&
      others.every((one) => met(one, committee) && (others.length === 1 || met(one, others)))
    );
  };
}

function on(all: readonly Seat[], day: Day): Set<number> {
  const there = all.filter(({ began, ended }) => began <= day && (ended === null || ended > day));
  return new Set(there.map(({ person }) => person));
}

function talksIn(db: Db) {
  const found = db
    .select({
      id: activities.id,
      unit: units.id,
      startsAt: activities.startsAt,
      endsAt: activities.endsAt,
      person: attendance.person,
    })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .innerJoin(attendance, eq(attendance.activity, activities.id))
    .where(and(inArray(activities.kinds, [['heartToHeartTalk']]), isNotNull(attendance.presentAt)))
    .all();
  return [...Map.groupBy(found, ({ id }) => id).values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ ...first, people: new Set(own.map(({ person }) => person)) }] : [];
  });
}
