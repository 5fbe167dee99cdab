import { isBranch } from '../people/permit.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../time.ts';
import { type Attended, count, NOBODY } from './attended.ts';
import type { Books, Branch, Holder, PutOff } from './books.ts';
import { countItem, type Figures, nothing, type State } from './figures.ts';
import { allocate, type Entry, type Filled, merged } from './ledger.ts';
import { existed, isKnown, owes } from './owing.ts';
import { type Period, periodsIn } from './period.ts';
import { owedIn, RULES, type Rule } from './rules.ts';
import { settingsOver } from './settings.ts';
import { type Duty, dutiesOf, type Slot } from './slots.ts';
import { itemKey } from './waivers.ts';

export type { State };

/** One thing owed: by whom, when, under which rule, and what became of it. */
export interface Item {
  rule: Rule;
  holder: Holder;
  period: Period;
  state: State;
  /** When it was held, or is to be. */
  at: Instant | null;
  /** The last day, grace included. */
  deadline: Day;
  /** What counts for it: when it was held, and is to be. */
  held: readonly Instant[];
  planned: readonly Instant[];
  /** Of what is waived: until when, why, and who said so. */
  waiver: PutOff | null;
}

/** How a branch stands, with what was counted at its gatherings and its groups' within the span. */
export interface Standing extends Attended {
  branch: Branch;
  items: Item[];
}

export interface Owed {
  rule: Rule;
  period: Period;
  figures: Figures;
}

export interface Assessment {
  standings: Standing[];
  /** What was counted of all branches in each month that the span touches. */
  months: { period: Period; attended: Attended }[];
  /** What became of each rule in each period, all branches together; a rule in two versions twice. */
  owed: Owed[];
}

/**
 * What each branch (or 党委) owes in the periods that the span touches and that have begun.
 *
 * - A gathering counts when it is over, was not cancelled and somebody was there: for the period in which it began, or
 *   in whose grace, whichever still wants one first.
 * - A unit owes a period only if it existed from its first day to its last: one that is formed or dissolved in between
 *   starts with the next, ends with the last whole one. A yearly duty with a season asks for the season only.
 * - What a unit is, how many members it has and whether there is a committee is seen on the period's last day, or
 *   today while it lasts. A branch that has become something else is there for what it owed before.
 * - A group's meeting is its own; one of that kind held by the branch is a meeting of all its groups.
 * - What was put off is excused until the last day it was put off to, and stands as it would from then on.
 * - A rule is what the nearest committee that decided on it made of it, for periods that begin from then on.
 */
export function assess(books: Books, span: Period, today: Day, rules: readonly Rule[] = RULES): Standing[] {
  return assessment(books, span, today, null, rules).standings;
}

/** The same with months; counted are gatherings of these kinds alone, as bits. Null: of all kinds. */
export function assessment(
  books: Books,
  span: Period,
  today: Day,
  kinds: number | null,
  rules: readonly Rule[] = RULES,
): Assessment {
  const duties = dutiesBy(books, span, today, rules);
  const counter = counterOf(span, kinds ?? -1);
  const standings = books.branches.flatMap((branch) => {
    const kept = {
      whole: books.ledger.of(branch.id),
      groups: branch.groups.map((group) => books.ledger.of(group.id)),
    };
    const items = itemsOf(books, branch, duties.of(branch), kept, today);
    if (items.length === 0 && books.of === 'branches' && !isBranch(branch.kind)) return [];
    return [{ branch, items, ...counter.count([kept.whole, ...kept.groups]) }];
  });
  return { standings, months: counter.months, owed: duties.owed() };
}

/** A duty with what is the same for all who owe it. */
interface Judged extends Duty {
  /** Of each slot, whether enough is on record to say that something is missing. */
  known: boolean[];
  /** Of each slot, what became of it. */
  figures: Figures[];
}

interface Duties {
  of(branch: Branch): readonly Judged[];
  owed(): Owed[];
}

/** Units under the same decisions share their duties. */
function dutiesBy(books: Books, span: Period, today: Day, rules: readonly Rule[]): Duties {
  const shared = new Map<string, readonly Judged[]>();
  const first = books.ledger.first === null ? null : dayOf(books.ledger.first);
  return { of, owed };

  function of(branch: Branch): readonly Judged[] {
    const over = settingsOver(books.settings, branch.lineage);
    const key = over.map((one) => one.id).join();
    const found =
      shared.get(key) ??
      dutiesOf(rules, over, span, today, first)
        .filter(({ owedBy }) => owedIn(owedBy) === books.of)
        .map((duty) => ({
          ...duty,
          known: duty.slots.map((slot) => isKnown(slot, books.since)),
          figures: duty.slots.map(nothing),
        }));
    shared.set(key, found);
    return found;
  }

  function owed(): Owed[] {
    return [...shared.values()].flat().flatMap(({ slots, figures }) =>
      slots.flatMap(({ rule, period }, index) => {
        const own = figures[index];
        return own && own.required > 0 ? [{ rule, period, figures: own }] : [];
      }),
    );
  }
}

/** What a branch held and planned by itself, and each of its groups. */
interface Kept {
  whole: readonly Entry[];
  groups: readonly (readonly Entry[])[];
}

function itemsOf(books: Books, branch: Branch, duties: readonly Judged[], kept: Kept, today: Day): Item[] {
  const items: Item[] = [];
  for (const { owedBy, slots, known, figures } of duties) {
    const all = (owedBy === 'groups' ? branch.groups : [branch]).map((holder, nth) => {
      const entries = owedBy === 'groups' ? merged(kept.groups[nth] ?? [], kept.whole) : kept.whole;
      const owed = slots.map((slot) => owes(books, branch, holder, slot));
      return { holder, owed, filled: allocate(entries, slots, owed) };
    });
    const groups = slots[0]?.rule.byGroups === true ? byGroups(books, branch, slots, kept) : null;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (!slot?.listed) continue;
      for (const { holder, owed, filled } of all) {
        if (!owed[index]) continue;
        const item = itemOf(books, slot, holder, better(filled[index], groups?.[index], slot), today);
        const missing = item.state === 'overdue' || item.state === 'grace';
        if (missing && !known[index]) continue;
        items.push(item);
        const sum = figures[index];
        if (sum) countItem(sum, item);
      }
    }
  }
  return items;
}

/** What all of a branch's groups held, each by itself, with when the last of them did. */
function byGroups(
  books: Books,
  branch: Branch,
  slots: readonly Slot[],
  { whole, groups }: Kept,
): (Filled | undefined)[] {
  if (groups.every((own) => own.length === 0)) return [];
  const kept = branch.groups.map((group, nth) => {
    const owed = slots.map((slot) => existed(group, slot, books.since));
    return { owed, filled: allocate(merged(groups[nth] ?? [], whole), slots, owed) };
  });
  return slots.map(({ rule }, index) => {
    const owing = kept.filter(({ owed }) => owed[index]).map(({ filled }) => filled[index]);
    if (owing.length === 0) return undefined;
    const last = (pick: (one: Filled) => readonly Instant[], nth: number) => {
      const each = owing.map((one) => (one ? pick(one)[nth] : undefined));
      return each.every((at) => at !== undefined) ? [Math.max(...each)] : [];
    };
    const times = Array.from({ length: rule.times }, (_, nth) => nth);
    const held = times.flatMap((nth) => last((one) => one.held, nth));
    const all = times.flatMap((nth) => last((one) => [...one.held, ...one.planned], nth));
    return { held, planned: all.slice(held.length) };
  });
}

/** Whichever holds more; the branch's own of two alike. */
function better(own: Filled | undefined, groups: Filled | undefined, slot: Slot): Filled | undefined {
  if (!groups || !own) return own ?? groups;
  const worth = ({ held, planned }: Filled) =>
    Math.min(held.length, slot.rule.times) * 1_000 + held.length + planned.length;
  return worth(groups) > worth(own) ? groups : own;
}

function itemOf(books: Books, slot: Slot, holder: Holder, filled: Filled | undefined, today: Day): Item {
  const { rule, period, deadline } = slot;
  const { held, planned } = filled ?? NONE;
  const state = stateOf(slot, held.length, planned.length, today);
  const at = state === 'done' ? held[rule.times - 1] : state === 'planned' ? planned[0] : undefined;
  const item: Item = { rule, holder, period, state, at: at ?? null, deadline, held, planned, waiver: null };
  if (books.waivers.size === 0 || state === 'done' || state === 'planned') return item;
  const waiver = books.waivers.get(itemKey(item));
  return waiver && waiver.until >= today ? { ...item, state: 'waived', waiver } : item;
}

const NONE: Filled = { held: [], planned: [] };

function stateOf(
  { rule, period, deadline }: Slot,
  held: number,
  planned: number,
  today: Day,
): Exclude<State, 'waived'> {
  if (held >= rule.times) return 'done';
  if (today > deadline) return 'overdue';
  if (held + planned >= rule.times) return 'planned';
  return today > period.to ? 'grace' : 'open';
}

interface Counter {
  months: Assessment['months'];
  /** Counts what some units held, in their months too. */
  count(units: readonly (readonly Entry[])[]): Attended;
}

/** What is over, with somebody there. */
function counterOf(span: Period, kinds: number): Counter {
  const [from, until] = [startOfDay(span.from), startOfDay(addDays(span.to, 1))];
  const months = periodsIn('month', span.from, span.to).map((period) => ({
    period,
    until: startOfDay(addDays(period.to, 1)),
    attended: { ...NOBODY },
  }));
  return {
    months,
    count(units) {
      const sum = { ...NOBODY };
      for (const entries of units) countIn(entries, sum);
      return sum;
    },
  };

  function countIn(entries: readonly Entry[], sum: Attended): void {
    let nth = 0;
    for (const entry of entries) {
      if (entry.at < from) continue;
      if (entry.at >= until) return;
      if (!entry.over || entry.present === 0 || (entry.mask & kinds) === 0) continue;
      while ((months[nth]?.until ?? until) <= entry.at) nth += 1;
      count(sum, entry);
      const month = months[nth];
      if (month) count(month.attended, entry);
    }
  }
}
