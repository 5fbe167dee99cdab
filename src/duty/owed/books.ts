import type { UnitKind } from '../../../db/schema/people.ts';
import type { Day, Instant } from '../../time.ts';
import type { Hours } from '../rules/rules.ts';
import type { Setting } from '../rules/setting.ts';
import type { Training } from '../training/hours.ts';
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

/** A talk that was not cancelled: those who were there, or are to be. */
export interface Talk {
  at: Instant;
  over: boolean;
  people: readonly number[];
}

/** What is known of each by its id; read when the first is asked for, of all at once. */
export type Lookup<V> = Pick<ReadonlyMap<number, V>, 'get'>;

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
  /** Members of each, and of the branches beneath it. */
  members: Lookup<readonly Seat[]>;
  /** 暂不参加, by person. */
  rests: Lookup<readonly Pick<Seat, 'began' | 'ended'>[]>;
  /** Talks, by the branch or group that has them on record. */
  talks: Lookup<readonly Talk[]>;
  /** Minutes of training of a branch's members in a year, and how many are wanted. */
  training(
    branch: number,
    year: number,
    hours: Hours,
  ): readonly Pick<Training, 'person' | 'minutes' | 'wanted'>[];
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
