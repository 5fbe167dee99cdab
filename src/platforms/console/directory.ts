import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import { memberships, posts, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { handles } from '../../people/names.ts';
import { heldOn } from '../../people/store.ts';
import { POST_WORDS } from '../../people/words.ts';
import type { Day } from '../../time.ts';

export interface Entry {
  name: string;
  units: string[];
  posts: string[];
}

/** Everybody who belongs to a unit or holds a post on the day, as the roster has them. */
export function directory(db: Db, day: Day): Entry[] {
  const people = handles(db, day);
  const named = unitNames(db, day);
  const places = Map.groupBy(placesOn(db, day), (place) => place.person);
  return [...places].map(([person, held]) => ({
    name: people.get(person) ?? '',
    units: [...new Set(held.flatMap(({ unit }) => named.get(unit) ?? []))],
    posts: [...new Set(held.flatMap(({ post }) => (post === null ? [] : POST_WORDS[post])))],
  }));
}

/** The units whose groups a person is in: as a member, or by a post. */
export function groupsFor(db: Db, day: Day, person: number): number[] {
  return [...new Set(placesOn(db, day, person).map(({ unit }) => unit))];
}

/**
 * What each unit is called so that no other is meant: 第一党小组 where there is only one, else with what stands
 * above it, 第一党小组（机关第一党支部）.
 */
export function unitNames(db: Db, day: Day): Map<number, string> {
  const all = db
    .select({ id: units.id, name: units.name, path: units.path })
    .from(units)
    .where(or(isNull(units.ended), gt(units.ended, day)))
    .all();
  const byName = Map.groupBy(all, ({ name }) => name);
  return new Map(all.map((unit) => [unit.id, callApart(unit, byName.get(unit.name) ?? [])]));
}

/** The unit somebody means by its name as `unitNames` gives it, or by its path from the top. */
export function unitCalled(db: Db, day: Day, name: string): number | undefined {
  for (const [unit, called] of unitNames(db, day)) if (called === name) return unit;
  return db.select({ id: units.id }).from(units).where(eq(units.path, name)).get()?.id;
}

interface Named {
  name: string;
  path: string;
}

function callApart(unit: Named, namesakes: Named[]): string {
  if (namesakes.length < 2) return unit.name;
  const above = unit.path.split('/').slice(0, -1);
  for (let depth = 1; depth <= above.length; depth++) {
    const end = above.slice(-depth).join('/');
    const same = namesakes.filter(({ path }) => path.endsWith(`${end}/${unit.name}`));
    if (same.length === 1) return `${unit.name}（${end}）`;
  }
  return unit.path;
}

interface Place {
  person: number;
  unit: number;
  post: keyof typeof POST_WORDS | null;
}

/** Memberships first, in the order people came; then posts. */
function placesOn(db: Db, day: Day, person?: number): Place[] {
  const belonging = db
    .select({ person: memberships.person, unit: memberships.unit })
    .from(memberships)
    .where(and(heldOn(memberships, day), person === undefined ? undefined : eq(memberships.person, person)))
    .orderBy(asc(memberships.id))
    .all();
  const holding = db
    .select({ person: posts.person, unit: posts.unit, post: posts.post })
    .from(posts)
    .where(and(heldOn(posts, day), person === undefined ? undefined : eq(posts.person, person)))
    .orderBy(asc(posts.id))
    .all();
  return [...belonging.map((place) => ({ ...place, post: null })), ...holding];
}
