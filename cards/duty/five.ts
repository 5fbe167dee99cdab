import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER, tableOf } from './small.ts';

/** What is looked at, in words: 定时间、定地点 …, 党员自评 …. */
export interface Looked {
  marks: string;
  /** 三评; 不评 where a committee wants none. */
  reviews: string;
}

/** A review's column: its key and its word. */
export type ReviewHeads = Readonly<Record<string, string>>;

export interface FiveYear extends Looked {
  unit: string;
  year: number;
  summary: string;
  heads: ReviewHeads;
  rows: { day: string; theme: string; five: string; reviews: Readonly<Record<string, string>> }[];
  actions: Action[];
}

/** A branch's theme days of a year with their 五定 and 三评. */
export function fiveYearCard(shown: FiveYear): Card {
  const rows = shown.rows.map(({ reviews, ...row }) => ({ ...reviews, ...row }));
  const table: Block = tableOf<string>({ day: '日期', theme: '主题', five: '五定', ...shown.heads }, rows);
  return card(
    `${shown.unit} ${shown.year}年主题党日五定三评`,
    [
      text(shown.summary),
      ...(rows.length > 0 ? [table] : []),
      note(`五定看的是：${shown.marks}。由活动安排自动得出，不用填写。`),
      note(threeNote(shown.reviews)),
    ],
    { tone: 'info', actions: shown.actions },
  );
}

export interface FiveOverview extends Looked {
  unit: string;
  year: number;
  summary: string;
  heads: ReviewHeads;
  rows: {
    branch: string;
    held: string;
    whole: string;
    missing: string;
    reviews: Readonly<Record<string, string>>;
  }[];
  more: number;
  actions: Action[];
}

export function fiveOverviewCard(all: FiveOverview): Card {
  const rows = all.rows.map(({ reviews, ...row }) => ({ ...reviews, ...row }));
  const lacking = all.rows.some(({ missing }) => missing !== '');
  const table: Block = tableOf<string>(
    {
      branch: '支部',
      held: '主题党日',
      whole: '五定齐全',
      ...(lacking && { missing: '常缺' }),
      ...all.heads,
    },
    rows,
    ['held', 'whole'],
  );
  return card(
    `${all.unit} ${all.year}年主题党日五定三评`,
    [
      text(all.summary),
      table,
      ...(all.more > 0 ? [note(`另有 ${all.more} 个支部，说“五定 单位名”查看。`)] : []),
      note(`五定看的是：${all.marks}。已开展的才计入，由活动安排自动得出。`),
      note(threeNote(all.reviews)),
    ],
    { tone: 'info', actions: all.actions },
  );
}

function threeNote(reviews: string): string {
  return reviews === ''
    ? '三评：不评。'
    : `三评：${reviews}。可评可不评，只写各有几次（人），不计分、不排名。${DISCLAIMER}`;
}
