import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day, yearOf } from '../../time.ts';
import type { Source, Task } from '../alerts/task.ts';
import { homeOf, visitsOwed } from './leaders.ts';
import { liaisonsIn } from './liaisons.ts';
import { bookOf } from './year.ts';

const NAME = 'visits';

/** From so many days before the year's end a leader is told what is still to come, and so long after it what is not noted. */
const AHEAD = 30;
const LATEST = 40;

/** How many visits a leader who keeps in touch with branches still owes the year. Told to nobody else. */
export const visitTasks: Source = {
  name: NAME,

  open: (db, today, until) =>
    yearsAt(today, until).flatMap((year) => {
      // Whoever has begun since then owes nothing of a year that is over.
      const last = `${year}-12-31`;
      const leaders = new Set(liaisonsIn(db, '/', last < today ? last : today).map(({ leader }) => leader));
      return [...leaders].flatMap((leader) => taskOf(db, leader, year, today) ?? []);
    }),

  find(db, key, today) {
    const [, leader, year] = key.split(':').map(Number);
    return leader === undefined || year === undefined ? undefined : taskOf(db, leader, year, today);
  },
};

function yearsAt(today: Day, until: Day): number[] {
  if (until < today) return [];
  const year = yearOf(today);
  const ending = addDays(`${year}-12-31`, -AHEAD) <= today ? [year] : [];
  return addDays(today, -LATEST) <= `${year - 1}-12-31` ? [...ending, year - 1] : ending;
}

function taskOf(db: Db, leader: number, year: number, today: Day): Task | undefined {
  const owed = visitsOwed(db, leader, year, today);
  const home = homeOf(db, leader, today);
  if (owed === null || !home) return undefined;
  const { visits, attended } = bookOf(db, leader, year);
  const noted = visits.length + attended.length;
  if (noted >= owed) return undefined;
  return {
    key: `${NAME}:${leader}:${year}`,
    unit: home.id,
    holders: [leader],
    label: `${year}年下基层`,
    what: `本地要求 ${owed} 次，已记 ${noted} 次`,
    deadline: `${year}-12-31`,
    action: press('记一次下基层', 'visit.note'),
    confidential: true,
  };
}
