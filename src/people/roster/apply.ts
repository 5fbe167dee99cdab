import { and, eq, sql } from 'drizzle-orm';
import { accounts, memberships, persons, posts, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal, unreachable } from '../../errors.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { forwardOpenClaims } from '../claims.ts';
import { installFounder } from '../founder.ts';
import { findUnit } from '../store.ts';
import type { Change, Details, Ref } from './change.ts';
import {
  insertAccount,
  insertMembership,
  insertPerson,
  insertPost,
  insertUnit,
  updateLineage,
} from './insert.ts';
import type { Plan } from './plan.ts';

/** Makes the changes, each with its line in the journal. What ends keeps its rows; what begins begins today. */
export function applyRoster(db: Db, now: Instant, actor: string, plan: Plan): void {
  if (plan.faults.length > 0)
    throw new Refusal('invalid', `名册有 ${plan.faults.length} 处要改，改好后再导入。`);
  const making: Making = {
    db,
    now,
    today: dayOf(now),
    actor,
    first: !hasMembers(db),
    units: new Map(),
    persons: new Map(),
  };
  for (const change of plan.changes) make(making, change);
  installFounder(db, now);
  forwardOpenClaims(db, now);
}

interface Making {
  db: Db;
  now: Instant;
  today: Day;
  actor: string;
  /** Whether nobody was on record before. */
  first: boolean;
  /** Ids of what this roster created, by its reference. */
  units: Map<Ref, number>;
  persons: Map<Ref, number>;
}

function make(making: Making, change: Change): void {
  const { db, now, today } = making;
  switch (change.kind) {
    case 'unit.founded':
      return foundUnit(making, change);
    case 'unit.reopened':
      db.update(units).set({ ended: null }).where(eq(units.id, change.unit)).run();
      return tell(making, change.kind, `unit:${change.unit}`, undefined, { path: change.path });
    case 'unit.changed':
      return changeUnit(making, change);
    case 'unit.ended':
      db.update(units).set({ ended: today }).where(eq(units.id, change.unit)).run();
      return tell(making, change.kind, `unit:${change.unit}`, { path: change.path }, { ended: today });
    case 'person.added':
      return addPerson(making, change);
    case 'person.changed':
      db.update(persons).set(change.after).where(eq(persons.id, change.person)).run();
      return tell(
        making,
        change.kind,
        `person:${change.person}`,
        discreet(change.before),
        discreet(change.after),
      );
    case 'account.linked': {
      const { platform, id } = change;
      const person = personOf(making, change.person);
      insertAccount(db).run({ platform, id, person, linkedAt: now });
      return tell(making, change.kind, `person:${person}`, undefined, { platform, id });
    }
    case 'account.unlinked': {
      const { platform, id } = change;
      db.delete(accounts)
        .where(and(eq(accounts.platform, platform), eq(accounts.id, id)))
        .run();
      return tell(making, change.kind, `person:${change.person}`, { platform, id });
    }
    case 'member.left':
      db.update(memberships).set({ ended: today }).where(eq(memberships.id, change.membership)).run();
      return tellOfMember(making, change, { category: change.category }, { ended: today });
    case 'member.joined':
      join(making, change, change.began ?? today);
      return tellOfMember(making, change, undefined, {
        category: change.category,
        began: change.began ?? today,
      });
    case 'member.recategorised':
      db.update(memberships).set({ ended: today }).where(eq(memberships.id, change.membership)).run();
      join(making, change, today);
      return tellOfMember(
        making,
        change,
        { category: change.before },
        { category: change.category, began: today },
      );
    case 'post.ended':
      db.update(posts).set({ ended: today }).where(eq(posts.id, change.held)).run();
      return tellOfMember(making, change, { post: change.post }, { ended: today });
    case 'post.began': {
      const { post } = change;
      insertPost(db).run({ ...placeOf(making, change), post, began: today });
      return tellOfMember(making, change, undefined, { post: change.post, began: today });
    }
    default:
      return unreachable(change);
  }
}

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** A unit of the first roster was there before there were records: it has no first day. */
function foundUnit(making: Making, { path, parent, name, unitKind: kind }: Of<'unit.founded'>): void {
  const { db, today, first } = making;
  const above = parent === null ? undefined : unitById(db, unitOf(making, parent));
  const began = first ? null : today;
  const values = { parent: above?.id ?? null, kind, name, path: joined(above, name), lineage: '', began };
  const { id } = insertUnit(db).get(values);
  updateLineage(db).run({ id, lineage: `${above?.lineage ?? '/'}${id}/` });
  making.units.set(path, id);
  tell(making, 'unit.founded', `unit:${id}`, undefined, { path, kind, began });
}

function hasMembers(db: Db): boolean {
  return db.select({ id: memberships.id }).from(memberships).limit(1).get() !== undefined;
}

/** Whatever stands beneath has its path changed too. */
function changeUnit(making: Making, { unit: id, before, after }: Of<'unit.changed'>): void {
  const { db } = making;
  const unit = unitById(db, id);
  const path = joined(unit.parent === null ? undefined : unitById(db, unit.parent), after.name);
  db.update(units).set(after).where(eq(units.id, id)).run();
  db.update(units)
    .set({ path: sql`${path} || substr(${units.path}, ${unit.path.length + 1})` })
    .where(sql`${units.lineage} like ${`${unit.lineage}%`}`)
    .run();
  tell(making, 'unit.changed', `unit:${id}`, before, after);
}

function joined(above: { path: string } | undefined, name: string): string {
  return above ? `${above.path}/${name}` : name;
}

function addPerson(making: Making, { person, details }: Of<'person.added'>): void {
  const { id } = insertPerson(making.db).get({ ...details });
  making.persons.set(person, id);
  tell(making, 'person.added', `person:${id}`, undefined, discreet(details));
}

function join(making: Making, change: Of<'member.joined' | 'member.recategorised'>, began: Day): void {
  insertMembership(making.db).run({ ...placeOf(making, change), category: change.category, began });
}

function placeOf(
  making: Making,
  { person, unit }: { person: Ref; unit: Ref },
): { person: number; unit: number } {
  return { person: personOf(making, person), unit: unitOf(making, unit) };
}

function personOf({ persons }: Making, ref: Ref): number {
  return known(persons, ref);
}

/** A parent that the roster does not name is known by its path. */
function unitOf({ db, units: made }: Making, ref: Ref): number {
  if (typeof ref === 'number' || made.has(ref)) return known(made, ref);
  const unit = db
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.path, ref), sql`${units.ended} is null`))
    .get();
  if (!unit) throw new Error(`the roster refers to no unit: ${ref}`);
  return unit.id;
}

function known(made: Map<Ref, number>, ref: Ref): number {
  const id = typeof ref === 'number' ? ref : made.get(ref);
  if (id === undefined) throw new Error(`the roster refers to nobody: ${ref}`);
  return id;
}

function unitById(db: Db, id: number): typeof units.$inferSelect {
  const unit = findUnit(db, id);
  if (!unit) throw new Error(`the roster refers to no unit: ${id}`);
  return unit;
}

function tellOfMember(
  making: Making,
  change: { kind: string; person: Ref; path: string },
  before: object | undefined,
  after: object,
): void {
  const unit = { unit: change.path };
  tell(making, change.kind, `person:${personOf(making, change.person)}`, before && { ...unit, ...before }, {
    ...unit,
    ...after,
  });
}

function tell(
  { db, now, actor }: Making,
  action: string,
  subject: string,
  before?: object,
  after?: object,
): void {
  record(db, { at: now, actor, action, subject, ...(before && { before }), ...(after && { after }) });
}

/** The journal is kept for good: of a phone number it needs the last digits only. */
function discreet(details: Partial<Details>): Partial<Details> {
  return details.phone ? { ...details, phone: `*${details.phone.slice(-4)}` } : details;
}
