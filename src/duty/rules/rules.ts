import type { ActivityKind } from '../../../db/schema/activity.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import type { Day } from '../../time.ts';
import type { Length } from '../period.ts';

/** A requirement, as data: of whom, how often or by when, what satisfies it, and which rule says so. */
export interface Rule {
  id: string;
  name: string;
  /** For the head of a table. */
  short: string;
  every: Length | 'once';
  /**
   * How it is seen that it is done. gatherings: so many were held · talks, training: everybody whom it concerns was
   * reached (覆盖), by talks or with hours enough.
   */
  measure: 'gatherings' | 'talks' | 'training';
  /** How many gatherings in each period; where persons are counted, 1. */
  times: number;
  /** Of training: what is wanted of each. */
  hours: Hours | null;
  /** A gathering of any of these kinds satisfies it; one gathering may satisfy several rules. */
  kinds: readonly ActivityKind[];
  /**
   * branch: every unit of its kinds · committee: a branch that has a committee · groups: each of its member groups ·
   * upper: a unit above branches, by what it holds itself · leader: whoever leads one, by visits that are noted.
   */
  owedBy: 'branch' | 'committee' | 'groups' | 'upper' | 'leader';
  /** Only units of these kinds; of a leader's duty none. */
  units: readonly UnitKind[];
  /** Only branches that have groups. */
  having: 'groups' | null;
  /** Only units with at least so many members, probationary ones included. */
  least: number | null;
  /** half: it counts only if at least half of those expected were there. */
  quorum: 'half' | null;
  /** Held by each of a branch's groups it is the branch's too. */
  byGroups: boolean;
  /** The month of the year from which on it is normally held. Who existed from then on owes it. */
  season: number | null;
  /** How long after the period it may still be held: so many days, or until 31 March of the next year. */
  grace: Grace;
  /** From when on it is brought up that nothing is planned. */
  soon: Soon;
  /** Days after the last day, its grace included, until the committee above hears of it; null: as is usual. */
  late: number | null;
  /** The days of what is done once. */
  once: { from: Day; to: Day } | null;
  /** central: the Party's own regulation · local: custom, which differs from place to place. */
  scope: 'central' | 'local';
  source: string;
  says: string;
  /** Nobody owes it until a committee puts it in force. */
  optional?: true;
}

/** 学时 in a year. */
export interface Hours {
  member: number;
  /** Of whoever is secretary of a Party organisation. */
  secretary: number;
}

/** Whose books a duty is in; a leader's is in the book of visits. */
export function owedIn(owedBy: Rule['owedBy']): 'branches' | 'upper' | 'visits' {
  if (owedBy === 'upper') return 'upper';
  return owedBy === 'leader' ? 'visits' : 'branches';
}

export type Grace = number | 'untilMarch';

/** Longer than this no grace may last, in days. */
export const MOST_GRACE = 180;

/** So many days before the end (and again before the end of the grace), or from a date of its month on. */
export type Soon = number | { date: number };

/** As it is where nothing else is said: days before the end. */
export const SOON = 10;

/** The committee hears of what is overdue so many days after the period's end, or when the rule's own grace is over. */
export const LATE = 7;

/** Minutes are no duty of a period: each gathering's are filed within so many days. */
export const MINUTES = {
  id: 'minutes',
  name: '会议记录归档',
  short: '会议记录',
  within: 3,
  source: '本地惯例',
} as const;

/** Kinds of units: branches, those above them, and 党委, of which a secretary lectures. */
export const BRANCH_KINDS = [
  'branch',
  'jointBranch',
  'temporaryBranch',
] as const satisfies readonly UnitKind[];
export const UPPER_KINDS = [
  'generalBranch',
  'primaryCommittee',
  'departmentCommittee',
  'organsWorkCommittee',
] as const satisfies readonly UnitKind[];
export const COMMITTEE_KINDS = [
  'departmentCommittee',
  'primaryCommittee',
] as const satisfies readonly UnitKind[];
