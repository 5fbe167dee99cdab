import { BRANCH_KINDS, COMMITTEE_KINDS, type Hours, type Rule, SOON } from './rules.ts';

const REGULATION = '《中国共产党支部工作条例（试行）》';

const USUAL = {
  units: BRANCH_KINDS,
  having: null,
  least: null,
  measure: 'gatherings',
  times: 1,
  hours: null,
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

/** 32 and 56 hours by custom; committees have other numbers. */
const HOURS: Hours = { member: 32, secretary: 56 };

/** So many days ahead: talks with everybody are not made up in ten. */
const MONTH_AHEAD = 30;

/**
 * What gatherings prove, what everybody is reached by, and 下基层, which leaders note.
 *
 * 谈心谈话: 支委之间、支委和党员之间、党员和党员之间，每年一般不少于 1 次. Read here as: each two of the committee talk, and each
 * other member talks with somebody of the committee and with another member. It is not read as all pairs of members,
 * 190 of twenty: a tour of talks that everybody ticks off is what 减负 forbids. What was talked about is never asked.
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
    measure: 'talks',
    kinds: ['heartToHeartTalk'],
    owedBy: 'branch',
    season: 10,
    grace: 'untilMarch',
    soon: MONTH_AHEAD,
    says: '委员之间、委员和党员之间、党员之间每年谈心谈话一般不少于 1 次（委员两两，其他党员各与一名委员、一名党员谈过即可）',
  },
  {
    ...USUAL,
    id: 'trainingHours',
    name: '党员教育培训学时',
    short: '培训学时',
    every: 'year',
    measure: 'training',
    hours: HOURS,
    kinds: ['training'],
    owedBy: 'branch',
    soon: 2 * MONTH_AHEAD,
    scope: 'local',
    source: '本地惯例',
    says: hoursWord(HOURS),
    // What was learned elsewhere and noted by nobody is not known: a false alarm would be worse than none.
    optional: true,
  },
];

export function hoursWord({ member, secretary }: Hours): string {
  return `党员每年参加教育培训不少于 ${member} 学时，书记不少于 ${secretary} 学时，按参加党课、培训的登记和支部记的学时累计`;
}
