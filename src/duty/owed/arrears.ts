import type { Db } from '../../../db/store.ts';
import { isBranch } from '../../people/permit.ts';
import { subtree, type Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant, shortDay } from '../../time.ts';
import { isOfLevel } from '../lists/levels.ts';
import { entriesIn } from '../lists/stand.ts';
import { listsIn } from '../lists/store.ts';
import { lately } from '../period.ts';
import { only } from '../summary/summarise.ts';
import type { Item } from './compliance.ts';
import { allTerms, monthsLeft } from './terms.ts';
import { summariseUpper } from './upper.ts';

/** What a committee has not done itself in time. */
export interface Arrears {
  unit: Unit;
  /** Duties that gatherings prove; put off are among them. */
  items: Item[];
  /** Its term, and what is left of lists, in words. */
  others: string[];
}

/** Of the committees of a subtree, in the order of the tree; without those that owe nothing. */
export function arrearsIn(db: Db, lineage: string, now: Instant): Arrears[] {
  const today = dayOf(now);
  const committees = subtree(db, lineage, today).filter(
    ({ kind }) => !isBranch(kind) && kind !== 'memberGroup',
  );
  const owed = new Map(
    summariseUpper(db, lineage, lately(today), now).map(({ branch, items }) => [
      branch.id,
      [...only(items, 'overdue'), ...only(items, 'waived')],
    ]),
  );
  const terms = endedTerms(db, today);
  const lists = undoneLists(db, lineage, committees, now);
  return committees.flatMap((unit) => {
    const items = owed.get(unit.id) ?? [];
    const others = [...(terms.get(unit.id) ?? []), ...(lists.get(unit.id) ?? [])];
    return items.length + others.length > 0 ? [{ unit, items, others }] : [];
  });
}

/** By unit: the term that has ended, in words. */
export function endedTerms(db: Db, today: Day): Map<number, string[]> {
  return new Map(
    allTerms(db, today).flatMap((term): [number, string[]][] => {
      const left = monthsLeft(term, today);
      if (left === null || left > 0) return [];
      return [[term.unit, [`换届：本届任期已于${term.ends.slice(0, 4)}年${shortDay(term.ends)}届满`]]];
    }),
  );
}

function undoneLists(
  db: Db,
  lineage: string,
  committees: readonly Unit[],
  now: Instant,
): Map<number, string[]> {
  const lists = listsIn(db, lineage)
    .filter(({ level }) => committees.some(({ kind }) => isOfLevel(kind, level)))
    .map((list) => ({ ...list, items: list.items.filter(({ rule }) => rule === null) }));
  if (lists.length === 0) return new Map();
  const own = new Set(committees.map(({ id }) => id));
  const late = entriesIn(db, lineage, lists, now).filter(
    ({ unit, state }) => state === 'overdue' && own.has(unit.id),
  );
  return new Map(
    [...Map.groupBy(late, ({ unit }) => unit.id)].map(([unit, entries]) => [
      unit,
      entries.map(
        ({ list, item, slot }) =>
          `${list.name}：${item.says}（${slot.label === '' ? '' : `${slot.label}，`}应在${shortDay(slot.deadline)}前完成）`,
      ),
    ]),
  );
}
