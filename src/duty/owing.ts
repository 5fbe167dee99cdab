import { unreachable } from '../errors.ts';
import { LEAST_COMMITTEE } from '../people/words.ts';
import { DAY, type Day, startOfDay } from '../time.ts';
import type { Books, Branch, Holder, Seat } from './books.ts';
import type { Slot } from './slots.ts';

/**
 * Whether a branch, one of its groups or a 党委 owes a rule in a period: it existed from the first day (of a yearly
 * duty: of its season) to the last, and for a committee's duty there is one.
 */
export function owes(books: Books, branch: Branch, holder: Holder, slot: Slot): boolean {
  if (!existed(branch, slot, books.since)) return false;
  switch (slot.rule.owedBy) {
    case 'branch':
    case 'upper':
      return true;
    case 'committee':
      return hasCommittee(books.seats.get(branch.id) ?? [], slot.asOf);
    case 'groups':
      return existed(holder, slot, books.since);
    case 'leader':
      return false;
    default:
      return unreachable(slot.rule.owedBy);
  }
}

/** From the first day (or the first on record) to the last. */
export function existed(unit: Holder, slot: Slot, since: Day | null): boolean {
  const { period, owedFrom } = slot;
  if (unit.began === null && unit.ended === null) return since === null || period.to >= since;
  if (since !== null && period.to < since) return false;
  const first = since !== null && since > owedFrom ? since : owedFrom;
  return (unit.began === null || unit.began <= first) && (unit.ended === null || unit.ended > period.to);
}

/**
 * Whether enough of a period is on record to say that something is missing: at least half of its days. Of a period
 * that was mostly over when the records began nobody knows what was held.
 */
export function isKnown({ owedFrom, period }: Slot, since: Day | null): boolean {
  if (since === null || since <= owedFrom) return true;
  return 2 * daysTo(since, period.to) >= daysTo(owedFrom, period.to);
}

function daysTo(from: Day, to: Day): number {
  return (startOfDay(to) - startOfDay(from)) / DAY + 1;
}

function hasCommittee(seats: readonly Seat[], day: Day): boolean {
  const members: number[] = [];
  for (const { person, began, ended } of seats) {
    if (began > day || (ended !== null && ended <= day) || members.includes(person)) continue;
    members.push(person);
    if (members.length >= LEAST_COMMITTEE) return true;
  }
  return false;
}
