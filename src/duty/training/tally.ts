import type { Db } from '../../../db/store.ts';
import type { Unit } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import { branchesBeneath } from '../tree.ts';
import { hoursOfAll, type Training } from './hours.ts';
import { type Norm, normsIn } from './norm.ts';

/** A branch's members in numbers, for those above it. */
export interface Tally {
  branch: Unit;
  members: number;
  /** Who has any hours on record. */
  some: number;
  /** Who has all that is wanted; null: nothing is. */
  full: number | null;
}

/** Of the branches beneath a unit, as the tree has them. */
export function talliesOf(db: Db, { lineage }: Pick<Unit, 'lineage'>, year: number, today: Day): Tally[] {
  const all = hoursOfAll(db, lineage, year, today);
  const norms = normsIn(db, year);
  return branchesBeneath(db, lineage, today).map((branch) =>
    tallyOf(branch, all.get(branch.id) ?? [], norms(branch.lineage)),
  );
}

export function tallyOf(branch: Unit, own: readonly Training[], norm: Norm | null): Tally {
  return {
    branch,
    members: own.length,
    some: own.filter(({ minutes }) => minutes > 0).length,
    full: norm && own.filter((one) => isFull(one, norm)).length,
  };
}

function isFull({ minutes, secretary }: Training, norm: Norm): boolean {
  return minutes >= (secretary ? norm.secretary : norm.member);
}

/** 共 40 名党员，12 名有学时记录，3 名已满。 */
export function talliedWord(tallies: readonly Tally[]): string {
  const sum = (of: (tally: Tally) => number | null) =>
    tallies.reduce((total, tally) => total + (of(tally) ?? 0), 0);
  const full = tallies.some((tally) => tally.full !== null) ? `，${sum(({ full }) => full)} 名已满` : '';
  return `共 ${sum(({ members }) => members)} 名党员，${sum(({ some }) => some)} 名有学时记录${full}。`;
}
