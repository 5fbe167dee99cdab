import { and, gte, inArray, isNull, like, lt, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { addDays, type Instant, startOfDay } from '../time.ts';
import { kindListsWith } from './gatherings.ts';
import type { Period } from './period.ts';

/** What became of those who were expected at gatherings that are over and where somebody was, in person-times. */
export interface Attended {
  /** Gatherings. */
  held: number;
  expected: number;
  /** The late, those by proxy and those entered afterwards among them. */
  present: number;
  late: number;
  onLeave: number;
  absent: number;
  /** Of those who were not there, who studied afterwards. */
  madeUp: number;
  /** Written down while it lasted, by somebody else. */
  byProxy: number;
  /** Written down when it was over. */
  enteredLater: number;
}

export const NOBODY: Attended = {
  held: 0,
  expected: 0,
  present: 0,
  late: 0,
  onLeave: 0,
  absent: 0,
  madeUp: 0,
  byProxy: 0,
  enteredLater: 0,
};

export function added(all: readonly (Attended | undefined)[]): Attended {
  const sum = { ...NOBODY };
  for (const one of all) for (const key of KEYS) sum[key] += one?.[key] ?? 0;
  return sum;
}

const KEYS = Object.keys(NOBODY) as (keyof Attended)[];

/** Tapped on the spot by the people themselves. */
export function byThemselves({ present, byProxy, enteredLater }: Attended): number {
  return present - byProxy - enteredLater;
}

/** 暂不参加: expected, and excused for a time. */
export function restingIn({ expected, present, onLeave, absent }: Attended): number {
  return expected - present - onLeave - absent;
}

/** By unit, groups apart from their branches; of gatherings of these kinds alone, where some are named. No row of attendance is read. */
export function attendedIn(
  db: Db,
  lineage: string,
  span: Period,
  kinds: readonly ActivityKind[] | null,
  now: Instant,
): Map<number, Attended> {
  const found = db
    .select({ unit: activities.unit, ...COUNTS })
    .from(activities)
    .where(heldIn(db, lineage, span, kinds, now))
    .groupBy(activities.unit)
    .all();
  return new Map(found.map(({ unit, ...counts }) => [unit, counts]));
}

/** The whole subtree's by month, `2026-11`. */
export function attendedByMonth(
  db: Db,
  lineage: string,
  span: Period,
  kinds: readonly ActivityKind[] | null,
  now: Instant,
): Map<string, Attended> {
  const month = sql<string>`strftime('%Y-%m', ${activities.startsAt} / 1000 + 28800, 'unixepoch')`;
  const found = db
    .select({ month, ...COUNTS })
    .from(activities)
    .where(heldIn(db, lineage, span, kinds, now))
    .groupBy(month)
    .all();
  return new Map(found.map(({ month: key, ...counts }) => [key, counts]));
}

/** What is held by those above branches is no branch's. */
const JUDGED = ['branch', 'jointBranch', 'temporaryBranch', 'memberGroup'] as const;

const COUNTS = {
  held: sql<number>`count(*)`,
  expected: sum(activities.expected),
  present: sum(activities.present),
  late: sum(activities.late),
  onLeave: sum(activities.onLeave),
  absent: sum(activities.absent),
  madeUp: sum(activities.madeUp),
  byProxy: sum(activities.byProxy),
  enteredLater: sum(activities.enteredLater),
};

function sum(column: SQLiteColumn) {
  return sql<number>`sum(${column})`;
}

function heldIn(
  db: Db,
  lineage: string,
  { from, to }: Period,
  kinds: readonly ActivityKind[] | null,
  now: Instant,
) {
  const lists = kinds && JSON.stringify(kindListsWith(db, kinds));
  return and(
    sql`${activities.unit} in (select ${units.id} from ${units} where ${like(units.lineage, `${lineage}%`)} and ${inArray(units.kind, [...JUDGED])})`,
    gte(activities.startsAt, startOfDay(from)),
    lt(activities.startsAt, startOfDay(addDays(to, 1))),
    isNull(activities.cancelledAt),
    sql`(${activities.closedAt} is not null or ${activities.endsAt} <= ${now})`,
    sql`${activities.present} > 0`,
    lists === null ? undefined : sql`${activities.kinds} in (select value from json_each(${lists}))`,
  );
}
