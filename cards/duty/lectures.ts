import { type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER, tableOf } from './small.ts';

export interface Lectures {
  unit: string;
  period: string;
  summary: string;
  rows: { unit: string; lecturer: string; count: string; themes: string }[];
  more: number;
}

/** 微型党课 by lecturer, as the units come: no ranking. */
export function lecturesCard({ unit, period, summary, rows, more }: Lectures): Card {
  const table: Block = tableOf({ unit: '支部', lecturer: '主讲人', count: '次数', themes: '主题' }, rows, [
    'count',
  ]);
  return card(
    `${unit} ${period}微型党课`,
    [
      text(summary),
      ...(rows.length > 0 ? [table] : []),
      ...(more > 0 ? [note(`另有 ${more} 行，说“微型党课 单位名”查看。`)] : []),
      note(`按活动记录统计，按组织和姓名排列，不排名。${DISCLAIMER}`),
    ],
    { tone: 'info' },
  );
}
