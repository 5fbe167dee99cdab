import { type Action, type Block, type Card, card, type Fact, facts, note, text } from '../card.ts';
import { tableOf } from './small.ts';

export interface BrandShown {
  unit: string;
  brand: { year: string; name: string; motto: string; evidence: string } | null;
  /** Other years, the last first. */
  history: { label: string; value: string }[];
  files: Fact[];
  actions: Action[];
}

/** 一支部一品牌: one page a branch. */
export function brandCard({ unit, brand, history, files, actions }: BrandShown): Card {
  if (!brand)
    return card(`${unit}还没有品牌`, [text('一支部一品牌：起个名字，写一句口号，说说做成了什么。')], {
      tone: 'info',
      actions,
    });
  return card(
    `${unit} 品牌：${brand.name}`,
    [
      facts({ 口号: brand.motto, 年份: brand.year, 做法和成效: brand.evidence }),
      ...(files.length > 0 ? [{ type: 'facts', facts: files } as const] : []),
      ...(history.length > 0 ? [text('历年'), { type: 'facts', facts: history } as const] : []),
    ],
    { tone: 'success', actions },
  );
}

export interface BrandsShown {
  unit: string;
  summary: string;
  rows: { branch: string; name: string; motto: string; year: string }[];
  more: number;
}

/** A committee's overview, as in the tree. */
export function brandsCard({ unit, summary, rows, more }: BrandsShown): Card {
  const table: Block = tableOf({ branch: '支部', name: '品牌', motto: '口号', year: '年份' }, rows);
  return card(
    `${unit} 一支部一品牌`,
    [
      text(summary),
      table,
      ...(more > 0 ? [note(`另有 ${more} 个支部，说“品牌 单位名”查看。`)] : []),
      note('按组织排列，不评比。'),
    ],
    { tone: 'info' },
  );
}
