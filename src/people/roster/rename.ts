import type { Unit } from '../store.ts';
import type { Present } from './present.ts';
import type { Row } from './row.ts';

/** Who is in a unit or beneath it, by name. */
type Names = ReadonlySet<string>;

/** More than half of either, and at least two persons. */
export function bestOverlap(
  candidates: readonly Unit[],
  present: ReadonlyMap<number, Names>,
  wanted: Names | undefined,
): Unit | undefined {
  if (!wanted) return undefined;
  const ranked = candidates.map((unit) => {
    const names = present.get(unit.id) ?? new Set<string>();
    const shared = [...wanted].filter((name) => names.has(name)).length;
    return { unit, shared, enough: shared >= 2 && shared * 2 > Math.max(names.size, wanted.size) };
  });
  return ranked.filter(({ enough }) => enough).sort((a, b) => b.shared - a.shared)[0]?.unit;
}

export function namesByUnit({ units, persons, memberships }: Present): Map<number, Names> {
  const lineages = new Map(units.map(({ id, lineage }) => [id, lineage]));
  const names = new Map<number, Set<string>>();
  for (const { person, unit } of memberships) {
    const name = persons.get(person)?.name;
    const ids = (lineages.get(unit) ?? '').split('/').filter((part) => part !== '');
    if (name !== undefined) for (const id of ids) into(names, Number(id), name);
  }
  return names;
}

export function namesByPath(rows: readonly Row[]): Map<string, Names> {
  const names = new Map<string, Set<string>>();
  for (const { unit, group, name } of rows) {
    if (name === null) continue;
    const parts = unit.split('/');
    for (const i of parts.keys()) into(names, parts.slice(0, i + 1).join('/'), name);
    if (group !== null) into(names, `${unit}/${group}`, name);
  }
  return names;
}

function into<K>(sets: Map<K, Set<string>>, key: K, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
