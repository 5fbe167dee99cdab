import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Instant } from '../time.ts';
import type { Gathering } from './books.ts';
import { maskOf, type Slot } from './slots.ts';

/** A gathering as it may be counted: held with somebody there, or still to come. */
export interface Entry {
  at: Instant;
  mask: number;
  held: boolean;
  /** At least half of those expected were there. */
  half: boolean;
}

/** By unit, the earliest first. What is over with nobody there is no entry. */
export function ledgerOf(gatherings: readonly Gathering[]): Map<number, Entry[]> {
  const ledger = new Map<number, Entry[]>();
  const masks = new Map<readonly ActivityKind[], number>();
  for (const { unit, kinds, startsAt, over, expected, present } of gatherings) {
    if (over && present === 0) continue;
    let mask = masks.get(kinds);
    if (mask === undefined) {
      mask = maskOf(kinds);
      masks.set(kinds, mask);
    }
    // Of a gathering with several kinds only the whole is counted: half of all who were expected stands for the committee's.
    const entry = { at: startsAt, mask, held: over, half: !over || present * 2 >= expected };
    const own = ledger.get(unit);
    if (own) own.push(entry);
    else ledger.set(unit, [entry]);
  }
  for (const own of ledger.values()) own.sort(byTime);
  return ledger;
}

function byTime(a: Entry, b: Entry): number {
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
 * that had none, and for its own year otherwise.
 */
export function allocate(
  entries: readonly Entry[],
  slots: readonly Slot[],
  owed: readonly boolean[],
): (Filled | undefined)[] {
  const filled = new Array<Filled | undefined>(slots.length).fill(undefined);
  if (entries.length === 0) return filled;
  pass(true);
  pass(false);
  return filled;

  function pass(held: boolean): void {
    let first = 0;
    for (const entry of entries) {
      if (entry.held !== held) continue;
      while (first < slots.length && (slots[first]?.until ?? 0) <= entry.at) first += 1;
      place(entry, first);
    }
  }

  function place(entry: Entry, first: number): void {
    for (let index = first; index < slots.length; index++) {
      const slot = slots[index];
      if (!slot || slot.from > entry.at) return;
      if (owed[index] !== true || (slot.mask & entry.mask) === 0 || slot.until <= entry.at) continue;
      if (slot.rule.quorum === 'half' && !entry.half) continue;
      const own = filled[index];
      if (own && own.held.length + own.planned.length >= slot.rule.times) continue;
      const [held, planned] = [own?.held ?? NONE, own?.planned ?? NONE];
      filled[index] = entry.held
        ? { held: held === NONE ? [entry.at] : [...held, entry.at], planned }
        : { held, planned: planned === NONE ? [entry.at] : [...planned, entry.at] };
      return;
    }
  }
}
