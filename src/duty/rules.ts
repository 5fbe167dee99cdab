import type { ActivityKind } from '../../db/schema/activity.ts';
import type { UnitKind } from '../../db/schema/people.ts';
import type { Day } from '../time.ts';
import type { Length } from './period.ts';

/** A requirement, as data: of whom, how often or by when, what satisfies it, and which rule says so. */
export interface Rule {
  id: string;
  name: string;
  /** For the head of a table. */
  short: string;
  every: Length | 'once';
  /** How many in each period. */
  times: number;
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

const REGULATION = '《中国共产党支部工作条例（试行）》';

const USUAL = {
  units: BRANCH_KINDS,
  having: null,
  least: null,
  times: 1,
  quorum: null,
  byGroups: false,
  season: null,
  grace: 0,
  soon: SOON,
  late: null,
  once: null,
  scope: 'central',
  source: REGULATION,
} satisfies Partial<Rule>;

/**
 * What gatherings prove, and 下基层, which leaders note. 谈心谈话 is owed by pairs, whose content is never asked for: that
 * there were any in a year is all that can be seen, and only where a committee wants it. Left out: 培训学时 are hours of a
 * person.
 */
export const RULES: readonly Rule[] = [
  {
    ...USUAL,
    id: 'themeDay',
    name: '主题党日',
    short: '主题党日',
    every: 'month',
    kinds: ['themeDay'],
    owedBy: 'branch',
    // Early enough that there is still time.
    soon: { date: 20 },
    says: '每月相对固定 1 天开展主题党日',
  },
  {
    ...USUAL,
    id: 'branchCommittee',
    name: '支部委员会会议',
    short: '支委会',
    every: 'month',
    kinds: ['branchCommittee'],
    owedBy: 'committee',
    quorum: 'half',
    says: '支部委员会会议一般每月召开 1 次，须有半数以上委员到会',
  },
  {
    ...USUAL,
    id: 'groupMeeting',
    name: '党小组会',
    short: '党小组会',
    every: 'month',
    kinds: ['groupMeeting'],
    owedBy: 'groups',
    says: '党小组会一般每月召开 1 次',
  },
  {
    ...USUAL,
    id: 'memberAssembly',
    name: '支部党员大会',
    short: '党员大会',
    every: 'quarter',
    kinds: ['memberAssembly'],
    owedBy: 'branch',
    says: '支部党员大会一般每季度召开 1 次',
  },
  {
    ...USUAL,
    id: 'partyLecture',
    name: '党课',
    short: '党课',
    every: 'quarter',
    kinds: ['partyLecture'],
    owedBy: 'branch',
    scope: 'local',
    source: '本地惯例',
    says: '支部一般每季度上 1 次党课（条例未规定次数）',
  },
  {
    ...USUAL,
    id: 'organizationLifeMeeting',
    name: '组织生活会',
    short: '组织生活会',
    every: 'year',
    kinds: ['organizationLifeMeeting'],
    owedBy: 'branch',
    byGroups: true,
    season: 10,
    grace: 'untilMarch',
    says: '组织生活会每年至少召开 1 次，一般安排在第四季度',
  },
  {
    ...USUAL,
    id: 'democraticAppraisal',
    name: '民主评议党员',
    short: '民主评议',
    every: 'year',
    kinds: ['democraticAppraisal'],
    owedBy: 'branch',
    season: 10,
    grace: 'untilMarch',
    says: '一般每年开展 1 次民主评议党员',
  },
  {
    ...USUAL,
    id: 'secretaryLecture',
    name: '党委书记讲党课',
    short: '书记讲党课',
    every: 'year',
    kinds: ['partyLecture'],
    owedBy: 'upper',
    units: COMMITTEE_KINDS,
    season: 10,
    grace: 'untilMarch',
    says: '党委书记每年至少讲 1 次党课',
  },
  {
    ...USUAL,
    id: 'grassrootsVisit',
    name: '领导下基层',
    short: '下基层',
    every: 'year',
    times: 4,
    kinds: ['grassrootsVisit'],
    owedBy: 'leader',
    units: [],
    scope: 'local',
    source: '本地惯例',
    says: '领导每年到基层党支部 4 次，每人挂点联系 1—2 个支部',
  },
  {
    ...USUAL,
    id: 'heartToHeartTalk',
    name: '谈心谈话',
    short: '谈心谈话',
    every: 'year',
    kinds: ['heartToHeartTalk'],
    owedBy: 'branch',
    season: 10,
    scope: 'local',
    source: '本地惯例',
    says: '每年有谈心谈话的登记（条例按人要求，这里只看支部有没有登记）',
    optional: true,
  },
];
