import { LEVELS, type Level, type Review } from '../../../db/schema/three.ts';

export interface Kind {
  word: string;
  /** members: whoever came (before it begins: whoever is expected), anonymously · branch: its committee · above: the committee above it. */
  by: 'members' | 'branch' | 'above';
  /** before: until check-in opens · during: from the start to the end · after: once it is closed. */
  when: 'before' | 'during' | 'after';
  asks: string;
}

/** Nothing defines 三评: the first three are the usual ones, the others are other places' custom. */
export const THREE: Record<Review, Kind> = {
  self: { word: '党员自评', by: 'members', when: 'after', asks: '这次主题党日开展得怎么样？' },
  branch: { word: '支部点评', by: 'branch', when: 'after', asks: '支部怎么看这次主题党日？' },
  above: { word: '上级评价', by: 'above', when: 'after', asks: '这次主题党日开展得怎么样？' },
  topic: { word: '会前评议题', by: 'members', when: 'before', asks: '这次的主题和内容选得怎么样？' },
  quality: { word: '会中评质量', by: 'members', when: 'during', asks: '今天的活动质量怎么样？' },
  effect: { word: '会后评效果', by: 'members', when: 'after', asks: '这次主题党日的效果怎么样？' },
};

export const USUAL: readonly Review[] = ['self', 'branch', 'above'];

export const LEVEL_WORDS: Record<Level, string> = { good: '好', fair: '较好', plain: '一般', poor: '差' };

export function reviewsWord(reviews: readonly Review[]): string {
  return reviews.length === 0 ? '不评' : reviews.map((review) => THREE[review].word).join('、');
}

/** 好, and what stands behind it; null where it begins with no level. */
export function readLevel(text: string): { level: Level; rest: string } | null {
  const found = LEVELS.find((level) => {
    const word = LEVEL_WORDS[level];
    return text === word || (text.startsWith(word) && BREAK.test(text.slice(word.length)));
  });
  return found ? { level: found, rest: text.slice(LEVEL_WORDS[found].length).replace(BREAK, '') } : null;
}

const BREAK = /^[\s，,。.！!；;：:、]+/;

export type Counts = Record<Level, number>;

/** 好 5、较好 2: in this order, without a mean. */
export function countsWord(counts: Counts): string {
  return LEVELS.filter((level) => counts[level] > 0)
    .map((level) => `${LEVEL_WORDS[level]} ${counts[level]}`)
    .join('、');
}
