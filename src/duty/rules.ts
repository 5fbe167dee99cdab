import type { ActivityKind } from '../../db/schema/activity.ts';

/** A requirement, as data: of whom, how often, what satisfies it, and which rule says so. */
export interface Rule {
  id: string;
  name: string;
  /** For the head of a table. */
  short: string;
  every: 'month' | 'quarter';
  /** A gathering of any of these kinds satisfies it; one gathering may satisfy several rules. */
  kinds: readonly ActivityKind[];
  /** branch: every branch · committee: a branch that has a committee · groups: each of its member groups. */
  owedBy: 'branch' | 'committee' | 'groups';
  /** half: it counts only if at least half of those expected were there. */
  quorum: 'half' | null;
  /** central: the Party's own regulation · local: custom, which differs from place to place. */
  scope: 'central' | 'local';
  source: string;
  says: string;
}

const REGULATION = '《中国共产党支部工作条例（试行）》';

export const RULES: readonly Rule[] = [
  {
    id: 'themeDay',
    name: '主题党日',
    short: '主题党日',
    every: 'month',
    kinds: ['themeDay'],
    owedBy: 'branch',
    quorum: null,
    scope: 'central',
    source: REGULATION,
    says: '每月相对固定 1 天开展主题党日',
  },
  {
    id: 'branchCommittee',
    name: '支部委员会会议',
    short: '支委会',
    every: 'month',
    kinds: ['branchCommittee'],
    owedBy: 'committee',
    quorum: 'half',
    scope: 'central',
    source: REGULATION,
    says: '支部委员会会议一般每月召开 1 次，须有半数以上委员到会',
  },
  {
    id: 'groupMeeting',
    name: '党小组会',
    short: '党小组会',
    every: 'month',
    kinds: ['groupMeeting'],
    owedBy: 'groups',
    quorum: null,
    scope: 'central',
    source: REGULATION,
    says: '党小组会一般每月召开 1 次',
  },
  {
    id: 'memberAssembly',
    name: '支部党员大会',
    short: '党员大会',
    every: 'quarter',
    kinds: ['memberAssembly'],
    owedBy: 'branch',
    quorum: null,
    scope: 'central',
    source: REGULATION,
    says: '支部党员大会一般每季度召开 1 次',
  },
  {
    id: 'partyLecture',
    name: '党课',
    short: '党课',
    every: 'quarter',
    kinds: ['partyLecture'],
    owedBy: 'branch',
    quorum: null,
    scope: 'local',
    source: '本地惯例',
    says: '支部一般每季度上 1 次党课（条例未规定次数）',
  },
];

/** 《中国共产党支部工作条例（试行）》: a committee has three to five members. */
export const LEAST_COMMITTEE = 3;
