import { and, asc, eq, gt, isNull, like, lte, or } from 'drizzle-orm';
import { persons, units } from '../../../db/schema/people.ts';
import { liaisons } from '../../../db/schema/visit.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';

export interface Liaison {
  leader: number;
  name: string;
  unit: number;
  unitName: string;
  path: string;
}

/** Who keeps in touch with whom beneath a unit on a day, by leaders' names as the branches come. */
export function liaisonsIn(db: Db, lineage: string, day: Day): Liaison[] {
  return select(db)
    .where(and(like(units.lineage, `${lineage}%`), heldOn(day)))
    .orderBy(asc(units.lineage), asc(liaisons.id))
    .all();
}

/** The branches a leader keeps in touch with. */
export function liaisonsOf(db: Db, leader: number, day: Day): Liaison[] {
  return select(db)
    .where(and(eq(liaisons.leader, leader), heldOn(day)))
    .orderBy(asc(liaisons.id))
    .all();
}

/** 1–2 branches each is the custom, and no more than five are looked after in earnest. */
const MOST = 5;

/** The branches of a leader's beneath a committee from today on; those elsewhere stay. → whether anything changed */
export function setLiaisons(
  db: Db,
  wanted: { leader: number; lineage: string; branches: readonly number[] },
  by: number,
  now: Instant,
): boolean {
  const today = dayOf(now);
  const { leader, branches } = wanted;
  if (branches.length > MOST) throw new Refusal('invalid', `一位领导最多挂点 ${MOST} 个支部。`);
  const before = liaisonsIn(db, wanted.lineage, today)
    .filter((one) => one.leader === leader)
    .map(({ unit }) => unit);
  const gone = before.filter((unit) => !branches.includes(unit));
  const fresh = branches.filter((unit) => !before.includes(unit));
  if (gone.length + fresh.length === 0) return false;
  for (const unit of gone) {
    const held = and(eq(liaisons.leader, leader), eq(liaisons.unit, unit), isNull(liaisons.ended));
    db.update(liaisons).set({ ended: today }).where(held).run();
  }
  for (const unit of fresh) db.insert(liaisons).values({ leader, unit, began: today, at: now, by }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'liaison.set',
    subject: `person:${leader}`,
    before,
    after: branches,
  });
  return true;
}

function select(db: Db) {
  return db
    .select({
      leader: liaisons.leader,
      name: persons.name,
      unit: liaisons.unit,
      unitName: units.name,
      path: units.path,
    })
    .from(liaisons)
    .innerJoin(persons, eq(persons.id, liaisons.leader))
    .innerJoin(units, eq(units.id, liaisons.unit))
    .$dynamic();
}

function heldOn(day: Day) {
  return and(lte(liaisons.began, day), or(isNull(liaisons.ended), gt(liaisons.ended, day)));
}
