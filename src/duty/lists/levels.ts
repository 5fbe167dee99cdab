import type { ListEvery, ListLevel } from '../../../db/schema/list.ts';
import type { PostName, UnitKind } from '../../../db/schema/people.ts';
import { COMMITTEE_POSTS, POST_WORDS } from '../../people/words.ts';

/** 四级: nothing defines them, so each list says its own. */
const LEVELS: Record<ListLevel, { word: string; kinds: readonly UnitKind[] }> = {
  worksCommittee: { word: '机关工委', kinds: ['organsWorkCommittee'] },
  committee: { word: '机关党委、基层党委', kinds: ['departmentCommittee', 'primaryCommittee'] },
  generalBranch: { word: '党总支', kinds: ['generalBranch'] },
  branch: { word: '党支部', kinds: ['branch', 'jointBranch', 'temporaryBranch'] },
};

export function levelWord(level: ListLevel): string {
  return LEVELS[level].word;
}

export function isOfLevel(kind: UnitKind, level: ListLevel): boolean {
  return LEVELS[level].kinds.includes(kind);
}

/** 五岗 by custom are the first five of them; any post of a committee may have a list. */
export const LIST_POSTS = COMMITTEE_POSTS;

export function postWord(post: PostName | null): string {
  return post === null ? '本级' : POST_WORDS[post];
}

export const EVERY_WORDS: Record<ListEvery, string> = {
  month: '每月',
  quarter: '每季度',
  halfYear: '每半年',
  year: '每年',
  once: '一次性',
};
