import type { Db } from '../../db/store.ts';
import { isBranch } from '../people/permit.ts';
import { subtree, type Unit } from '../people/store.ts';
import type { Day } from '../time.ts';

/** The branches beneath a unit on a day, in the order of the tree: as they were entered, whatever their ids' digits. */
export function branchesBeneath(db: Db, lineage: string, day: Day): Unit[] {
  return unitsBeneath(db, lineage, day).filter(({ kind }) => isBranch(kind));
}

/** A unit and all beneath it, parents first, each level as it was entered. */
export function unitsBeneath(db: Db, lineage: string, day: Day): Unit[] {
  const keyed = subtree(db, lineage, day).map((unit) => ({ unit, key: keyOf(unit) }));
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ unit }) => unit);
}

function keyOf({ lineage }: Unit): number[] {
  return lineage.split('/').filter(Boolean).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((id, depth) => id !== b[depth]);
  if (differs === -1) return a.length - b.length;
  const [first, second] = [a[differs], b[differs]];
  return first === undefined || second === undefined ? a.length - b.length : first - second;
}
