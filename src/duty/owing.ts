import { unreachable } from '../errors.ts';
import { LEAST_COMMITTEE } from '../people/words.ts';
import { DAY, type Day, startOfDay } from '../time.ts';
import type { Books, Branch, Holder, Seat } from './books.ts';
import { kindOn } from './kinds.ts';
import type { Slot } from './slots.ts';

/**
 * Whether a branch, one of its groups or a 党委 owes a rule in a period: it existed from the first day (of a yearly
 * duty: of its season) to the last. Of what kind it is, how many members it has and whether it has a committee or groups
 * is seen on the period's last day, or today while it lasts.
 */
export function owes(books: Books, branch: Branch, holder: Holder, slot: Slot): boolean {
  const { rule, asOf } = slot;
  if (!existed(branch, slot, books.since)) return false;
  if (!rule.units.includes(kindOn(books.kinds, branch, asOf))) return false;
  if (rule.least !== null && countOn(books.members.get(branch.id), asOf, rule.least) < rule.least)
    return false;
  switch (rule.owedBy) {
    case 'branch':
      return rule.having === null || branch.groups.some((group) => existsOn(group, asOf));
    case 'upper':
      return true;
    case 'committee':
      return countOn(books.seats.get(branch.id), asOf, LEAST_COMMITTEE) >= LEAST_COMMITTEE;
    case 'groups':
      return existed(holder, slot, books.since);
    case 'leader':
      return false;
    default:
      return unreachable(rule.owedBy);
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

function existsOn({ began, ended }: { began: Day | null; ended: Day | null }, day: Day): boolean {
  return (began === null || began <= day) && (ended === null || ended > day);
}

/** How many persons there are on a day; counted no farther than is asked for. */
function countOn(seats: readonly Seat[] = [], day: Day, enough: number): number {
  const persons: number[] = [];
  for (const seat of seats) {
    if (persons.length >= enough) break;
    if (existsOn(seat, day) && !persons.includes(seat.person)) persons.push(seat.person);
  }
  return persons.length;
}
