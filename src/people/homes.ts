import { and, asc, desc, eq, isNotNull, ne } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { memberships, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Day } from '../time.ts';
import { heldOn } from './store.ts';

/** Where somebody belongs: the unit's names from the top. Not `present`: it is where they belonged last. */
export interface Home {
  present: boolean;
  path: string[];
}

/** A branch before a post elsewhere, either before what is past. Whoever never belonged anywhere has none. */
export function homesOf(db: Db, day: Day, people: readonly number[]): Map<number, Home> {
  const homes = new Map<number, Home>();
  if (people.length === 0) return homes;
  for (const { person, path } of formerly(db, people))
    homes.set(person, { present: false, path: path.split('/') });
  for (const { person, path } of byPost(db, day, people))
    homes.set(person, { present: true, path: path.split('/') });
  for (const { person, path } of byMembership(db, day, people))
    homes.set(person, { present: true, path: path.split('/') });
  return homes;
}

interface Place {
  person: number;
  path: string;
}

/** Each with the one that counts last. */
function byMembership(db: Db, day: Day, people: readonly number[]): Place[] {
  return db
    .select({ person: memberships.person, path: units.path })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(and(among(memberships.person, people), ne(units.kind, 'memberGroup'), heldOn(memberships, day)))
    .orderBy(desc(memberships.id))
    .all();
}

function byPost(db: Db, day: Day, people: readonly number[]): Place[] {
  return db
    .select({ person: posts.person, path: units.path })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .where(and(among(posts.person, people), heldOn(posts, day)))
    .orderBy(desc(posts.id))
    .all();
}

function formerly(db: Db, people: readonly number[]): Place[] {
  return db
    .select({ person: memberships.person, path: units.path })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(
      and(among(memberships.person, people), ne(units.kind, 'memberGroup'), isNotNull(memberships.ended)),
    )
    .orderBy(asc(memberships.ended), asc(memberships.id))
    .all();
}
