import type { UnitKind } from '../../../db/schema/people.ts';
import type { Day } from '../../time.ts';
import type { Setting } from '../rules/setting.ts';
import type { Former } from './kinds.ts';
import type { Ledger } from './ledger.ts';

/** Whatever is owed: a branch, one of its groups, or a 党委 above. Null: since ever, until further notice. */
export interface Holder {
  id: number;
  name: string;
  began: Day | null;
  ended: Day | null;
}

export interface Branch extends Holder {
  /** What it is now; what it was before is in the books. */
  kind: UnitKind;
  path: string;
  lineage: string;
  groups: Holder[];
}

/** A seat on a branch's committee, or a membership. */
export interface Seat {
  person: number;
  began: Day;
  ended: Day | null;
}

/** 暂缓: until when something owed is put off, why, and who said so. */
export interface PutOff {
  /** The last day. */
  until: Day;
  reason: string;
  name: string;
}

/** All that is judged by. */
export interface Books {
  /** What is judged: branches with their groups, or the 党委 above them. */
  of: 'branches' | 'upper';
  /** In the order of the tree. */
  branches: readonly Branch[];
  seats: ReadonlyMap<number, readonly Seat[]>;
  /** Members of each, and of the branches beneath it, where any rule asks how many; else nobody. */
  members: ReadonlyMap<number, readonly Seat[]>;
  /** Of units that were of another kind before, by their ids. */
  kinds: ReadonlyMap<number, readonly Former[]>;
  /** Over the quarters that the span touches; of kinds that longer duties ask for, all on record. */
  ledger: Ledger;
  /** What committees have set, in the order in which they set it. */
  settings: readonly Setting[];
  /** The last word on each item that was ever put off, by its key. */
  waivers: ReadonlyMap<string, PutOff>;
  /** The first day that is on record at all: nobody is held to what was before. Null: not known. */
  since: Day | null;
}
