import { type Block, type Card, card, note, press, text } from '../card.ts';
import { COUNTED, DISCLAIMER } from './small.ts';

/** A committee's table: a branch a row, a duty a column. */
export interface Overview {
  unit: string;
  period: string;
  summary: string;
  duties: { key: string; label: string }[];
  rows: OverviewRow[];
  total: OverviewRow;
  /** Branches that are not among the rows. */
  more: number;
  /** What the 党委 themselves owe, in words. */
  upper: { label: string; value: string }[];
  overdue: { branch: string; items: string }[];
  moreOverdue: number;
}

export interface OverviewRow {
  branch: string;
  counts: Record<string, string>;
  rate: string;
  gaps: string;
}

/** `recorded`: since when anything is on record, where that is later than the period's beginning. */
export function overviewCard(overview: Overview, recorded: string | null): Card {
  const { duties, rows, total, more } = overview;
  const table: Block = {
    type: 'table',
    columns: [
      { key: 'branch', label: '支部' },
      ...duties.map(({ key, label }) => ({ key, label, align: 'right' as const })),
      { key: 'rate', label: '出勤率', align: 'right' },
      { key: 'gaps', label: '缺项' },
    ],
    rows: [...rows, total].map(({ branch, counts, rate, gaps }) => ({ ...counts, branch, rate, gaps })),
  };
  return card(
    `${overview.unit} ${overview.period}汇总`,
    [
      text(overview.summary),
      table,
      ...(more > 0 ? [note(`另有 ${more} 个支部，说“汇总 单位名”看其余。`)] : []),
      ...(overview.upper.length > 0 ? [{ type: 'facts', facts: overview.upper } satisfies Block] : []),
      ...overdueBlocks(overview.overdue, overview.moreOverdue),
      note(`${recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    {
      tone: overview.overdue.length > 0 ? 'warning' : 'info',
      actions: [press('打开看板', 'web.board')],
    },
  );
}

function overdueBlocks(overdue: { branch: string; items: string }[], more: number): Block[] {
  if (overdue.length === 0) return [];
  const lines = overdue.map(({ branch, items }) => `${branch}：${items}`);
  return [
    text(
      ['逾期', ...lines, ...(more > 0 ? [`另有 ${more} 个支部有逾期，说“逾期 单位名”查看。`] : [])].join(
        '\n',
      ),
    ),
  ];
}
