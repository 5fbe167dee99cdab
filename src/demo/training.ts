import { noteTraining } from '../duty/training/store.ts';
import { membersOf } from '../people/store.ts';
import { addDays, dayOf, HOUR, MINUTE, startOfDay } from '../time.ts';
import { secretaryIn, type Town } from './town.ts';

/** What, how many days ago, and for how many hours. */
const ELSEWHERE = [
  { what: '市委党校党务干部培训班', ago: 150, hours: 24 },
  { what: '党员教育网络学院', ago: 70, hours: 8 },
] as const;

const SOME = 3;

/** The first branches noted what some of their members learned elsewhere. */
export function writeTraining({ db, now, branches }: Pick<Town, 'db' | 'now' | 'branches'>): void {
  for (const branch of branches.slice(0, SOME)) {
    for (const [nth, { what, ago, hours }] of ELSEWHERE.entries()) {
      const day = addDays(dayOf(now), -ago);
      const members = membersOf(db, branch.id, day).map(({ person }) => person);
      const by = secretaryIn(db, branch, day);
      const persons = members.slice(nth, nth + SOME);
      if (by === undefined || persons.length === 0) continue;
      const draft = `demo training ${branch.id} ${nth}`;
      const noting = { unit: branch.id, persons, minutes: (hours * HOUR) / MINUTE, day, what, draft };
      noteTraining(db, noting, by, startOfDay(addDays(day, 1)) + 10 * HOUR);
    }
  }
}
