import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { findUnit, holdersOf, subtree, type Unit } from '../../people/store.ts';
import { addDays, type Day } from '../../time.ts';
import type { Source, Task } from '../alerts/task.ts';
import { isAsked, slotsOf } from './stand.ts';
import { allLists, type List, ticksIn } from './store.ts';

const NAME = 'list';

/** Of what is overdue for longer nobody is told anew: it stands in the list. */
const LATEST = 40;

/** What is undone of a list by one deadline, whoever holds the post; what the records prove is the duties' own affair. */
export const listTasks: Source = {
  name: NAME,

  open: (db, today, until) =>
    tasksOf(db, allLists(db), subtree(db, '/', today), { from: addDays(today, -LATEST), until, today }),

  find(db, key, today) {
    const [, list, unit, deadline = ''] = key.split(':');
    const found = allLists(db).filter(({ id }) => id === Number(list));
    const owner = findUnit(db, Number(unit));
    return owner && tasksOf(db, found, [owner], { from: deadline, until: deadline, today })[0];
  },
};

interface Window {
  from: Day;
  until: Day;
  today: Day;
}

function tasksOf(db: Db, lists: readonly List[], units: readonly Unit[], window: Window): Task[] {
  if (lists.length === 0) return [];
  const { from, until, today } = window;
  const began = addDays(from, -366);
  const [only] = units;
  const holders = holdersBy(db, today);
  const ticked = ticksIn(db, only && units.length === 1 ? only.lineage : '/', began);
  return lists.flatMap((list) => {
    const due = list.items
      .filter(({ rule }) => rule === null)
      .flatMap((item) =>
        slotsOf(list, item, began, today)
          .filter(({ deadline }) => deadline >= from && deadline <= until)
          .map((slot) => ({ item, slot, done: ticked.get(item.id)?.get(slot.key) })),
      );
    const byDeadline = [...Map.groupBy(due, ({ slot }) => slot.deadline)];
    return byDeadline.flatMap(([deadline, all]) =>
      units.flatMap((unit) => {
        const undone = all.filter(({ slot, done }) => !done?.has(unit.id) && isAsked(list, slot, unit));
        const says = undone.map(({ item }) => item.says);
        return says.length > 0 ? [taskOf(list, unit, deadline, says, holders(list, unit))] : [];
      }),
    );
  });
}

function taskOf(list: List, unit: Unit, deadline: Day, says: readonly string[], holders: number[]): Task {
  const [first = ''] = says;
  return {
    key: `${NAME}:${list.id}:${unit.id}:${deadline}`,
    unit: unit.id,
    holders,
    label: list.name,
    of: unit.name,
    what: says.length === 1 ? first : `${first}等 ${says.length} 项`,
    deadline,
    action: press(`看清单：${list.name}`, 'list.show', { list: list.id, unit: unit.id }),
  };
}

/** Whoever holds a list's post in a unit; of the unit's own list its secretary, or who stands in. A unit is read once. */
function holdersBy(db: Db, today: Day): (list: List, unit: Unit) => number[] {
  const known = new Map<number, ReturnType<typeof readHolders>>();
  return ({ post }, unit) => {
    const found = known.get(unit.id) ?? readHolders(db, unit, today);
    known.set(unit.id, found);
    if (post === null) return found.secretary === undefined ? [] : [found.secretary];
    return found.holders.filter((holder) => holder.post === post).map(({ person }) => person);
  };
}

function readHolders(db: Db, { id }: Unit, today: Day) {
  return { holders: holdersOf(db, id, today), secretary: secretaryOf(db, id, today)?.person };
}
