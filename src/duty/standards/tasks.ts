import { press } from '../../../cards/card.ts';
import { type Book, BOOKS as NAMES } from '../../../db/schema/standard.ts';
import type { Db } from '../../../db/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { findUnit } from '../../people/store.ts';
import { addDays, type Day, dayOf, startOfDay } from '../../time.ts';
import type { Source, Task } from '../alerts/task.ts';
import { BOOKS } from './books.ts';
import { readMarks } from './settings.ts';
import { type BookStanding, type Entry, standingsIn } from './stand.ts';
import { isSaid } from './store.ts';

const NAME = 'standard';

/** Of what is overdue for longer nobody is told anew: it stands on the page. */
const LATEST = 40;

/**
 * What a branch has not met by a deadline is its secretary's; what it has said and nobody confirmed for a week is its
 * committee's, in the weekly digest alone.
 */
export const standardTasks: Source = {
  name: NAME,

  open: (db, today, until) =>
    NAMES.filter((book) => isUsed(db, book)).flatMap((book) =>
      standingsIn(db, book, '/', startOfDay(today)).flatMap((standing) =>
        tasksOf(db, book, standing, today).filter(
          ({ deadline }) => deadline >= addDays(today, -LATEST) && deadline <= until,
        ),
      ),
    ),

  find(db, key, today) {
    const [, name, unit] = key.split(':');
    const book = NAMES.find((one) => one === name);
    const owner = findUnit(db, Number(unit));
    if (!book || !owner) return undefined;
    const [standing] = standingsIn(db, book, owner.lineage, startOfDay(today));
    return standing && tasksOf(db, book, standing, today).find((task) => task.key === key);
  },
};

/** A book that nobody has a deadline for nor said anything of asks for nothing. */
function isUsed(db: Db, book: Book): boolean {
  return readMarks(db, book).some(({ deadline }) => deadline !== null) || isSaid(db, book);
}

function tasksOf(db: Db, book: Book, standing: BookStanding, today: Day): Task[] {
  const { unit, entries } = standing;
  const undone = entries.filter(({ state, mark }) => isUndone(state) && mark.deadline !== null);
  const byDeadline = [...Map.groupBy(undone, ({ mark }) => mark.deadline ?? '')];
  const secretary = byDeadline.length > 0 ? secretaryOf(db, unit.id, today) : undefined;
  const common = {
    unit: unit.id,
    label: BOOKS[book].name,
    of: unit.name,
    action: press(`看${BOOKS[book].name}`, `standard.${book}`, { unit: unit.id }),
  };
  return [
    ...byDeadline.map(([deadline, all]) => ({
      ...common,
      key: `${NAME}:${book}:${unit.id}:${deadline}`,
      holders: secretary ? [secretary.person] : [],
      what: `${marksWord(all)}未达标`,
      deadline,
    })),
    ...waitingOf(entries).map(([day, all]) => ({
      ...common,
      key: `${NAME}:${book}:${unit.id}:waiting:${day}`,
      holders: [],
      what: `${marksWord(all)}已报送，等待确认`,
      deadline: day,
    })),
  ];
}

function isUndone(state: Entry['state']): boolean {
  return state === 'open' || state === 'overdue';
}

/** What waits for the committee, by the day on which it was said. */
function waitingOf(entries: readonly Entry[]): [Day, Entry[]][] {
  const waiting = entries.filter(({ state }) => state === 'submitted');
  return [...Map.groupBy(waiting, ({ last }) => (last ? dayOf(last.at) : ''))];
}

function marksWord(all: readonly Entry[]): string {
  const [first] = all;
  const name = first?.mark.name ?? '';
  return all.length === 1 ? name : `${name}等 ${all.length} 项`;
}
