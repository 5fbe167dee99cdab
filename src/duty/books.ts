import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Day, Instant } from '../time.ts';

/** Whatever is owed: a branch or one of its groups. Null: since ever, until further notice. */
export interface Holder {
  id: number;
  name: string;
  began: Day | null;
  ended: Day | null;
}

export interface Branch extends Holder {
  path: string;
  groups: Holder[];
}

/** A seat on a branch's committee. */
export interface Seat {
  person: number;
  began: Day;
  ended: Day | null;
}

/** A gathering that was not cancelled, with the counts kept beside it. */
export interface Gathering {
  unit: number;
  kinds: readonly ActivityKind[];
  startsAt: Instant;
  over: boolean;
  expected: number;
  present: number;
}

/** All that is judged by. */
export interface Books {
  /** In the order of the tree. */
  branches: readonly Branch[];
  seats: ReadonlyMap<number, readonly Seat[]>;
  /** Over the quarters that the span touches. */
  gatherings: readonly Gathering[];
  /** The first day that is on record at all: nobody is held to what was before. Null: not known. */
  since: Day | null;
}
