import type { Day, Instant } from '../../time.ts';
import type { Period } from '../period.ts';
import type { Rule } from '../rules/rules.ts';
import { countItem, type Figures, type State } from '../summary/figures.ts';
import type { Books, Branch, Holder, PutOff } from './books.ts';
import type { Coverage } from './coverage.ts';
import { allocate, type Entry, type Filled, merged } from './ledger.ts';
import { existed, owes } from './owing.ts';
import { coverageOf } from './reached.ts';
import type { Duty, Slot } from './slots.ts';
import { itemKey } from './waivers.ts';

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
  /** Of what is measured by persons: who was reached. */
  coverage: Coverage | null;
  /** Of what is waived: until when, why, and who said so. */
  waiver: PutOff | null;
}

/** A duty with what is the same for all who owe it. */
export interface Judged extends Duty {
  /** Of each slot, whether enough is on record to say that something is missing. */
  known: boolean[];
  /** Of each slot, what became of it. */
  figures: Figures[];
}

/** What a branch held and planned by itself, and each of its groups. */
export interface Kept {
  whole: readonly Entry[];
  groups: readonly (readonly Entry[])[];
}

/** What a branch owes, duty by duty, with what became of it; it is counted in the duties' figures too. */
export function itemsOf(
  books: Books,
  branch: Branch,
  duties: readonly Judged[],
  kept: Kept,
  today: Day,
): Item[] {
  const items: Item[] = [];
  for (const { owedBy, slots, known, figures } of duties) {
    const all = (owedBy === 'groups' ? branch.groups : [branch]).map((holder, nth): Judgement => {
      const owed = slots.map((slot) => owes(books, branch, holder, slot));
      if (slots[0]?.rule.measure !== 'gatherings') return covered(books, branch, slots, owed);
      const entries = owedBy === 'groups' ? merged(kept.groups[nth] ?? [], kept.whole) : kept.whole;
      return { holder, owed, filled: allocate(entries, slots, owed), reached: [] };
    });
    const groups = slots[0]?.rule.byGroups === true ? byGroups(books, branch, slots, kept) : null;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (!slot?.listed) continue;
      for (const { holder, owed, filled, reached } of all) {
        if (!owed[index]) continue;
        const found = reached[index] ?? better(filled[index], groups?.[index], slot);
        const item = itemOf(books, slot, holder, found, today);
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

/** Of each slot whether it is owed, and what was held and planned for it, or who was reached. */
interface Judgement {
  holder: Holder;
  owed: boolean[];
  filled: (Filled | undefined)[];
  reached: (Coverage | undefined)[];
}

/** What concerns nobody is not owed. */
function covered(books: Books, branch: Branch, slots: readonly Slot[], owed: readonly boolean[]): Judgement {
  const reached = coverageOf(books, branch, slots, owed);
  return { holder: branch, owed: reached.map((one) => one !== undefined), filled: [], reached };
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

function itemOf(
  books: Books,
  slot: Slot,
  holder: Holder,
  found: Filled | Coverage | undefined,
  today: Day,
): Item {
  const { rule, period, deadline } = slot;
  const { held, planned } = found ?? NONE;
  const coverage = found && 'whole' in found ? found : null;
  const isDone = coverage ? coverage.whole : held.length >= rule.times;
  const isArranged = coverage ? coverage.arranged : held.length + planned.length >= rule.times;
  const state = stateOf(slot, isDone, isArranged, today);
  const last = coverage ? held.at(-1) : held[rule.times - 1];
  const at = (state === 'done' ? last : state === 'planned' ? planned[0] : undefined) ?? null;
  const item: Item = { rule, holder, period, state, at, deadline, held, planned, coverage, waiver: null };
  if (books.waivers.size === 0 || state === 'done' || state === 'planned') return item;
  const waiver = books.waivers.get(itemKey(item));
  return waiver && waiver.until >= today ? { ...item, state: 'waived', waiver } : item;
}

const NONE: Filled = { held: [], planned: [] };

function stateOf(
  { period, deadline }: Slot,
  isDone: boolean,
  isArranged: boolean,
  today: Day,
): Exclude<State, 'waived'> {
  if (isDone) return 'done';
  if (today > deadline) return 'overdue';
  if (isArranged) return 'planned';
  return today > period.to ? 'grace' : 'open';
}
