import {
  and,
  asc,
  eq,
  gt,
  inArray,
  isNull,
  like,
  lte,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { lasting } from '../../db/lasting.ts';
import {
  accounts,
  type Category,
  chats,
  memberships,
  type PostName,
  persons,
  posts,
  units,
} from '../../db/schema/people.ts';
import { type Db, prepared, preparedRows } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import type { Day } from '../time.ts';
import { addressesOf, isOpen } from './reach.ts';

export type Unit = typeof units.$inferSelect;
export type Person = typeof persons.$inferSelect;

/** A membership on a day, with the category as of that day. */
export interface Member {
  person: number;
  name: string;
  category: Category;
}

/** SQLite plans a join with parameters anew at every run, and a `limit ?` too: several times what it takes to run. */
const selectByAccount = preparedRows(
  persons,
  sql`${persons.id} = (select ${accounts.person} from ${accounts} where ${accounts.platform} = ${sql.placeholder('platform')} and ${accounts.id} = ${sql.placeholder('id')})`,
);

const knownAccounts = lasting<string, Person>([persons, accounts]);

export function personOf(db: Db, platform: PlatformName, account: string): Person | undefined {
  const find = () => selectByAccount(db, { platform, id: account })[0];
  return knownAccounts(db, `${platform} ${account}`, find);
}

const selectPerson = preparedRows(persons, eq(persons.id, sql.placeholder('id')));

const knownPersons = lasting<number, Person>([persons]);

export function findPerson(db: Db, id: number): Person | undefined {
  return knownPersons(db, id, () => selectPerson(db, { id })[0]);
}

const selectUnit = preparedRows(units, eq(units.id, sql.placeholder('id')));

const knownUnits = lasting<number, Unit>([units]);

export function findUnit(db: Db, id: number): Unit | undefined {
  return knownUnits(db, id, () => selectUnit(db, { id })[0]);
}

export function loadUnit(db: Db, id: number): Unit {
  const unit = findUnit(db, id);
  if (!unit) throw new Refusal('not_found', '没有找到这个党组织，请重新说一次。');
  return unit;
}

const selectBeneath = prepared((db) =>
  db
    .select()
    .from(units)
    .where(and(like(units.lineage, sql.placeholder('lineage')), existsOn(units, sql.placeholder('day'))))
    .orderBy(asc(units.lineage))
    .prepare(),
);

/** Units that exist on the day, parents before children. */
export function subtree(db: Db, lineage: string, day: Day): Unit[] {
  return selectBeneath(db).all({ lineage: `${lineage}%`, day });
}

/** Units beneath another that have ended by a day; of those at one path the last. */
export function endedBeneath(db: Db, lineage: string, day: Day): Unit[] {
  const ended = db
    .select()
    .from(units)
    .where(and(like(units.lineage, `${lineage}%`), lte(units.ended, day)))
    .orderBy(asc(units.ended))
    .all();
  return [...new Map(ended.map((unit) => [unit.path, unit])).values()];
}

/** Candidates and activists are not members yet. */
export const isMembership = inArray(memberships.category, ['full', 'probationary']);

const selectMemberships = preparedRows(
  memberships,
  and(eq(memberships.person, sql.placeholder('person')), isMembership),
);

const knownMemberships = lasting<number, readonly (typeof memberships.$inferSelect)[]>([memberships]);

/** Whether `membersOf` has this person, without reading the others. */
export function isMember(db: Db, unit: number, person: number, day: Day): boolean {
  const held = knownMemberships(db, person, () => selectMemberships(db, { person })) ?? [];
  return held.some((one) => one.unit === unit && one.began <= day && (one.ended === null || one.ended > day));
}

const selectMembers = prepared((db) =>
  db
    .select({
      person: persons.id,
      name: persons.name,
      category: memberships.category,
      fullFrom: persons.fullFrom,
    })
    .from(memberships)
    .innerJoin(persons, eq(persons.id, memberships.person))
    .where(
      and(
        eq(memberships.unit, sql.placeholder('unit')),
        isMembership,
        heldOn(memberships, sql.placeholder('day')),
      ),
    )
    .orderBy(asc(memberships.id))
    .prepare(),
);

/** The members of a unit on a day, in the order they came. */
export function membersOf(db: Db, unit: number, day: Day): Member[] {
  return selectMembers(db)
    .all({ unit, day })
    .map(({ fullFrom, ...member }) => ({ ...member, category: categoryOn(member.category, fullFrom, day) }));
}

/** 《中国共产党章程》: a probationary member becomes a full one on the day the assembly's decision names. */
export function categoryOn(category: Category, fullFrom: Day | null, day: Day): Category {
  if (category !== 'full' && category !== 'probationary') return category;
  if (fullFrom === null) return category;
  return fullFrom <= day ? 'full' : 'probationary';
}

export interface Holder {
  person: number;
  name: string;
  post: PostName;
}

const selectHolders = prepared((db) =>
  db
    .select({ person: persons.id, name: persons.name, post: posts.post })
    .from(posts)
    .innerJoin(persons, eq(persons.id, posts.person))
    .where(and(eq(posts.unit, sql.placeholder('unit')), heldOn(posts, sql.placeholder('day'))))
    .orderBy(asc(posts.id))
    .prepare(),
);

export function holdersOf(db: Db, unit: number, day: Day): Holder[] {
  return selectHolders(db).all({ unit, day });
}

/** Units a person belongs to on a day, by membership, in the order they came. */
export function unitsOf(db: Db, person: number, day: Day): Unit[] {
  return db
    .select({ unit: units })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(and(eq(memberships.person, person), heldOn(memberships, day)))
    .orderBy(asc(memberships.id))
    .all()
    .map((row) => row.unit);
}

export function postsOf(db: Db, person: number, day: Day): { post: PostName; unit: Unit }[] {
  return db
    .select({ post: posts.post, unit: units })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .where(and(eq(posts.person, person), heldOn(posts, day)))
    .orderBy(asc(posts.id))
    .all();
}

/** Where a person is written to: on one platform, however many they have accounts on. */
export function addressOf(db: Db, person: number): Address | undefined {
  return addressesOf(db, person)[0];
}

const selectGroups = prepared((db) =>
  db
    .select({ platform: chats.platform, id: chats.id })
    .from(chats)
    .where(and(eq(chats.unit, sql.placeholder('unit')), isNull(chats.leftAt), isOpen(chats.platform)))
    .prepare(),
);

export function groupsOf(db: Db, unit: number): Address[] {
  return selectGroups(db)
    .all({ unit })
    .map((chat) => ({ platform: chat.platform, kind: 'group', id: chat.id }));
}

interface Dated {
  began: SQLiteColumn;
  ended: SQLiteColumn;
}

export function heldOn(table: Dated, day: Day | Placeholder): SQL | undefined {
  return and(lte(table.began, day), or(isNull(table.ended), gt(table.ended, day)));
}

function existsOn(table: Dated, day: Placeholder): SQL | undefined {
  return and(or(isNull(table.began), lte(table.began, day)), or(isNull(table.ended), gt(table.ended, day)));
}
