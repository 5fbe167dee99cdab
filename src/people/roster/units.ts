import type { Change, Ref } from './change.ts';
import type { Place, Places } from './places.ts';

/** Units that the roster founds, takes up again or changes, parents first. */
export function unitChanges(places: Places): Change[] {
  return [...places.byPath.values()].flatMap((place) => [...founded(places, place), ...changed(place)]);
}

/** Units that it no longer names, children first. */
export function unitEnds(places: Places): Change[] {
  return places.ended
    .toSorted((a, b) => b.lineage.length - a.lineage.length || a.id - b.id)
    .map(({ id, path }) => ({ kind: 'unit.ended', unit: id, path }));
}

export function refOfPlace(place: Place): Ref {
  return place.unit?.id ?? place.path;
}

function founded(places: Places, place: Place): Change[] {
  const { path, name, kind: unitKind } = place;
  if (place.reopened && place.unit) return [{ kind: 'unit.reopened', unit: place.unit.id, path }];
  if (place.unit) return [];
  const above = place.parent === null ? undefined : places.byPath.get(place.parent);
  return [{ kind: 'unit.founded', path, parent: above ? refOfPlace(above) : place.parent, name, unitKind }];
}

function changed({ unit, path, name, kind }: Place): Change[] {
  if (!unit || (unit.name === name && unit.kind === kind)) return [];
  const before = { name: unit.name, kind: unit.kind };
  return [{ kind: 'unit.changed', unit: unit.id, path, before, after: { name, kind } }];
}
