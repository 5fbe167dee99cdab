import type { Place, Places } from './places.ts';
import type { Present } from './present.ts';

/** Over what one must administer to import a roster. */
export interface Touched {
  /** Units that change, that lose or get people, or in which somebody is whose own data change. */
  units: number[];
  /** A new unit without one above it, or the founder: the whole organisation's matter. */
  top: boolean;
}

/** What an account is linked to decides what it may do: whoever changes a person must have a say wherever that person is. */
export function touchedBy(present: Present, places: Places, altered: readonly number[]): Touched {
  const byPath = new Map(present.units.map((unit) => [unit.path, unit.id]));
  const own = [...places.byPath.values()].map((place) => unitTouched(places, byPath, place));
  const people = new Set(altered);
  const homes = [...present.memberships, ...present.posts]
    .filter(({ person }) => people.has(person))
    .map(({ unit }) => unit);
  const founder = present.founder !== undefined && people.has(present.founder);
  const units = [
    ...own.filter((one) => typeof one === 'number'),
    ...places.ended.map(({ id }) => id),
    ...homes,
  ];
  return { units: [...new Set(units)], top: founder || own.includes('top') };
}

/** A line that only names a unit as it is touches nothing; a new unit is the matter of the one above it. */
function unitTouched(places: Places, byPath: Map<string, number>, place: Place): number | 'top' | undefined {
  const { unit, listed, kind, name, reopened } = place;
  if (unit && !reopened) return listed || unit.kind !== kind || unit.name !== name ? unit.id : undefined;
  if (place.parent === null) return 'top';
  const above = places.byPath.get(place.parent);
  if (!above) return byPath.get(place.parent);
  return above.unit && !above.reopened ? above.unit.id : undefined;
}
