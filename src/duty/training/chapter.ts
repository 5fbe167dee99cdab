import type { Db } from '../../../db/store.ts';
import { columns, type Part, paragraph, table, title } from '../../documents/paper.ts';
import { handles } from '../../people/names.ts';
import type { Unit } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import { hoursOf } from './hours.ts';
import { normsIn } from './norm.ts';
import { talliedWord, tallyOf } from './tally.ts';
import { HONEST, hoursWord } from './words.ts';

/** A branch's year of training in its handbook: with names for whoever organises it, in numbers for others. */
export function hoursPart(db: Db, branch: Unit, year: number, named: boolean, today: Day): Part[] {
  const norm = normsIn(db, year)(branch.lineage);
  const all = hoursOf(db, branch.id, year, today, norm ?? undefined);
  const called = handles(
    db,
    today,
    all.map(({ person }) => person),
  );
  return [
    title('教育培训学时'),
    paragraph(`${talliedWord([tallyOf(branch, all, norm)])}${HONEST}`),
    ...(named && all.length > 0
      ? [
          table(
            columns({ 序号: 5, 姓名: 12, 学时: 8, 其中别处参加: 10, ...(norm && { 要求: 8 }) }),
            all.map(({ person, minutes, noted, wanted }, index) => [
              index + 1,
              called.get(person) ?? '',
              hoursWord(minutes),
              noted === 0 ? '' : hoursWord(noted),
              ...(norm ? [hoursWord(wanted)] : []),
            ]),
          ),
        ]
      : []),
  ];
}
