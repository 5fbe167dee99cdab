import { addDays, type Day, dayOf, type Instant, startOfDay } from '../time.ts';
import type { Books, Branch, Holder, PutOff } from './books.ts';
import { allocate, type Entry, type Filled, ledgerOf, merged } from './ledger.ts';
import { existed, isKnown, owes } from './owing.ts';
import type { Period } from './period.ts';
import { owedIn, RULES, type Rule } from './rules.ts';
import { settingsOver } from './settings.ts';
import { type Duty, dutiesOf, type Slot } from './slots.ts';
import { itemKey } from './waivers.ts';

/**
 * done: held · planned: what is to come suffices · open: not enough yet, and still time · grace: the period is over, and
 * there is still time to make up for it · overdue: too late · waived: neither held nor planned, and put off with a
 * reason until a day that has not passed.
 */
export type State = 'done' | 'planned' | 'open' | 'grace' | 'overdue' | 'waived';

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

export interface Standing {
  branch: Branch;
  items: Item[];
  /** Gatherings held within the span, and who was expected and came. */
  held: number;
  expected: number;
  present: number;
}

/**
 * What each branch (or 党委) owes in the periods that the span touches and that have begun.
 *
 * - A gathering counts when it is over, was not cancelled and somebody was there: for the period in which it began, or
 *   in whose grace, whichever still wants one first.
 * - A unit owes a period only if it existed from its first day to its last: one that is formed or dissolved in between
 *   starts with the next, ends with the last whole one. A yearly duty with a season asks for the season only.
 * - Whether there is a committee is seen on the period's last day, or today while it lasts.
 * - A group's meeting is its own; one of that kind held by the branch is a meeting of all its groups.
 * - What was put off is excused until the last day it was put off to, and stands as it would from then on.
 * - A rule is what the nearest committee that decided on it made of it, for periods that begin from then on.
 */
export function assess(books: Books, span: Period, today: Day, rules: readonly Rule[] = RULES): Standing[] {
  const ledger = ledgerOf(books.gatherings);
  const attended = attendanceIn(books, span);
  const duties = dutiesBy(books, span, today, rules);
  return books.branches.map((branch) => ({
    branch,
    items: itemsOf(books, branch, duties(branch), ledger, today),
    ...sum([branch, ...branch.groups].map((unit) => attended.get(unit.id))),
  }));
}

/** Units under the same decisions share their duties. */
function dutiesBy(
  books: Books,
  span: Period,
  today: Day,
  rules: readonly Rule[],
): (branch: Branch) => readonly Duty[] {
  const known = new Map<string, readonly Duty[]>();
  const first = books.gatherings.reduce(
    (least, one) => Math.min(least, one.startsAt),
    Number.POSITIVE_INFINITY,
  );
  const firstDay = Number.isFinite(first) ? dayOf(first) : null;
  return (branch) => {
    const over = settingsOver(books.settings, branch.lineage);
    const key = over.map((one) => one.id).join();
    const found =
      known.get(key) ??
      dutiesOf(rules, over, span, today, firstDay).filter(({ owedBy }) => owedIn(owedBy) === books.of);
    known.set(key, found);
    return found;
  };
}

type Ledger = ReadonlyMap<number, readonly Entry[]>;

const NOTHING: readonly Entry[] = [];

function itemsOf(books: Books, branch: Branch, duties: readonly Duty[], ledger: Ledger, today: Day): Item[] {
  const items: Item[] = [];
  const whole = ledger.get(branch.id) ?? NOTHING;
  for (const { owedBy, slots } of duties) {
    const kept = (owedBy === 'groups' ? branch.groups : [branch]).map((holder) => {
      const entries = owedBy === 'groups' ? merged(ledger.get(holder.id) ?? NOTHING, whole) : whole;
      const owed = slots.map((slot) => owes(books, branch, holder, slot));
      return { holder, owed, filled: allocate(entries, slots, owed) };
    });
    const groups = slots[0]?.rule.byGroups === true ? byGroups(books, branch, slots, ledger, whole) : null;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (!slot?.listed) continue;
      for (const { holder, owed, filled } of kept) {
        if (!owed[index]) continue;
        const item = itemOf(books, slot, holder, better(filled[index], groups?.[index], slot), today);
        const missing = item.state === 'overdue' || item.state === 'grace';
        if (!missing || isKnown(slot, books.since)) items.push(item);
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
  ledger: Ledger,
  whole: readonly Entry[],
): (Filled | undefined)[] {
  if (!branch.groups.some((group) => ledger.has(group.id))) return [];
  const kept = branch.groups.map((group) => {
    const owed = slots.map((slot) => existed(group, slot, books.since));
    return { owed, filled: allocate(merged(ledger.get(group.id) ?? NOTHING, whole), slots, owed) };
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

interface Attended {
  held: number;
  expected: number;
  present: number;
}

function attendanceIn(books: Books, span: Period): Map<number, Attended> {
  const attended = new Map<number, Attended>();
  const [from, to] = [startOfDay(span.from), startOfDay(addDays(span.to, 1))];
  for (const { unit, startsAt, over, expected, present } of books.gatherings) {
    if (!over || present === 0 || startsAt < from || startsAt >= to) continue;
    const before = attended.get(unit);
    if (before) {
      before.held += 1;
      before.expected += expected;
      before.present += present;
    } else attended.set(unit, { held: 1, expected, present });
  }
  return attended;
}

function sum(units: (Attended | undefined)[]): Attended {
  const total = { held: 0, expected: 0, present: 0 };
  for (const unit of units) {
    total.held += unit?.held ?? 0;
    total.expected += unit?.expected ?? 0;
    total.present += unit?.present ?? 0;
  }
  return total;
}
