import { type Action, type Block, type Card, type Chart, card, note, text } from '../card.ts';
import { type Attendance, attendanceBlocks } from './attendance.ts';
import { chartBlocks, titleOf } from './overview.ts';
import { COUNTED, DISCLAIMER } from './small.ts';

export interface BranchOverview {
  unit: string;
  period: string;
  /** 主题党日，只看逾期; empty: everything. */
  filtered: string;
  /** By duty, in words. */
  duties: { label: string; value: string }[];
  charts: Chart[];
  attendance: Attendance;
  held: { day: string; title: string; attendance: string; remark: string }[];
  more: number;
  overdue: boolean;
  /** This time beside the one before it, in words. */
  trend: { label: string; value: string }[];
  recorded: string | null;
  actions: Action[];
}

export function branchCard(branch: BranchOverview): Card {
  const { duties, charts, attendance, held, more, overdue, trend } = branch;
  return card(
    titleOf(branch),
    [
      ...(duties.length > 0 ? [{ type: 'facts', facts: duties } satisfies Block] : []),
      ...charts.flatMap(chartBlocks),
      ...attendanceBlocks(attendance),
      ...(held.length > 0 ? [heldTable(held)] : [text('这段时间还没有活动记录。')]),
      ...(more > 0 ? [note(`另有 ${more} 次较早的活动：点“打开看板”看全部，或者缩短时间。`)] : []),
      { type: 'facts', facts: trend },
      note(`${branch.recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: overdue ? 'warning' : 'info', actions: branch.actions },
  );
}

function heldTable(held: BranchOverview['held']): Block {
  return {
    type: 'table',
    columns: [
      { key: 'day', label: '日期' },
      { key: 'title', label: '活动' },
      { key: 'attendance', label: '实到/应到', align: 'right' },
      { key: 'remark', label: '备注' },
    ],
    rows: held.map((one) => ({ ...one })),
  };
}
