import { asc, eq, sql } from 'drizzle-orm';
import { units } from '../../../db/schema/people.ts';
import { type Book, markSettings } from '../../../db/schema/standard.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { BOOKS, type Mark } from './books.ts';

type Setting = typeof markSettings.$inferSelect & { lineage: string };

/** A mark as it is in force somewhere, with the day by which it is to be met. */
export interface Asked extends Mark {
  part: string;
  deadline: Day | null;
}

const selectMarks = prepared((db) =>
  db
    .select({ setting: markSettings, lineage: units.lineage })
    .from(markSettings)
    .innerJoin(units, eq(units.id, markSettings.unit))
    .where(eq(markSettings.book, sql.placeholder('book')))
    .orderBy(asc(markSettings.id))
    .prepare(),
);

/** What committees decided about a book, in the order in which they did. */
export function readMarks(db: Db, book: Book): Setting[] {
  return selectMarks(db)
    .all({ book })
    .map(({ setting, lineage }) => ({ ...setting, lineage }));
}

/** The marks that a unit is asked for: the nearest committee's last word on each of a mark's points. */
export function marksOver(book: Book, settings: readonly Setting[], lineage: string): Asked[] {
  const over = settings
    .filter((one) => lineage.startsWith(one.lineage))
    .toSorted((a, b) => a.lineage.length - b.lineage.length || a.id - b.id);
  const shipped = BOOKS[book].parts.flatMap(({ name, marks }) =>
    marks.map((mark) => ({ ...mark, part: name })),
  );
  const own = over
    .filter(({ id, mark }) => mark === `own:${id}`)
    .map(({ mark }) => ({ id: mark, name: '', says: '', part: '另外' }));
  return [...shipped, ...own].flatMap((mark) => {
    const said = over.filter((one) => one.mark === mark.id);
    const last = <T>(of: (one: Setting) => T | null) => said.map(of).findLast((value) => value !== null);
    if (last((one) => one.off) === true) return [];
    return [
      {
        ...mark,
        name: last((one) => one.name) ?? mark.name,
        says: last((one) => one.says) ?? mark.says,
        deadline: last((one) => one.deadline) ?? null,
      },
    ];
  });
}

export interface Change {
  unit: number;
  book: Book;
  name: string | null;
  says: string | null;
  off: boolean | null;
  deadline: Day | null;
}

/** Adds a line for each mark and changes none; without a mark a new one is defined. */
export function changeMarks(
  db: Db,
  wanted: Change,
  marks: readonly string[],
  by: number,
  now: Instant,
): void {
  const { book, deadline } = wanted;
  if (!BOOKS[book].editable && (wanted.name !== null || wanted.says !== null || wanted.off !== null))
    throw new Refusal('not_allowed', `“${BOOKS[book].name}”的条目是固定的，不能改；期限可以定。`);
  if (deadline !== null && deadline < dayOf(now))
    throw new Refusal('invalid', '期限已经过去了，请选今天或以后。');
  for (const mark of marks)
    db.insert(markSettings)
      .values({ ...wanted, mark, at: now, by })
      .run();
  if (marks.length === 0) {
    if (wanted.name === null) throw new Refusal('invalid', '请填写新条目的名称。');
    const { id } = db
      .insert(markSettings)
      .values({ ...wanted, mark: 'own', at: now, by })
      .returning({ id: markSettings.id })
      .get();
    db.update(markSettings)
      .set({ mark: `own:${id}` })
      .where(eq(markSettings.id, id))
      .run();
  }
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'mark.changed',
    subject: `unit:${wanted.unit}`,
    after: { ...wanted, marks },
  });
}
