import type { UnitKind } from '../../../db/schema/people.ts';
import { addDays } from '../../time.ts';
import { isBranch } from '../permit.ts';
import type { Unit } from '../store.ts';
import { UNIT_KIND_WORDS } from '../words.ts';
import type { Present } from './present.ts';
import { bestOverlap, namesByPath, namesByUnit } from './rename.ts';
import { type Declared, declaredBy, type Fault, type Row } from './row.ts';

/** A unit that the roster names, and which one that is at present; null: a new one. */
export interface Place {
  path: string;
  name: string;
  parent: string | null;
  kind: UnitKind;
  unit: Unit | null;
  /** It had ended a short while ago: that was a mistake. */
  reopened: boolean;
  /** The roster says who belongs to it. A line without a name declares the unit only. */
  listed: boolean;
}

export interface Places {
  byPath: Map<string, Place>;
  /** Beneath units whose children the roster names, and no longer among them. */
  ended: Unit[];
  faults: Fault[];
}

/** An end that is taken back within a quarter was a slip: the unit keeps its chats and its records. */
const REOPENED_WITHIN = 90;

export function placesOf(present: Present, rows: readonly Row[], declared: readonly Declared[]): Places {
  const index = indexOf(present);
  const faults = parentFaults(index, declared);
  const byPath = new Map<string, Place>();
  const taken = new Set<number>();
  const wanted = wantedBy(rows);
  const renamed = renamer(present, rows, wanted, taken);
  for (const want of wanted) {
    const parent =
      want.parent === null ? null : (byPath.get(want.parent)?.unit ?? index.byPath.get(want.parent));
    if (parent === undefined) {
      byPath.set(want.path, { ...want, unit: null, reopened: false });
      continue;
    }
    const current = index.child(parent, want.name) ?? renamed(parent, want);
    const again = current ? undefined : recentlyEnded(present, parent, want.name);
    const unit = current ?? again ?? null;
    if (unit) taken.add(unit.id);
    byPath.set(want.path, { ...want, unit, reopened: again !== undefined });
  }
  const ended = endedBy(present, byPath, taken);
  return { byPath, ended, faults: [...faults, ...branchFaults(present, byPath, ended, declaredBy(rows))] };
}

type Want = Omit<Place, 'unit' | 'reopened'>;

/** Units and groups, parents before children. */
function wantedBy(rows: readonly Row[]): Want[] {
  const wanted = new Map<string, Want>();
  const want = (path: string, kind: UnitKind, listed: boolean) => {
    const before = wanted.get(path);
    if (before) before.listed ||= listed;
    else
      wanted.set(path, {
        path,
        name: path.slice(path.lastIndexOf('/') + 1),
        parent: above(path),
        kind,
        listed,
      });
  };
  for (const row of rows) {
    want(row.unit, row.kind, row.name !== null);
    if (row.group !== null) want(`${row.unit}/${row.group}`, 'memberGroup', true);
  }
  return [...wanted.values()].sort((a, b) => depth(a.path) - depth(b.path));
}

interface Index {
  byPath: Map<string, Unit>;
  child(parent: Unit | null, name: string): Unit | undefined;
}

function indexOf({ units }: Present): Index {
  const byPlace = new Map(units.map((unit) => [`${unit.parent ?? ''}/${unit.name}`, unit]));
  return {
    byPath: new Map(units.map((unit) => [unit.path, unit])),
    child: (parent, name) => byPlace.get(`${parent?.id ?? ''}/${name}`),
  };
}

/** Whatever stands above a unit has a line of its own, or is there already. */
function parentFaults(index: Index, declared: readonly Declared[]): Fault[] {
  const lines = new Set(declared.map(({ unit }) => unit));
  return declared.flatMap(({ unit, line }) => {
    const parent = above(unit);
    if (parent === null || lines.has(parent)) return [];
    const known = index.byPath.get(parent);
    if (!known) {
      return [{ line, column: '党组织', reason: `上级“${parent}”还没有登记，请为它单独加一行（姓名留空）` }];
    }
    if (!isBranch(known.kind)) return [];
    return [
      { line, column: '党组织', reason: `“${parent}”是${UNIT_KIND_WORDS[known.kind]}，下面不能再设党组织` },
    ];
  });
}

/** Finds the unit that went by another name: same place, same kind, no longer named, and mostly the same people. */
function renamer(
  present: Present,
  rows: readonly Row[],
  wanted: readonly Want[],
  taken: ReadonlySet<number>,
) {
  const named = new Set(wanted.map(({ path }) => path));
  let names: { present: ReturnType<typeof namesByUnit>; wanted: ReturnType<typeof namesByPath> } | undefined;
  return (parent: Unit | null, want: Want): Unit | undefined => {
    const siblings = want.parent === null ? '' : `${want.parent}/`;
    const candidates = present.units.filter(
      ({ id, parent: above, kind, name }) =>
        above === (parent?.id ?? null) && kind === want.kind && !named.has(siblings + name) && !taken.has(id),
    );
    if (candidates.length === 0) return undefined;
    names ??= { present: namesByUnit(present), wanted: namesByPath(rows) };
    return bestOverlap(candidates, names.present, names.wanted.get(want.path));
  };
}

function recentlyEnded(present: Present, parent: Unit | null, name: string): Unit | undefined {
  const since = addDays(present.today, -REOPENED_WITHIN);
  return present.endedUnits.findLast(
    (unit) => unit.parent === (parent?.id ?? null) && unit.name === name && (unit.ended ?? '') > since,
  );
}

/** A unit's children are all named, or the roster is not about them: naming none of them ends none. */
function endedBy(present: Present, byPath: Map<string, Place>, taken: ReadonlySet<number>): Unit[] {
  const complete = new Set<number>();
  const listed = new Set<number>();
  for (const place of byPath.values()) {
    const parent = place.parent === null ? undefined : byPath.get(place.parent)?.unit;
    if (parent && place.kind !== 'memberGroup') complete.add(parent.id);
    if (place.unit && place.listed) listed.add(place.unit.id);
  }
  const gone = new Set<number>();
  for (const unit of present.units.toSorted((a, b) => depth(a.path) - depth(b.path))) {
    if (taken.has(unit.id) || unit.parent === null) continue;
    const covered = unit.kind === 'memberGroup' ? listed.has(unit.parent) : complete.has(unit.parent);
    if (covered || gone.has(unit.parent)) gone.add(unit.id);
  }
  return present.units.filter(({ id }) => gone.has(id));
}

/** What becomes a branch must have nothing but groups beneath it. */
function branchFaults(
  present: Present,
  byPath: Map<string, Place>,
  ended: readonly Unit[],
  declared: readonly Declared[],
): Fault[] {
  const gone = new Set(ended.map(({ id }) => id));
  const parents = new Set(
    present.units
      .filter(({ id, kind }) => kind !== 'memberGroup' && !gone.has(id))
      .map(({ parent }) => parent),
  );
  return declared.flatMap(({ unit: path, line }) => {
    const place = byPath.get(path);
    if (!place?.unit || !isBranch(place.kind) || !parents.has(place.unit.id)) return [];
    return [
      { line, column: '组织类型', reason: `“${path}”下面还有党组织，不能是${UNIT_KIND_WORDS[place.kind]}` },
    ];
  });
}

function above(path: string): string | null {
  const end = path.lastIndexOf('/');
  return end < 0 ? null : path.slice(0, end);
}

function depth(path: string): number {
  return path.split('/').length;
}
