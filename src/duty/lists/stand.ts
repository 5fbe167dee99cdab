import type { Db } from '../../../db/store.ts';
import type { Unit } from '../../people/store.ts';
import { addDays, type Day, dayOf, type Instant } from '../../time.ts';
import type { Item } from '../owed/compliance.ts';
import { summariseUpper } from '../owed/upper.ts';
import { lately, type Period, periodsIn } from '../period.ts';
import { summarise } from '../summary/summarise.ts';
import { unitsBeneath } from '../tree.ts';
import { isOfLevel } from './levels.ts';
import { type List, type ListItem, type Tick, ticksIn } from './store.ts';

/** done: ticked, or proved by the records · open: still time · overdue: too late. */
export type State = 'done' | 'open' | 'overdue';

/** An item in one of its periods, by one unit. */
export interface Entry {
  list: List;
  item: ListItem;
  unit: Unit;
  slot: Slot;
  state: State;
  /** Who ticked it and with what; null where it is not ticked or the records prove it. */
  tick: Tick | null;
}

/** A period of an item, named by its first day; what is done once by its last. */
export interface Slot {
  key: Day;
  /** Who existed from this day on is asked. */
  from: Day;
  deadline: Day;
  label: string;
}

/** Lately, as duties are looked at: this year, in its first quarter the last one too. */
function sinceOf(today: Day): Day {
  return lately(today).from;
}

/** The periods that have begun since a day in which an item is asked for, the one in which it was published the first. */
export function slotsOf(list: List, item: ListItem, from: Day, today: Day): Slot[] {
  const began = dayOf(Math.max(list.publishedAt ?? list.at, item.at));
  if (item.every === 'once') {
    const deadline = item.deadline ?? began;
    if (deadline < from) return [];
    return [{ key: deadline, from: began, deadline, label: '' }];
  }
  return periodsIn(item.every, began > from ? began : from, today).map((period) => slotOf(period, began));
}

function slotOf({ from, to, label }: Period, began: Day): Slot {
  return { key: from, from: began > from ? began : from, deadline: to, label };
}

/** Whether a unit is asked for an item in a period: it is of the list's level and existed from its first day on. */
export function isAsked(list: List, slot: Slot, unit: Unit): boolean {
  return (
    isOfLevel(unit.kind, list.level) &&
    unit.lineage.startsWith(list.lineage) &&
    (unit.began === null || unit.began <= slot.from) &&
    (unit.ended === null || unit.ended > slot.deadline)
  );
}

/** What the records prove of a rule for a unit in a period; null: nothing is owed. */
type Proof = (unit: number, rule: string, slot: Slot) => State | null;

/** Of the units beneath one and these lists: the present periods, and what is left undone of earlier ones. */
export function entriesIn(db: Db, lineage: string, of: readonly List[], now: Instant): Entry[] {
  const today = dayOf(now);
  const from = sinceOf(today);
  const units = unitsBeneath(db, lineage, today);
  const ticked = ticksIn(db, lineage, addDays(from, -366));
  const proof = of.some((list) => list.items.some(({ rule }) => rule !== null))
    ? proofIn(db, lineage, now)
    : () => null;
  return of.flatMap((list) =>
    list.items.flatMap((item) =>
      slotsOf(list, item, from, today).flatMap((slot) => {
        const done = ticked.get(item.id)?.get(slot.key);
        return units.flatMap((unit) => {
          if (!isAsked(list, slot, unit)) return [];
          const tick = done?.get(unit.id) ?? null;
          const proved = item.rule === null ? null : proof(unit.id, item.rule, slot);
          if (item.rule !== null && proved === null) return [];
          const past = slot.deadline < today;
          const state = proved ?? (tick ? 'done' : past ? 'overdue' : 'open');
          return past && state === 'done' ? [] : [{ list, item, unit, slot, tick, state }];
        });
      }),
    ),
  );
}

/** Compliance, asked by unit and rule. */
function proofIn(db: Db, lineage: string, now: Instant): Proof {
  const span = lately(dayOf(now));
  const standings = [...summarise(db, lineage, span, now), ...summariseUpper(db, lineage, span, now)];
  const known = new Map(
    standings.map(({ branch, items }) => [branch.id, Map.groupBy(items, (item) => item.rule.id)]),
  );
  return (unit, rule, { from, deadline }) => {
    const items = (known.get(unit)?.get(rule) ?? []).filter(
      ({ period }) => period.from <= deadline && period.to >= from,
    );
    return items.length === 0 ? null : stateOf(items);
  };
}

function stateOf(items: readonly Item[]): State {
  if (items.every(({ state }) => state === 'done')) return 'done';
  return items.some(({ state }) => state === 'overdue') ? 'overdue' : 'open';
}
