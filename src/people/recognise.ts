import { and, isNull } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { memberships, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Day } from '../time.ts';
import { namedAlike } from './names.ts';
import { heldOn } from './store.ts';

/** Whom somebody's own words for their name and branch mean; null unless exactly one person can be meant. */
export function recognise(db: Db, name: string, unit: string, day: Day): number | null {
  const called = namedAlike(db, name).map(({ id }) => id);
  const places = unitsLike(db, unit);
  if (called.length === 0 || places.length === 0) return null;
  const belonging = and(
    among(memberships.person, called),
    among(memberships.unit, places),
    heldOn(memberships, day),
  );
  const holding = and(among(posts.person, called), among(posts.unit, places), heldOn(posts, day));
  const [one, ...others] = new Set([
    ...db
      .select({ person: memberships.person })
      .from(memberships)
      .where(belonging)
      .all()
      .map(({ person }) => person),
    ...db
      .select({ person: posts.person })
      .from(posts)
      .where(holding)
      .all()
      .map(({ person }) => person),
  ]);
  return one !== undefined && others.length === 0 ? one : null;
}

/** 一支部 for 中共某某机关工委第一党支部委员会: the same end, once what everybody leaves out is left out. */
function unitsLike(db: Db, said: string): number[] {
  const wanted = essence(said);
  if (wanted.length < 2) return [];
  const known = db.select().from(units).where(isNull(units.ended)).all();
  const exact = known.filter(({ name, path }) => essence(name) === wanted || essence(path) === wanted);
  const near =
    exact.length > 0
      ? exact
      : known.filter(({ name, path }) => essence(path).endsWith(wanted) || wanted.endsWith(essence(name)));
  return near.map(({ id }) => id);
}

/** A unit's name without what everybody leaves out. */
export function essence(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s/·、，,.\-—]/g, '')
    .replace(/^(中国共产党|中共)/, '')
    .replace(/(总?支部)委员会$/, '$1')
    .replace(/党(?=支部$)/, '');
}
