import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Day, Instant } from '../time.ts';
import type { Books, Branch, Gathering, Holder, Seat } from './books.ts';
import { monthsAt, monthsOf, type Period, periodsIn } from './period.ts';
import { LEAST_COMMITTEE, RULES, type Rule } from './rules.ts';

/** done: held · planned: a gathering for it is to come · open: nothing yet, and still time · overdue: the period is over. */
type State = 'done' | 'planned' | 'open' | 'overdue';

/** One thing owed: by whom, when, under which rule, and what became of it. */
export interface Item {
  rule: Rule;
  holder: Holder;
  period: Period;
  state: State;
  /** When it was held, or is to be. */
  at: Instant | null;
}

export interface Standing {
  branch: Branch;
  items: Item[];
  /** Gatherings held within the span, and who was expected and came. */
  held: number;
  expected: number;
  present: number;
}

/**
 * What each branch owes in the periods that the span touches and that have begun.
 *
 * - A gathering counts when it is over, was not cancelled and somebody was there, for the period in which it began.
 * - A unit owes a period only if it existed from its first day to its last: one that is formed or dissolved in between
 *   starts with the next, ends with the last whole one.
 * - Whether there is a committee is seen on the period's last day, or today while it lasts.
 * - A group's meeting is its own; one of that kind held by the branch is a meeting of all its groups.
 */
export function assess(books: Books, span: Period, today: Day, rules: readonly Rule[] = RULES): Standing[] {
  const slots = slotsOf(rules, span, today);
  const ledger = enter(books, slots, span);
  return books.branches.map((branch) => {
    const { held, expected, present } = sum([branch, ...branch.groups].map((unit) => ledger.get(unit.id)));
    return { branch, items: itemsOf(books, branch, slots, ledger, today), held, expected, present };
  });
}

function itemsOf(
  books: Books,
  branch: Branch,
  slots: readonly Slot[],
  ledger: ReadonlyMap<number, Page>,
  today: Day,
): Item[] {
  const items: Item[] = [];
  const alone = [branch];
  const whole = ledger.get(branch.id)?.marks;
  for (const [index, slot] of slots.entries()) {
    for (const holder of owing(books, branch, alone, slot)) {
      const own = ledger.get(holder.id)?.marks[index] ?? 0;
      items.push(itemOf(slot, holder, best(own, whole?.[index] ?? 0), today));
    }
  }
  return items;
}

/** A rule in one of its periods. */
interface Slot {
  rule: Rule;
  period: Period;
  months: { from: number; to: number };
  /** When it is seen whether there is a committee. */
  asOf: Day;
}

function slotsOf(rules: readonly Rule[], span: Period, today: Day): Slot[] {
  return rules.flatMap((rule) =>
    periodsIn(rule.every, span.from, span.to)
      .filter((period) => period.from <= today)
      .map((period) => ({
        rule,
        period,
        months: { from: monthsOf(period.from), to: monthsOf(period.to) },
        asOf: period.to < today ? period.to : today,
      })),
  );
}

/** A unit's page: for each slot the start of what was held (positive) or is planned (negative), and its attendance. */
interface Page {
  marks: Float64Array;
  held: number;
  expected: number;
  present: number;
}

function enter(books: Books, slots: readonly Slot[], span: Period): Map<number, Page> {
  const pages = new Map<number, Page>();
  for (const branch of books.branches) {
    for (const unit of [branch, ...branch.groups]) {
      pages.set(unit.id, { marks: new Float64Array(slots.length), held: 0, expected: 0, present: 0 });
    }
  }
  const [from, to] = [monthsOf(span.from), monthsOf(span.to)];
  const fits = matcher(slots);
  for (const gathering of books.gatherings) {
    const page = pages.get(gathering.unit);
    if (!page) continue;
    const month = monthsAt(gathering.startsAt);
    const counts = gathering.over && gathering.present > 0;
    if (counts && month >= from && month <= to) {
      page.held += 1;
      page.expected += gathering.expected;
      page.present += gathering.present;
    }
    if (!counts && gathering.over) continue;
    for (const index of fits(gathering.kinds, month)) {
      if (counts && !isQuorate(slots[index]?.rule, gathering)) continue;
      page.marks[index] = best(page.marks[index] ?? 0, counts ? gathering.startsAt : -gathering.startsAt);
    }
  }
  return pages;
}

/** Held before planned before nothing; the earlier of two. */
function best(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b;
  if (a > 0 !== b > 0) return Math.max(a, b);
  return a > 0 ? Math.min(a, b) : Math.max(a, b);
}

/** Of a gathering with several kinds only the whole is counted: half of all who were expected stands for the committee's. */
function isQuorate(rule: Rule | undefined, gathering: Gathering): boolean {
  return rule?.quorum !== 'half' || gathering.present * 2 >= gathering.expected;
}

/** Which slots a gathering of these kinds in this month is for; the same question is answered once. */
function matcher(slots: readonly Slot[]): (kinds: readonly ActivityKind[], month: number) => number[] {
  const known = new Map<readonly ActivityKind[], Map<number, number[]>>();
  return (kinds, month) => {
    const byMonth = known.get(kinds) ?? new Map<number, number[]>();
    known.set(kinds, byMonth);
    const found = byMonth.get(month) ?? matching(slots, kinds, month);
    byMonth.set(month, found);
    return found;
  };
}

function matching(slots: readonly Slot[], kinds: readonly ActivityKind[], month: number): number[] {
  return slots.flatMap(({ rule, months }, index) =>
    months.from <= month && month <= months.to && rule.kinds.some((kind) => kinds.includes(kind))
      ? [index]
      : [],
  );
}

/** Who owes it within a branch: the branch alone, its groups, or nobody. */
function owing(books: Books, branch: Branch, alone: readonly Holder[], slot: Slot): readonly Holder[] {
  if (!existed(branch, slot.period, books.since)) return NOBODY;
  switch (slot.rule.owedBy) {
    case 'branch':
      return alone;
    case 'committee':
      return hasCommittee(books.seats.get(branch.id) ?? [], slot.asOf) ? alone : NOBODY;
    case 'groups':
      return branch.groups.filter((group) => existed(group, slot.period, books.since));
  }
}

const NOBODY: readonly Holder[] = [];

/** From the period's first day on (or the first on record) to its last. */
function existed(unit: Holder, period: Period, since: Day | null): boolean {
  if (since !== null && period.to < since) return false;
  const first = since !== null && since > period.from ? since : period.from;
  return (unit.began === null || unit.began <= first) && (unit.ended === null || unit.ended > period.to);
}

function hasCommittee(seats: readonly Seat[], day: Day): boolean {
  const members = new Set<number>();
  for (const seat of seats) {
    if (seat.began <= day && (seat.ended === null || seat.ended > day)) members.add(seat.person);
    if (members.size >= LEAST_COMMITTEE) return true;
  }
  return false;
}

function itemOf(slot: Slot, holder: Holder, mark: number, today: Day): Item {
  const { rule, period } = slot;
  const state = mark > 0 ? 'done' : period.to < today ? 'overdue' : mark < 0 ? 'planned' : 'open';
  return { rule, holder, period, state, at: mark === 0 ? null : Math.abs(mark) };
}

function sum(pages: (Page | undefined)[]): { held: number; expected: number; present: number } {
  const total = { held: 0, expected: 0, present: 0 };
  for (const page of pages) {
    total.held += page?.held ?? 0;
    total.expected += page?.expected ?? 0;
    total.present += page?.present ?? 0;
  }
  return total;
}
