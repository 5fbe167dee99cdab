import type { Category, PostName, UnitKind } from '../../db/schema/people.ts';
import type { PlatformName } from '../platforms/platform.ts';

/** Standard Chinese terms, as rosters write them and cards show them. */
export const UNIT_KIND_WORDS: Record<UnitKind, string> = {
  organsWorkCommittee: '机关工委',
  departmentCommittee: '机关党委',
  primaryCommittee: '基层党委',
  generalBranch: '党总支',
  branch: '党支部',
  jointBranch: '联合党支部',
  temporaryBranch: '临时党支部',
  memberGroup: '党小组',
};

export const CATEGORY_WORDS: Record<Category, string> = {
  full: '正式党员',
  probationary: '预备党员',
  candidate: '发展对象',
  activist: '入党积极分子',
};

export const POST_WORDS: Record<PostName, string> = {
  secretary: '书记',
  deputySecretary: '副书记',
  organizationMember: '组织委员',
  publicityMember: '宣传委员',
  disciplineMember: '纪检委员',
  committeeMember: '委员',
  groupLeader: '党小组长',
  staff: '党务干部',
  administrator: '管理员',
};

/** Posts that make somebody a member of the unit's committee. */
export const COMMITTEE_POSTS = [
  'secretary',
  'deputySecretary',
  'organizationMember',
  'publicityMember',
  'disciplineMember',
  'committeeMember',
] as const satisfies readonly PostName[];

export const PLATFORM_WORDS: Record<PlatformName, string> = {
  lark: '飞书',
  dingtalk: '钉钉',
  wecom: '企业微信',
  console: '控制台',
};

/** 《中国共产党支部工作条例（试行）》: a committee has three to five members. */
export const LEAST_COMMITTEE = 3;
