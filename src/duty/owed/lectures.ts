import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { aboveOf } from '../foot.ts';
import type { Period } from '../period.ts';
import { plansIn } from './themes.ts';

/** A lecture by one lecturer; one by two is two of these. */
export interface Lecture {
  activity: number;
  unit: number;
  unitName: string;
  lecturer: string;
  theme: string;
  day: Day;
}

/** 微型党课 that were held, from the records and nothing else, as the units come. */
export function lecturesIn(db: Db, unit: Pick<Unit, 'lineage'>, span: Period, now: Instant): Lecture[] {
  return plansIn(db, unit.lineage, 'microLecture', span.from, span.to)
    .filter(({ endsAt, present }) => endsAt <= now && present > 0)
    .flatMap(({ id: activity, unit: of, unitName, lecturer: said, theme, startsAt }) =>
      lecturersOf(said).map((lecturer) => {
        return { activity, unit: of, unitName, lecturer, theme, day: dayOf(startsAt) };
      }),
    );
}

const UNKNOWN = '（没有填主讲人）';

function lecturersOf(said: string): string[] {
  const names = said.split(/[、，,;；\s]+/).filter(Boolean);
  return names.length > 0 ? [...new Set(names)] : [UNKNOWN];
}

/** Of a span, a lecture a line. */
export function lecturesBook(db: Db, unit: Unit, span: Period, now: Instant): Book {
  const name = `${unit.name} ${span.label}微型党课`;
  return {
    name,
    sheets: [
      {
        name: '微型党课',
        widths: [34, 14, 12, 50],
        above: aboveOf(db, unit, name, now),
        head: ['支部', '主讲人', '日期', '主题'],
        lines: lecturesIn(db, unit, span, now).map(({ unitName, lecturer, day, theme }): Cell[] => {
          return [unitName, lecturer, day, theme];
        }),
      },
    ],
  };
}
