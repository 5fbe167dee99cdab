import { exists } from '../../people/exists.ts';
import { dayOf, type Instant } from '../../time.ts';
import type { Books, Branch, Talk } from './books.ts';
import { committeeLasting, endsOf, lasting, membersLasting } from './circle.ts';
import type { Coverage, Part } from './coverage.ts';
import type { Slot } from './slots.ts';

/** What of each part is still missing: two of the committee as one number, of the other parts persons. */
type Missing = readonly [pairs: Set<number>, withCommittee: Set<number>, amongMembers: Set<number>];

const PARTS = [
  { name: '委员之间', unit: '对', lacking: '委员之间还没谈的' },
  { name: '委员和党员', unit: '人', lacking: '还没有委员谈过的' },
  { name: '党员之间', unit: '人', lacking: '还没和其他党员谈过的' },
] as const;

/** Two persons as one number, the smaller id first. */
const PAIR = 2 ** 26;

/**
 * Whom talks have reached. A talk among several is one of each two of them. Like a gathering, it counts once: for the
 * earliest period that it may be for and in which it is still missing, so that one in February is for the year before
 * if there was none then. `held`: whether there is any on record.
 */
export function reachedByTalks(
  books: Books,
  branch: Branch,
  slots: readonly Slot[],
  owed: readonly boolean[],
  held: boolean,
): (Coverage | undefined)[] {
  if (!held)
    return slots.map((slot, index) =>
      owed[index] && slot.listed ? untouched(books, branch, slot) : undefined,
    );
  const wants = slots.map((slot, index) => (owed[index] ? wantsOf(books, branch, slot) : undefined));
  const missing = wants.map((one) => one && copyOf(one));
  const took = slots.map((): { held: Instant[]; planned: Instant[] } => ({ held: [], planned: [] }));
  const talks = [branch, ...branch.groups]
    .flatMap(({ id }) => books.talks.get(id) ?? [])
    .toSorted((a, b) => a.at - b.at);
  const reached = reacher(books, branch);
  const count = (over: boolean) => {
    for (const talk of talks) {
      if (talk.over !== over) continue;
      for (const index of take(missing, slots, talk.at, reached(talk)))
        took[index]?.[over ? 'held' : 'planned'].push(talk.at);
    }
  };
  count(true);
  const left = missing.map((one) => one && copyOf(one));
  count(false);
  return slots.map((slot, index) => {
    const [wanted, still, last] = [wants[index], left[index], missing[index]];
    if (!slot.listed || !wanted || !still || !last || isNone(wanted)) return undefined;
    return {
      whole: isNone(still),
      arranged: isNone(last),
      held: took[index]?.held ?? [],
      planned: took[index]?.planned ?? [],
      parts: partsOf(wanted, still),
    };
  });
}

/** Nobody has talked yet. That two of a committee have not is known without its members, of whom there are many. */
function untouched(books: Books, branch: Branch, slot: Slot): Coverage | undefined {
  const known = committeeLasting(books, branch, slot).size > 1 ? null : wantsOf(books, branch, slot);
  if (known !== null && isNone(known)) return undefined;
  let parts: Part[] | undefined;
  return {
    whole: false,
    arranged: false,
    held: [],
    planned: [],
    get parts() {
      const wanted = known ?? wantsOf(books, branch, slot);
      parts ??= partsOf(wanted, wanted);
      return parts;
    },
  };
}

/**
 * Each two of the committee; each member who was on it at neither end, with somebody of it, if there is anybody, and
 * with another of them. Who is elected or steps down in between is asked for neither.
 */
function wantsOf(books: Books, branch: Branch, slot: Slot): Missing {
  const committee = [...committeeLasting(books, branch, slot)];
  const [first, last] = endsOf(slot, books);
  const seats = books.seats.get(branch.id);
  const [then, now] = [first, last].map((day) => lasting(books, seats, [day, day]));
  const members = [...membersLasting(books, branch, slot)].filter(
    (person) => !then?.has(person) && !now?.has(person),
  );
  return [
    new Set(
      committee.flatMap((one) => committee.filter((other) => one < other).map((other) => pairOf(one, other))),
    ),
    new Set(then?.size && now?.size ? members : []),
    new Set(members.length > 1 ? members : []),
  ];
}

/** Of each part, whom a talk reaches. */
function reacher(books: Books, branch: Branch): (talk: Talk) => readonly (readonly number[])[] {
  const seats = books.seats.get(branch.id) ?? [];
  const members = Map.groupBy(books.members.get(branch.id) ?? [], ({ person }) => person);
  return ({ at, people }) => {
    const day = dayOf(at);
    const committee = new Set(seats.filter((seat) => exists(seat, day)).map(({ person }) => person));
    const of = people.filter((person) => committee.has(person));
    const others = people.filter(
      (person) => !committee.has(person) && members.get(person)?.some((seat) => exists(seat, day)) === true,
    );
    return [
      people.flatMap((one) => people.filter((other) => one < other).map((other) => pairOf(one, other))),
      people.filter((person) => of.some((other) => other !== person)),
      people.filter((person) => others.some((other) => other !== person)),
    ];
  };
}

/** → the slots in which anybody was missing until now */
function take(
  missing: readonly (Missing | undefined)[],
  slots: readonly Slot[],
  at: Instant,
  reached: readonly (readonly number[])[],
): Set<number> {
  const took = new Set<number>();
  const open = slots.flatMap(({ from, until }, index) => (from <= at && at < until ? [index] : []));
  for (const [part, keys] of reached.entries()) {
    for (const key of keys) {
      const index = open.find((one) => missing[one]?.[part]?.delete(key));
      if (index !== undefined) took.add(index);
    }
  }
  return took;
}

function partsOf(wanted: Missing, missing: Missing): Part[] {
  return PARTS.flatMap(({ name, unit, lacking }, index) => {
    const [all, left] = [wanted[index]?.size ?? 0, [...(missing[index] ?? [])]];
    if (all === 0) return [];
    const people = unit === '对' ? left.map(twoOf) : left.map((person) => [person]);
    return [{ word: `${name} ${all - left.length}/${all} ${unit}`, lacking, wanted: all, missing: people }];
  });
}

function pairOf(one: number, other: number): number {
  return one * PAIR + other;
}

function twoOf(pair: number): number[] {
  return [Math.floor(pair / PAIR), pair % PAIR];
}

function copyOf([pairs, withCommittee, amongMembers]: Missing): Missing {
  return [new Set(pairs), new Set(withCommittee), new Set(amongMembers)];
}

function isNone(of: Missing): boolean {
  return of.every((one) => one.size === 0);
}
