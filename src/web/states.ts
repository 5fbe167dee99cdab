import type { Item } from '../duty/owed/compliance.ts';

type State = Item['state'];

/** How a state looks: a letter for the style, and a sign and a word that say the same without colour. */
interface Sign {
  style: string;
  sign: string;
  word: string;
}

/** The gravest first. */
export const SIGNS: Record<State, Sign> = {
  overdue: { style: 'v', sign: '▲', word: '逾期' },
  grace: { style: 'g', sign: '△', word: '宽限期内' },
  open: { style: 'o', sign: '○', word: '待安排' },
  waived: { style: 'w', sign: '◇', word: '暂缓' },
  planned: { style: 'p', sign: '◐', word: '已安排' },
  done: { style: 'd', sign: '✓', word: '完成' },
};

const BY_GRAVITY = Object.keys(SIGNS) as State[];

/** Of several things the gravest. */
export function signOf(items: readonly Item[]): Sign {
  return SIGNS[BY_GRAVITY.find((state) => items.some((item) => item.state === state)) ?? 'done'];
}
