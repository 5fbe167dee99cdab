import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Books, Branch, Seat, Talk } from '../../src/duty/owed/books.ts';
import type { Former } from '../../src/duty/owed/kinds.ts';
import { type Gathering, ledgerOf } from '../../src/duty/owed/ledger.ts';
import type { Setting } from '../../src/duty/rules/setting.ts';
import { type Day, instantOf } from '../../src/time.ts';

/** A day and what was held on it. */
export type On = [day: Day, ...kinds: ActivityKind[]];

export type Talked = [day: Day, ...people: number[]];

/** A branch's circumstances, in a few words. */
export interface So {
  held?: On[];
  planned?: On[];
  /** Over, and nobody was there. */
  empty?: On[];
  /** Held with two of five. */
  few?: On[];
  /** Held by the first group, the second. */
  first?: On[];
  second?: On[];
  branch?: Partial<Branch>;
  /** Judged as one of the units above branches. */
  of?: 'upper';
  seats?: Seat[];
  members?: Seat[];
  /** A day and who talked on it, and who is to. */
  talks?: Talked[];
  talksToCome?: Talked[];
  /** 暂不参加: who, from when until before when. */
  rests?: [person: number, began: Day, ended: Day][];
  /** Hours of training in each year, by person. */
  trained?: Record<number, Record<number, number>>;
  /** The secretary of whom more is wanted. */
  leading?: number;
  /** What it was before. */
  kinds?: Former[];
  since?: Day;
  settings?: Partial<Setting>[];
  /** Items put off, and until when. */
  waived?: [item: string, until: Day][];
  /** Held, or planned, with the year that somebody said it is for. */
  said?: [day: Day, kind: ActivityKind, year: number, planned?: 'planned'][];
}

/** A duty of a committee's own. */
export const own = (
  every: NonNullable<Setting['own']>['every'],
  more: Partial<NonNullable<Setting['own']>> = {},
) => ({
  name: '专题学习',
  kinds: ['training' as const],
  every,
  owedBy: 'branch' as const,
  by: null,
  ...more,
});

/** A line that decides nothing. */
export const UNSAID = {
  off: null,
  times: null,
  grace: null,
  soon: null,
  date: null,
  late: null,
  within: null,
  hours: null,
  secretaryHours: null,
  units: null,
  least: null,
};

export function booksOf(so: So): Books {
  const list = (of: On[] | undefined, more: Partial<Gathering>) =>
    (of ?? []).map(
      ([day, ...kinds]): Gathering => ({
        unit: 1,
        kinds,
        startsAt: instantOf(`${day}T15:00`),
        over: true,
        expected: 5,
        present: 4,
        ...more,
      }),
    );
  return {
    of: so.of ?? 'branches',
    branches: [branchOf(so.branch ?? {})],
    seats: new Map([[1, so.seats ?? []]]),
    members: new Map([[1, so.members ?? []]]),
    rests: Map.groupBy(
      (so.rests ?? []).map(([person, began, ended]) => ({ person, began, ended })),
      ({ person }) => person,
    ),
    talks: new Map([[1, [...talksOf(so.talks, true), ...talksOf(so.talksToCome, false)]]]),
    training: (_branch, year, hours) =>
      Object.entries(so.trained?.[year] ?? {}).map(([person, own]) => {
        const wanted = Number(person) === so.leading ? hours.secretary : hours.member;
        return { person: Number(person), minutes: own * 60, wanted: wanted * 60 };
      }),
    kinds: new Map([[1, so.kinds ?? []]]),
    ledger: ledgerOf([
      ...list(so.held, {}),
      ...list(so.planned, { over: false, present: 0, expected: 0 }),
      ...list(so.empty, { present: 0 }),
      ...list(so.few, { present: 2 }),
      ...list(so.first, { unit: 11 }),
      ...list(so.second, { unit: 12 }),
      ...(so.said ?? []).flatMap(([day, kind, year, planned]) =>
        list([[day, kind]], { year, ...(planned && { over: false, present: 0, expected: 0 }) }),
      ),
    ]),
    settings: (so.settings ?? []).map((one, index) => ({
      id: index + 1,
      unit: 9,
      unitName: '机关党委',
      lineage: '/9/',
      subtree: true,
      rule: '',
      inForce: '2020-01-01',
      ...UNSAID,
      own: null,
      ...one,
    })),
    waivers: new Map(
      (so.waived ?? []).map(([item, until]) => [item, { until, reason: '抗洪', name: '张建国' }]),
    ),
    since: so.since ?? null,
  };
}

function talksOf(talks: Talked[] | undefined, over: boolean): Talk[] {
  return (talks ?? []).map(([day, ...people]) => ({ at: instantOf(`${day}T15:00`), over, people }));
}

export function branchOf(more: Partial<Branch>): Branch {
  return {
    id: 1,
    kind: 'branch',
    name: '第一党支部',
    path: '第一党支部',
    lineage: '/9/1/',
    began: null,
    ended: null,
    groups: [],
    ...more,
  };
}

export function group(id: number, began: Day | null, ended: Day | null) {
  return { id, name: `党小组${id}`, began, ended };
}

export function seats(count: number, began: Day, ended: Day | null): Seat[] {
  return Array.from({ length: count }, (_, index) => ({ person: index + 1, began, ended }));
}
