import { type Action, type Block, type Card, type Chart, card, note, text } from '../card.ts';
import { type Attendance, attendanceBlocks } from './attendance.ts';
import { COUNTED, DISCLAIMER } from './small.ts';

/** A committee's table: a branch a row, a duty a column. */
export interface Overview {
  unit: string;
  period: string;
  /** 主题党日，只看逾期; empty: everything. */
  filtered: string;
  summary: string;
  charts: Chart[];
  duties: { key: string; label: string }[];
  rows: OverviewRow[];
  total: OverviewRow;
  /** Branches that are not among the rows. */
  more: number;
  attendance: Attendance;
  /** This time beside the one before it, in words. */
  trend: { label: string; value: string }[];
  /** What the 党委 themselves owe, in words. */
  upper: { label: string; value: string }[];
  /** 党委 that are not among them. */
  moreUpper: number;
  /** What else there is to say, such as evaluations. */
  beside: { title: string; lines: { label: string; value: string }[] }[];
  overdue: boolean;
  /** Since when anything is on record, where that is later than the period's beginning. */
  recorded: string | null;
  actions: Action[];
}

export interface OverviewRow {
  branch: string;
  counts: Record<string, string>;
  rate: string;
  /** What is overdue, may still be made up for or was put off, in words. */
  late: string;
}

export function overviewCard(overview: Overview): Card {
  const { summary, charts, rows, more, attendance, trend, upper, moreUpper, beside, recorded, actions } =
    overview;
  const [first, ...others] = charts;
  return card(
    titleOf(overview),
    [
      text(summary),
      ...chartBlocks(first),
      ...(rows.length > 0 ? [table(overview)] : []),
      ...(more > 0 ? [note(`另有 ${more} 个支部：点“打开看板”看全部，或者说“汇总 单位名”。`)] : []),
      ...attendanceBlocks(attendance),
      { type: 'facts', facts: trend },
      ...others.flatMap(chartBlocks),
      ...(upper.length > 0 ? [{ type: 'facts', facts: upper } satisfies Block] : []),
      ...(moreUpper > 0 ? [note(`另有 ${moreUpper} 个党委的本级事项，说“汇总 单位名”查看。`)] : []),
      ...beside.flatMap(({ title, lines }): Block[] => [text(title), { type: 'facts', facts: lines }]),
      note(`${recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: overview.overdue ? 'warning' : 'info', actions },
  );
}

/** For a group: how the whole stands, and no branch by its name. */
export function overviewForAll(overview: Overview): Card {
  const { summary, charts, attendance, trend, recorded } = overview;
  return card(
    titleOf(overview),
    [
      text(summary),
      ...charts.flatMap(chartBlocks),
      ...attendanceBlocks(attendance),
      { type: 'facts', facts: trend },
      note(`${recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: 'info' },
  );
}

export function titleOf({ unit, period, filtered }: Pick<Overview, 'unit' | 'period' | 'filtered'>): string {
  return `${unit} ${period}汇总${filtered === '' ? '' : `（${filtered}）`}`;
}

export function chartBlocks(chart: Chart | undefined): Block[] {
  return chart ? [{ type: 'chart', chart }] : [];
}

/** What is late stands beside the name, where a narrow screen shows it, and nowhere if nothing is. */
function table({ duties, rows, total }: Overview): Block {
  const late = rows.some(({ late: words }) => words !== '');
  return {
    type: 'table',
    columns: [
      { key: 'branch', label: '支部' },
      ...(late ? [{ key: 'late', label: '未按期' }] : []),
      ...duties.map(({ key, label }) => ({ key, label, align: 'right' as const })),
      { key: 'rate', label: '出勤率', align: 'right' },
    ],
    rows: [...rows, total].map(({ branch, counts, rate, late: words }) => ({
      ...counts,
      branch,
      rate,
      ...(late && { late: words }),
    })),
  };
}
