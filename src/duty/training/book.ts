import type { Db } from '../../../db/store.ts';
import { type Book, type Cell, note } from '../../documents/book.ts';
import { handles } from '../../people/names.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { nameBeneath } from '../beneath.ts';
import { aboveOf } from '../foot.ts';
import { hoursOf } from './hours.ts';
import { normsIn } from './norm.ts';
import { trainingsOf } from './store.ts';
import { talliesOf } from './tally.ts';
import { HONEST, hoursIn } from './words.ts';

/** A branch's members with their hours, as the roster has them, and what was noted. */
export function listBook(db: Db, unit: Unit, year: number, now: Instant): Book {
  const today = dayOf(now);
  const norm = normsIn(db, year)(unit.lineage);
  const all = hoursOf(db, unit.id, year, today, norm ?? undefined);
  const found = trainingsOf(db, unit.id, year);
  const called = named(db, today, [
    ...all.map(({ person }) => person),
    ...found.flatMap(({ persons }) => persons),
  ]);
  const name = `${unit.name} ${year}年培训学时`;
  const above = aboveHours(db, unit, name, now);
  return {
    name,
    sheets: [
      {
        name: '培训学时',
        widths: [14, 10, 14, 14, ...(norm ? [10] : [])],
        above,
        head: ['姓名', '学时', '其中活动登记', '其中别处参加', ...(norm ? ['要求'] : [])],
        lines: all.map(({ person, minutes, noted, wanted }) => [
          called(person),
          hoursIn(minutes),
          hoursIn(minutes - noted),
          hoursIn(noted),
          ...(norm ? [hoursIn(wanted)] : []),
        ]),
      },
      {
        name: '别处参加的',
        widths: [12, 30, 10, 50],
        above,
        head: ['日期', '培训', '每人学时', '党员'],
        lines: found.map(({ day, what, minutes, persons }) => [
          day,
          what,
          hoursIn(minutes),
          persons.map(called).join('、'),
        ]),
      },
    ],
  };
}

/** Of each branch beneath a unit how many, and no names. */
export function countsBook(db: Db, unit: Unit, year: number, now: Instant): Book {
  const all = talliesOf(db, unit, year, dayOf(now));
  const name = `${unit.name} ${year}年培训学时`;
  return {
    name,
    sheets: [
      {
        name: '培训学时',
        widths: [34, 10, 14, 10],
        above: aboveHours(db, unit, name, now),
        head: ['支部', '党员', '有学时记录', '已满'],
        lines: all.map(({ branch, members, some, full }): Cell[] => [
          nameBeneath(unit, branch),
          members,
          some,
          full,
        ]),
      },
    ],
  };
}

function aboveHours(db: Db, unit: Unit, name: string, now: Instant): Cell[][] {
  const above = aboveOf(db, unit, name, now);
  return [...above.slice(0, -1), [note(HONEST)], []];
}

function named(db: Db, today: Day, people: readonly number[]): (person: number) => string {
  const called = handles(db, today, [...new Set(people)]);
  return (person) => called.get(person) ?? '';
}
