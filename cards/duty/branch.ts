import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { COUNTED, DISCLAIMER } from './small.ts';

export interface BranchOverview {
  unit: string;
  period: string;
  /** By duty, in words. */
  duties: { label: string; value: string }[];
  rate: string;
  attendance: {
    expected: number;
    present: number;
    late: number;
    onLeave: number;
    absent: number;
    /** 暂不参加: whoever of the expected is in no other count. */
    resting: number;
    madeUp: number;
    enteredLater: number;
  };
  held: { day: string; title: string; attendance: string; remark: string }[];
  more: number;
  overdue: string;
  due: string[];
  recorded: string | null;
  actions: Action[];
}

export function branchCard(branch: BranchOverview): Card {
  const { attendance, held, more, overdue, due } = branch;
  return card(
    `${branch.unit} ${branch.period}汇总`,
    [
      {
        type: 'facts',
        facts: [
          ...branch.duties,
          ...(attendance.expected > 0 ? [{ label: '出勤率', value: branch.rate }] : []),
        ],
      },
      ...(attendance.expected > 0 ? [attendanceBlock(attendance)] : []),
      ...(held.length > 0 ? [heldTable(held)] : [text('这段时间还没有活动记录。')]),
      ...(more > 0 ? [note(`另有 ${more} 次较早的活动，缩短时间可以查看。`)] : []),
      ...(overdue ? [text(`逾期：${overdue}`)] : []),
      ...(due.length > 0 ? [text(`还差：${due.join('；')}`)] : []),
      note(`${branch.recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: overdue ? 'warning' : 'info', actions: branch.actions },
  );
}

function attendanceBlock(attendance: BranchOverview['attendance']): Block {
  const { expected, present, late, onLeave, absent, resting, madeUp, enteredLater } = attendance;
  const rare = [
    { label: '暂不参加', count: resting },
    { label: '补学', count: madeUp },
    { label: '事后登记', count: enteredLater },
  ].filter(({ count }) => count > 0);
  return {
    type: 'progress',
    total: { label: '应到人次', count: expected },
    parts: [
      { label: '实到', count: present },
      { label: '其中迟到', count: late },
      { label: '请假', count: onLeave },
      { label: '缺席', count: absent },
      ...rare,
    ],
  };
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
