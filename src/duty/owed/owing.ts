import { unreachable } from '../../errors.ts';
import { exists } from '../../people/exists.ts';
import { LEAST_COMMITTEE } from '../../people/words.ts';
import { DAY, type Day, startOfDay } from '../../time.ts';
import type { Rule } from '../rules/rules.ts';
import type { Books, Branch, Holder, Seat } from './books.ts';
import { kindOn } from './kinds.ts';
import type { Slot } from './slots.ts';

/**
 * Whether a branch, one of its groups or a 党委 owes a rule in a period: it existed from the first day (of a yearly
 * duty: of its season) to the last, and on both was of the kind and size and had the committee or the groups that are
 * asked for. What is founded, elected or begun in between owes from the next period on; what ends in between owed the
 * one before. While the period lasts today stands for its last day.
 */
export function owes(books: Books, branch: Branch, holder: Holder, slot: Slot): boolean {
  if (!existed(branch, slot, books.since)) return false;
  if (slot.rule.owedBy === 'groups' && !existed(holder, slot, books.since)) return false;
  return (
    isAsked(books, branch, slot.rule, slot.asOf) &&
    isAsked(books, branch, slot.rule, firstOf(slot, books.since))
  );
}

/** Whether it is on a day what the rule asks. */
function isAsked(books: Books, branch: Branch, rule: Rule, day: Day): boolean {
  if (!rule.units.includes(kindOn(books.kinds, branch, day))) return false;
  if (rule.least !== null && countOn(books.members.get(branch.id), day, rule.least) < rule.least)
    return false;
  switch (rule.owedBy) {
    case 'branch':
      return rule.having === null || branch.groups.some((group) => exists(group, day));
    case 'upper':
    case 'groups':
      return true;
    case 'committee':
      return countOn(books.seats.get(branch.id), day, LEAST_COMMITTEE) >= LEAST_COMMITTEE;
    case 'leader':
      return false;
    default:
      return unreachable(rule.owedBy);
  }
}

/** From the first day (or the first on record) to the last. */
export function existed(unit: Holder, slot: Slot, since: Day | null): boolean {
  const { period } = slot;
  if (unit.began === null && unit.ended === null) return since === null || period.to >= since;
  if (since !== null && period.to < since) return false;
  const first = firstOf(slot, since);
  return (unit.began === null || unit.began <= first) && (unit.ended === null || unit.ended > period.to);
}

/** From when on it is seen who owes it: the period's first day, its season's, or the first on record. */
export function firstOf({ owedFrom }: Pick<Slot, 'owedFrom'>, since: Day | null): Day {
  return since !== null && since > owedFrom ? since : owedFrom;
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

/** How many persons there are on a day; counted no farther than is asked for. */
function countOn(seats: readonly Seat[] = [], day: Day, enough: number): number {
  const persons: number[] = [];
  for (const seat of seats) {
    if (persons.length >= enough) break;
    if (exists(seat, day) && !persons.includes(seat.person)) persons.push(seat.person);
  }
  return persons.length;
}
