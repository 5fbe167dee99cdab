import { and, asc, eq, like } from 'drizzle-orm';
import { subjects } from '../../db/schema/evaluation.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { findUnit, type Unit } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { findRound, type Round } from './round.ts';

export type Subject = typeof subjects.$inferSelect;

/** A subject with its unit's name. */
export interface Named extends Subject {
  name: string;
  path: string;
  lineage: string;
}

/** Somebody more, once a round is open. → the subject's id */
export function addSubject(db: Db, round: Round, wanted: { unit: number; person: number | null }): number {
  return db
    .insert(subjects)
    .values({ round: round.id, ...wanted })
    .returning({ id: subjects.id })
    .get().id;
}

/** A round's subjects in the order of the tree; those beneath a unit, if one is named. */
export function subjectsOf(db: Db, round: number, lineage = '/'): Named[] {
  return db
    .select({ subject: subjects, name: units.name, path: units.path, lineage: units.lineage })
    .from(subjects)
    .innerJoin(units, eq(units.id, subjects.unit))
    .where(and(eq(subjects.round, round), like(units.lineage, `${lineage}%`)))
    .orderBy(asc(subjects.id))
    .all()
    .map(({ subject, ...unit }) => ({ ...subject, ...unit }));
}

function findSubject(db: Db, id: number): Named | undefined {
  const found = db
    .select({ subject: subjects, name: units.name, path: units.path, lineage: units.lineage })
    .from(subjects)
    .innerJoin(units, eq(units.id, subjects.unit))
    .where(eq(subjects.id, id))
    .get();
  return found && { ...found.subject, name: found.name, path: found.path, lineage: found.lineage };
}

export function loadSubject(db: Db, id: number): Named {
  const subject = findSubject(db, id);
  if (!subject) throw new Refusal('not_found', '没有找到这个参评对象。');
  return subject;
}

/** A subject with its round, for what is drawn later: undefined where the round is no more. */
export function foundIn(db: Db, subject: number): { round: Round; subject: Named } | undefined {
  const found = findSubject(db, subject);
  const round = found && findRound(db, found.round);
  return round && { round, subject: found };
}

/** A branch's own part in a round. */
export function subjectOf(db: Db, round: number, unit: number): Named | undefined {
  return subjectsOf(db, round).find((subject) => subject.unit === unit && subject.person === null);
}

/** The unit directly beneath the round's own through which a subject belongs to it: it may be the branch itself. */
export function headOf(top: Pick<Unit, 'lineage'>, subject: Pick<Named, 'lineage'>): number {
  return Number(subject.lineage.slice(top.lineage.length).split('/')[0]);
}

/** Named from beneath the round's unit: two 第一党支部 are told apart by what stands above them. */
export function nameOf(db: Db, round: Pick<Round, 'unit'>, subject: Pick<Named, 'path'>): string {
  return namerOf(db, round)(subject);
}

/** The same of many. */
export function namerOf(db: Db, round: Pick<Round, 'unit'>): (subject: Pick<Named, 'path'>) => string {
  const above = `${findUnit(db, round.unit)?.path ?? ''}/`;
  return ({ path }) => beneath(above, path);
}

/** Of all subjects of a round, by their ids. */
export function namesOf(db: Db, round: Pick<Round, 'id' | 'unit'>): Map<number, string> {
  const name = namerOf(db, round);
  return new Map(subjectsOf(db, round.id).map((subject) => [subject.id, name(subject)]));
}

function beneath(above: string, path: string): string {
  return path.startsWith(above) ? path.slice(above.length) : path;
}

export function declare(
  db: Db,
  subject: Pick<Subject, 'id' | 'declared'>,
  declared: unknown,
  by: number,
  now: Instant,
): void {
  db.update(subjects)
    .set({ declared, declaredAt: now, declaredBy: by })
    .where(eq(subjects.id, subject.id))
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'subject.declared',
    subject: `subject:${subject.id}`,
    ...(subject.declared !== null && { before: subject.declared }),
    after: declared,
  });
}

/** The leader who looks after a subject from now on. */
export function assignContact(
  db: Db,
  subject: Pick<Subject, 'id' | 'contact'>,
  contact: number,
  by: number,
  now: Instant,
): void {
  if (subject.contact === contact) return;
  db.update(subjects).set({ contact }).where(eq(subjects.id, subject.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'subject.contactAssigned',
    subject: `subject:${subject.id}`,
    ...(subject.contact !== null && { before: { contact: subject.contact } }),
    after: { contact },
  });
}
