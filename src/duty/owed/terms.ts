import { asc, eq } from 'drizzle-orm';
import { terms } from '../../../db/schema/alert.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { isThere } from '../../people/exists.ts';
import { isBranch } from '../../people/permit.ts';
import { addDays, type Day, type Instant } from '../../time.ts';

export type Term = typeof terms.$inferSelect;

/** 《中国共产党基层组织选举工作条例》: five years for a primary committee, three for a general branch and a branch. */
export function usualYears(kind: UnitKind): number {
  return isBranch(kind) || kind === 'generalBranch' ? 3 : 5;
}

/** The superior reminds six months ahead. */
const AHEAD = 6;

/** Beyond a year after its end nobody is reminded any more: it may be put off by a year at most. */
const AFTER = 12;

export function termOf(db: Db, unit: number): Term | undefined {
  return db.select().from(terms).where(eq(terms.unit, unit)).orderBy(asc(terms.id)).all().at(-1);
}

/** The present term of every unit that is there and has one: what was dissolved elects nobody. */
export function allTerms(db: Db, today: Day): Term[] {
  const found = db.select().from(terms).orderBy(asc(terms.id)).all();
  const present = [...new Map(found.map((one) => [one.unit, one])).values()];
  return present.filter(({ unit }) => isThere(db, unit, today));
}

/** Whole months until it ends, rounded up: 6 from the day six months ahead on, 0 from the end on; null: not yet, or no more. */
export function monthsLeft({ ends }: Pick<Term, 'ends'>, today: Day): number | null {
  for (let left = -AFTER; left <= AHEAD; left++) {
    if (addMonths(ends, -left) <= today) return left === -AFTER ? null : left;
  }
  return null;
}

/** The same date so many months on; the last of a month that is shorter. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const all = year * 12 + month - 1 + months;
  const first = `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}-01`;
  const last = Number(addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1).slice(8));
  return addDays(first, Math.min(date, last) - 1);
}

export function setTerm(
  db: Db,
  unit: number,
  term: { began: Day; ends: Day },
  by: number,
  now: Instant,
): void {
  const before = termOf(db, unit);
  db.insert(terms)
    .values({ unit, ...term, at: now, by })
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'term.set',
    subject: `unit:${unit}`,
    ...(before && { before: { began: before.began, ends: before.ends } }),
    after: term,
  });
}
