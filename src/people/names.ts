import { and, asc, eq, gte, like, lt, or, sql } from 'drizzle-orm';
import type { Option } from '../../cards/card.ts';
import { among } from '../../db/many.ts';
import { memberships, persons, posts, units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Day } from '../time.ts';
import { type Home, homesOf } from './homes.ts';
import { findPerson, findUnit, heldOn, membersOf, type Person } from './store.ts';

/**
 * What each person is called so that nobody else is meant: the name alone where only one person in the organisation
 * has it, else 张伟（第一党支部）. Who has left gives way to who is still there. All persons, or those asked for.
 */
export function handles(db: Db, day: Day, only?: readonly number[]): Map<number, string> {
  const named = Map.groupBy(namesakes(db, only), ({ name }) => name);
  const shared = [...named.values()].filter((people) => people.length > 1).flat();
  const homes = homesOf(
    db,
    day,
    shared.map(({ id }) => id),
  );
  const called = [...named].flatMap(([name, people]) => callApart(name, people, homes));
  const wanted = only && new Set(only);
  return new Map(called.filter(([id]) => wanted?.has(id) ?? true));
}

const selectNamed = prepared((db) =>
  db
    .select({
      name: persons.name,
      // Named in full: Drizzle leaves the table out, and then it would be the other's own name.
      namesakes: sql<number>`(select count(*) from persons other where other.name = persons.name)`,
    })
    .from(persons)
    .where(eq(persons.id, sql.placeholder('person')))
    .prepare(),
);

/** Asked with every card that is drawn; few share their name. */
export function handleOf(db: Db, day: Day, person: number): string {
  const found = selectNamed(db).get({ person });
  if (!found || found.namesakes === 1) return found?.name ?? '';
  return handles(db, day, [person]).get(person) ?? '';
}

/**
 * Whom a form or a text means: an id in digits, a name that only one person has, or a handle. `within`: only
 * somebody who belongs to that unit or one beneath it.
 */
export function findByRef(db: Db, ref: string, day: Day, within?: number): Person {
  const said = ref.trim();
  const meant = candidates(db, said, day, within);
  const one = meant.length === 1 && meant[0] !== undefined ? findPerson(db, meant[0]) : undefined;
  if (one) return one;
  if (meant.length === 0) {
    const where = within === undefined ? '' : `${findUnit(db, within)?.name ?? '本组织'}里`;
    throw new Refusal('not_found', `${where}没有找到“${said}”，请核对姓名后再试。`);
  }
  const called = [...handles(db, day, meant).values()].slice(0, 4).join('或');
  throw new Refusal('conflict', `有几位同志都叫“${said}”，请写清楚是哪一位：${called}。`);
}

/** A unit's members to choose from. */
export function personOptions(db: Db, unit: number, day: Day): Option[] {
  const members = membersOf(db, unit, day);
  const called = handles(
    db,
    day,
    members.map(({ person }) => person),
  );
  const named = Map.groupBy(members, ({ name }) => name);
  return members.map(({ person, name, category }) => {
    const label = named.get(name)?.length === 1 ? name : (called.get(person) ?? name);
    return { value: String(person), label: category === 'probationary' ? `${label}（预备）` : label };
  });
}

interface Named {
  id: number;
  name: string;
  phone: string | null;
}

const NAMED = { id: persons.id, name: persons.name, phone: persons.phone };

/** Everybody, or everybody with the name of somebody asked for. */
function namesakes(db: Db, only: readonly number[] | undefined): Named[] {
  const all = db.select(NAMED).from(persons).orderBy(asc(persons.id)).$dynamic();
  if (!only) return all.all();
  const names = db.selectDistinct({ name: persons.name }).from(persons).where(among(persons.id, only)).all();
  return all
    .where(
      among(
        persons.name,
        names.map(({ name }) => name),
      ),
    )
    .all();
}

function callApart(name: string, people: Named[], homes: Map<number, Home>): [number, string][] {
  const present = people.filter(({ id }) => homes.get(id)?.present);
  const plain = people.length === 1 ? people : present.length === 1 ? present : [];
  const apart = people.filter((person) => !plain.includes(person));
  return [
    ...plain.map(({ id }): [number, string] => [id, name]),
    ...apart.map((person): [number, string] => [person.id, `${name}（${labelFor(person, apart, homes)}）`]),
  ];
}

/** The shortest end of the unit's path that no namesake shares; in one unit the end of the number, or the id. */
function labelFor(person: Named, namesakes: readonly Named[], homes: Map<number, Home>): string {
  const others = namesakes.filter((other) => other !== person);
  const home = homes.get(person.id);
  for (let depth = 1; depth <= (home?.path.length ?? 0); depth++) {
    const label = labelOf(home, depth);
    if (others.every(({ id }) => labelOf(homes.get(id), depth) !== label)) return label;
  }
  const tail = person.phone?.slice(-4);
  const told = tail !== undefined && others.every(({ phone }) => phone?.slice(-4) !== tail);
  return [labelOf(home, 1), told ? `尾号${tail}` : `编号${person.id}`]
    .filter((part) => part !== '')
    .join('·');
}

function labelOf(home: Home | undefined, depth: number): string {
  if (!home) return '';
  const end = home.path.slice(-depth).join('/');
  return home.present ? end : `原${end}`;
}

function candidates(db: Db, said: string, day: Day, within: number | undefined): number[] {
  if (/^\d+$/.test(said)) return limited(db, findPerson(db, Number(said)) ? [Number(said)] : [], day, within);
  const meant = fullWidth(said);
  const near = [...namedAlike(db, meant), ...withName(db, meant.replace(/（[^（）]*）$/, ''))].map(
    ({ id }) => id,
  );
  const called = handles(db, day, near);
  const exact = limited(
    db,
    [...called].filter(([, handle]) => handle === meant).map(([id]) => id),
    day,
    within,
  );
  if (exact.length > 0) return exact;
  const loose = namedAlike(db, meant).map(({ id }) => id);
  return stillThere(db, limited(db, loose, day, within), day);
}

/** With this name, or with this name and something in brackets. */
export function namedAlike(db: Db, said: string): Named[] {
  const name = fullWidth(said.trim());
  return db
    .select(NAMED)
    .from(persons)
    .where(or(eq(persons.name, name), and(gte(persons.name, `${name}（`), lt(persons.name, `${name}）`))))
    .orderBy(asc(persons.id))
    .all();
}

function withName(db: Db, name: string): Named[] {
  return db.select(NAMED).from(persons).where(eq(persons.name, name)).all();
}

function fullWidth(text: string): string {
  return text.replaceAll('(', '（').replaceAll(')', '）');
}

function stillThere(db: Db, people: number[], day: Day): number[] {
  const homes = homesOf(db, day, people);
  const present = people.filter((id) => homes.get(id)?.present);
  return present.length > 0 ? present : people;
}

/** Those of them who are in the unit or beneath it, by membership or by post. */
function limited(db: Db, people: number[], day: Day, within: number | undefined): number[] {
  if (within === undefined || people.length === 0) return people;
  const lineage = findUnit(db, within)?.lineage;
  if (lineage === undefined) return [];
  const beneath = like(units.lineage, `${lineage}%`);
  const members = db
    .select({ person: memberships.person })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(and(among(memberships.person, people), heldOn(memberships, day), beneath))
    .all();
  const holders = db
    .select({ person: posts.person })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .where(and(among(posts.person, people), heldOn(posts, day), beneath))
    .all();
  const inside = new Set([...members, ...holders].map(({ person }) => person));
  return people.filter((id) => inside.has(id));
}
