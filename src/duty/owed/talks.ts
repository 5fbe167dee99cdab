import { exists } from '../../people/exists.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import type { Books, Branch, Seat, Talk } from './books.ts';
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
 * if there was none then.
 */
export function reachedByTalks(
  books: Books,
  branch: Branch,
  slots: readonly Slot[],
  owed: readonly boolean[],
): (Coverage | undefined)[] {
  const talks = talksOf(books, branch);
  if (!talks.some(({ at }) => slots.some((slot) => slot.listed && isFor(at, slot))))
    return slots.map((slot, index) =>
      owed[index] && slot.listed ? untouched(books, branch, slot) : undefined,
    );
  const wants = slots.map((slot, index) =>
    owed[index] && (slot.listed || hasGraceTalk(slot, talks)) ? wantsOf(books, branch, slot) : undefined,
  );
  const missing = wants.map((one) => one && copyOf(one));
  const took = slots.map((): { held: Instant[]; planned: Instant[] } => ({ held: [], planned: [] }));
  const reached = reacher(books, branch, talks);
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
    let parts: Part[] | undefined;
    return {
      whole: isNone(still),
      arranged: isNone(last),
      held: took[index]?.held ?? [],
      planned: took[index]?.planned ?? [],
      get parts() {
        parts ??= partsOf(wanted, still);
        return parts;
      },
    };
  });
}

/** Whether it may count for it. */
function isFor(at: Instant, { from, until }: Slot): boolean {
  return from <= at && at < until;
}

/** A branch's and its groups', the earliest first. */
function talksOf(books: Books, branch: Branch): readonly Talk[] {
  const own = books.talks.get(branch.id) ?? [];
  const all =
    branch.groups.length === 0
      ? own
      : [...own, ...branch.groups.flatMap(({ id }) => books.talks.get(id) ?? [])];
  return all.toSorted((a, b) => a.at - b.at);
}

/** Only then an earlier year may take anything from the one that is asked for. */
function hasGraceTalk({ period, until }: Slot, talks: readonly Talk[]): boolean {
  const over = startOfDay(addDays(period.to, 1));
  return talks.some(({ at }) => over <= at && at < until);
}

/** Nobody has talked yet. That two of a committee have not is known without its members, of whom there are many. */
function untouched(books: Books, branch: Branch, slot: Slot): Coverage | undefined {
  const known = committeeLasting(books, branch, slot).length > 1 ? null : wantsOf(books, branch, slot);
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
  const committee = committeeLasting(books, branch, slot);
  const [first, last] = endsOf(slot, books);
  const seats = books.seats.get(branch.id);
  const then = lasting(books, seats, [first, first]);
  const now = lasting(books, seats, [last, last]);
  const members = membersLasting(books, branch, slot).filter(
    (person) => !then.includes(person) && !now.includes(person),
  );
  return [
    new Set(pairsOf(committee)),
    new Set(then.length > 0 && now.length > 0 ? members : []),
    new Set(members.length > 1 ? members : []),
  ];
}

/** Of each part, whom a talk reaches; by what they were on its day. */
function reacher(
  books: Books,
  branch: Branch,
  talks: readonly Talk[],
): (talk: Talk) => readonly (readonly number[])[] {
  const seats = books.seats.get(branch.id) ?? [];
  const members = books.members.get(branch.id) ?? [];
  // As they are in nearly all branches nobody has to be looked for day by day.
  const first = talks[0] ? dayOf(talks[0].at) : '';
  const always = [...seats, ...members].every(({ began, ended }) => began <= first && ended === null);
  const lasting = always ? roles(first) : null;
  return ({ at, people }) => {
    const { committee, others } = lasting ?? roles(dayOf(at));
    const of = people.filter((person) => committee.has(person));
    const rest = people.filter((person) => others.has(person));
    return [
      pairsOf(people),
      of.length > 0 ? people.filter((person) => of.length > 1 || of[0] !== person) : NOBODY,
      rest.length > 0 ? people.filter((person) => rest.length > 1 || rest[0] !== person) : NOBODY,
    ];
  };

  function roles(day: Day): { committee: Set<number>; others: Set<number> } {
    const on = (all: readonly Seat[]) =>
      new Set(all.filter((one) => exists(one, day)).map(({ person }) => person));
    const committee = on(seats);
    const others = [...on(members)].filter((person) => !committee.has(person));
    return { committee, others: new Set(others) };
  }
}

const NOBODY: readonly number[] = [];

/** → the slots in which anybody was missing until now */
function take(
  missing: readonly (Missing | undefined)[],
  slots: readonly Slot[],
  at: Instant,
  reached: readonly (readonly number[])[],
): Set<number> {
  const took = new Set<number>();
  for (let part = 0; part < reached.length; part++) {
    for (const key of reached[part] ?? NOBODY) {
      const index = slots.findIndex(
        (slot, nth) => isFor(at, slot) && missing[nth]?.[part]?.delete(key) === true,
      );
      if (index !== -1) took.add(index);
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

/** Each two, the smaller id first. */
function pairsOf(people: readonly number[]): number[] {
  const pairs: number[] = [];
  for (const one of people) for (const other of people) if (one < other) pairs.push(one * PAIR + other);
  return pairs;
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
