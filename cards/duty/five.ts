import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { tableOf } from './small.ts';

export interface FiveYear {
  unit: string;
  year: number;
  marks: string;
  summary: string;
  rows: { day: string; theme: string; five: string }[];
  actions: Action[];
}

/** A branch's theme days of a year with their 五定. */
export function fiveYearCard(shown: FiveYear): Card {
  const table: Block = tableOf({ day: '日期', theme: '主题', five: '五定' }, shown.rows);
  return card(
    `${shown.unit} ${shown.year}年主题党日五定`,
    [
      text(shown.summary),
      ...(shown.rows.length > 0 ? [table] : []),
      note(`看的是：${shown.marks}。由活动安排自动得出，不用填写。`),
    ],
    { tone: 'info', actions: shown.actions },
  );
}

export interface FiveOverview {
  unit: string;
  year: number;
  marks: string;
  summary: string;
  rows: { branch: string; held: string; whole: string; missing: string }[];
  more: number;
  actions: Action[];
}

export function fiveOverviewCard(all: FiveOverview): Card {
  const table: Block = tableOf(
    { branch: '支部', held: '主题党日', whole: '五定齐全', missing: '常缺' },
    all.rows,
    ['held', 'whole'],
  );
  return card(
    `${all.unit} ${all.year}年主题党日五定`,
    [
      text(all.summary),
      table,
      ...(all.more > 0 ? [note(`另有 ${all.more} 个支部，说“五定 单位名”查看。`)] : []),
      note(`看的是：${all.marks}。已开展的才计入，由活动安排自动得出。`),
    ],
    { tone: 'info', actions: all.actions },
  );
}
