import type { ActivityKind } from '../../../db/schema/activity.ts';
import type { Tally } from '../../activity/attendance.ts';
import type { Instant } from '../../time.ts';
import { NOBODY } from './attended.ts';
import { maskOf, type Slot } from './slots.ts';

/** A gathering that was not cancelled. */
export interface Gathering extends Partial<Tally> {
  unit: number;
  kinds: readonly ActivityKind[];
  startsAt: Instant;
  over: boolean;
  /** The year that it is for, where somebody said so. */
  year?: number | null;
}

/** The same as it is judged. */
export interface Entry extends Tally {
  at: Instant;
  /** Its kinds as bits. */
  mask: number;
  over: boolean;
  year: number | null;
}

/** What units held and planned. */
export interface Ledger {
  /** One unit's, the earliest first. */
  of(unit: number): readonly Entry[];
  /** When the first of all began; null: there is none. */
  first: Instant | null;
}

const NOTHING: readonly Entry[] = [];

export function ledgerOf(gatherings: readonly Gathering[]): Ledger {
  const entries = new Map<number, Entry[]>();
  let first: Instant | null = null;
  for (const { unit, kinds, startsAt: at, over, year = null, ...counts } of gatherings) {
    const entry = { at, mask: maskOf(kinds), over, year, ...NOBODY, ...counts };
    const own = entries.get(unit);
    if (own) own.push(entry);
    else entries.set(unit, [entry]);
    if (first === null || at < first) first = at;
  }
  for (const own of entries.values()) own.sort(byTime);
  return { first, of: (unit) => entries.get(unit) ?? NOTHING };
}

export function byTime(a: Entry, b: Entry): number {
  return a.at - b.at;
}

export function merged(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b].sort(byTime);
}

/** What counts for a slot: when it was held, and is to be. */
export interface Filled {
  held: readonly Instant[];
  planned: readonly Instant[];
}

const NONE: readonly Instant[] = [];

/**
 * Which slots are filled by what. What was held comes before what is planned; each in order of time is for the
 * earliest period that it may be for and that still wants one. So an appraisal in February is for the year before if
 * that had none, and for its own year otherwise, unless somebody said which: that comes first, since the others may be
 * for either. What is over with nobody there counts for nothing.
 */
export function allocate(
  entries: readonly Entry[],
  slots: readonly Slot[],
  owed: readonly boolean[],
): (Filled | undefined)[] {
  const filled = new Array<Filled | undefined>(slots.length).fill(undefined);
  const fitting = fittingOf(entries, slots);
  if (fitting.length === 0) return filled;
  const parts = bySaid(fitting, slots);
  for (const part of parts) place(filled, part, slots, owed, true);
  if (fitting.some((entry) => !entry.over)) for (const part of parts) place(filled, part, slots, owed, false);
  return filled;
}

/** Of a kind that any of the slots asks for, and somebody was there or may yet be. */
function fittingOf(entries: readonly Entry[], slots: readonly Slot[]): Entry[] {
  let mask = 0;
  for (const slot of slots) mask |= slot.mask;
  const fitting: Entry[] = [];
  for (const entry of entries)
    if ((entry.mask & mask) !== 0 && (!entry.over || entry.present > 0)) fitting.push(entry);
  return fitting;
}

/** Those of which somebody said which year they are for, and the others. */
function bySaid(entries: readonly Entry[], slots: readonly Slot[]): (readonly Entry[])[] {
  const yearly = slots.some(({ year }) => year !== null);
  if (!yearly || entries.every(({ year }) => year === null)) return [entries];
  return [entries.filter(({ year }) => year !== null), entries.filter(({ year }) => year === null)];
}

function place(
  filled: (Filled | undefined)[],
  entries: readonly Entry[],
  slots: readonly Slot[],
  owed: readonly boolean[],
  over: boolean,
): void {
  let first = 0;
  for (const entry of entries) {
    if (entry.over !== over) continue;
    while (first < slots.length && (slots[first]?.until ?? 0) <= entry.at) first += 1;
    for (let index = first; index < slots.length; index++) {
      const slot = slots[index];
      if (!slot || slot.from > entry.at) break;
      if (owed[index] !== true || (slot.mask & entry.mask) === 0 || slot.until <= entry.at) continue;
      if (slot.year !== null && entry.year !== null && slot.year !== entry.year) continue;
      if (slot.rule.quorum === 'half' && !isHalf(entry)) continue;
      const own = filled[index];
      if (own && own.held.length + own.planned.length >= slot.rule.times) continue;
      filled[index] = withEntry(own, entry);
      break;
    }
  }
}

function withEntry(own: Filled | undefined, { at, over }: Entry): Filled {
  if (!own) return over ? { held: [at], planned: NONE } : { held: NONE, planned: [at] };
  const { held, planned } = own;
  return over ? { held: [...held, at], planned } : { held, planned: [...planned, at] };
}

/** Of a gathering with several kinds only the whole is counted: half of all who were expected stands for the committee's. */
function isHalf({ over, expected, present }: Entry): boolean {
  return !over || present * 2 >= expected;
}
