import type { Instant } from '../../time.ts';

export interface Timed {
  group: number;
  subject: number;
  startsAt: Instant;
  endsAt: Instant;
}

/** What cannot be as it is planned: a group in two places, somebody with two groups, a branch on two routes. */
export type Clash =
  | { kind: 'group'; group: number; stops: [Timed, Timed] }
  | { kind: 'person'; person: number; stops: [Timed, Timed] }
  | { kind: 'branch'; subject: number; stops: [Timed, Timed] };

/** Each clash of two neighbours once; of a person in two groups the first only. */
export function clashesOf(
  stops: readonly Timed[],
  seats: readonly { group: number; person: number }[],
): Clash[] {
  const byGroup = Map.groupBy(stops, ({ group }) => group);
  const groups = [...byGroup].flatMap(([group, own]): Clash[] =>
    overlaps(own).map((pair) => ({ kind: 'group', group, stops: pair })),
  );
  const branches = [...Map.groupBy(stops, ({ subject }) => subject)].flatMap(([subject, own]): Clash[] => {
    const [first, second] = own;
    return first && second ? [{ kind: 'branch', subject, stops: [first, second] }] : [];
  });
  const people = [...Map.groupBy(seats, ({ person }) => person)].flatMap(([person, own]): Clash[] => {
    if (own.length < 2) return [];
    const theirs = own.flatMap(({ group }) => byGroup.get(group) ?? []);
    const pair = overlaps(theirs).find(([a, b]) => a.group !== b.group);
    return pair ? [{ kind: 'person', person, stops: pair }] : [];
  });
  return [...groups, ...people, ...branches];
}

/** Each that begins before the one with the latest end so far is over, with that one. */
function overlaps(stops: readonly Timed[]): [Timed, Timed][] {
  const found: [Timed, Timed][] = [];
  let latest: Timed | undefined;
  for (const stop of stops.toSorted((a, b) => a.startsAt - b.startsAt)) {
    if (latest && stop.startsAt < latest.endsAt) found.push([latest, stop]);
    if (!latest || stop.endsAt > latest.endsAt) latest = stop;
  }
  return found;
}
