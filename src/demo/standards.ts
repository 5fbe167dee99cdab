import type { Book } from '../../db/schema/standard.ts';
import { BOOKS } from '../duty/standards/books.ts';
import { changeMarks } from '../duty/standards/settings.ts';
import { say, toggleShowPoint } from '../duty/standards/store.ts';
import { addDays, DAY, dayOf } from '../time.ts';
import { secretaryIn, type Town } from './town.ts';

const EVIDENCE = '已按要求落实，材料存支部工作手册';

export function writeStandards({ db, now, top, branches, staff, chance }: Town): void {
  const all = marks('sanhua');
  const deadline = { unit: top.id, book: 'sanhua', name: null, says: null, off: null } as const;
  changeMarks(db, { ...deadline, deadline: addDays(dayOf(now), 60) }, all, staff, now - 80 * DAY);
  for (const [index, branch] of branches.entries()) {
    const secretary = secretaryIn(db, branch, dayOf(now));
    if (secretary === undefined) continue;
    if (index === 0) toggleShowPoint(db, branch.id, staff, now - 75 * DAY);
    const most = index === 0 ? all.length : 3 + Math.floor(chance() * 6);
    for (const [nth, mark] of all.slice(0, most).entries()) {
      const at = now - (70 - nth * 7) * DAY;
      const of = { unit: branch.id, book: 'sanhua', mark, said: EVIDENCE } as const;
      say(db, { ...of, state: 'submitted' }, secretary, at);
      if (nth < most - 1 || index % 3 !== 1) say(db, { ...of, state: 'met' }, staff, at + 2 * DAY);
    }
    for (const book of ['eightHave', 'sevenGood', 'sixGood'] as const)
      for (const mark of marks(book))
        if (chance() < 0.6)
          say(db, { unit: branch.id, book, mark, state: 'met', said: '' }, secretary, now - 30 * DAY);
  }
}

function marks(book: Book): string[] {
  return BOOKS[book].parts.flatMap((part) => part.marks.map(({ id }) => id));
}
