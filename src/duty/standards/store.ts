import { and, asc, eq, isNull, like, sql } from 'drizzle-orm';
import { units } from '../../../db/schema/people.ts';
import { type Book, type MarkState, markStates, showPoints } from '../../../db/schema/standard.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import type { Instant } from '../../time.ts';

export type Said = typeof markStates.$inferSelect;

/** All that was said of a book beneath a unit, the oldest first. */
export function saidIn(db: Db, book: Book, lineage: string): Said[] {
  return db
    .select({ said: markStates })
    .from(markStates)
    .innerJoin(units, eq(units.id, markStates.unit))
    .where(and(eq(markStates.book, book), like(units.lineage, `${lineage}%`)))
    .orderBy(asc(markStates.id))
    .all()
    .map((row) => row.said);
}

const selectAny = prepared((db) =>
  db
    .select({ id: markStates.id })
    .from(markStates)
    .where(eq(markStates.book, sql.placeholder('book')))
    .prepare(),
);

/** Whether anything was said of a book at all. */
export function isSaid(db: Db, book: Book): boolean {
  return selectAny(db).get({ book }) !== undefined;
}

/** The last word on each mark, by unit. */
export function lastIn(said: readonly Said[]): Map<number, Map<string, Said>> {
  const byUnit = new Map<number, Map<string, Said>>();
  for (const one of said) {
    const marks = byUnit.get(one.unit) ?? new Map<string, Said>();
    byUnit.set(one.unit, marks.set(one.mark, one));
  }
  return byUnit;
}

export function say(
  db: Db,
  what: { unit: number; book: Book; mark: string; state: MarkState; said: string },
  by: number,
  now: Instant,
): void {
  db.insert(markStates)
    .values({ ...what, at: now, by })
    .run();
  const { unit, ...after } = what;
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: `mark.${what.state}`,
    subject: `unit:${unit}`,
    after,
  });
}

/** 示范点 beneath a unit. */
export function showPointsIn(db: Db, lineage: string): Set<number> {
  const found = db
    .select({ unit: showPoints.unit })
    .from(showPoints)
    .innerJoin(units, eq(units.id, showPoints.unit))
    .where(and(isNull(showPoints.endedAt), like(units.lineage, `${lineage}%`)))
    .all();
  return new Set(found.map(({ unit }) => unit));
}

/** → whether it is one now */
export function toggleShowPoint(db: Db, unit: number, by: number, now: Instant): boolean {
  const held = and(eq(showPoints.unit, unit), isNull(showPoints.endedAt));
  const ended = db
    .update(showPoints)
    .set({ endedAt: now, endedBy: by })
    .where(held)
    .returning({ id: showPoints.id })
    .all();
  const begins = ended.length === 0;
  if (begins) db.insert(showPoints).values({ unit, at: now, by }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: begins ? 'showPoint.named' : 'showPoint.ended',
    subject: `unit:${unit}`,
  });
  return begins;
}
