import { type Action, type Block, type Card, facts, press } from '../card.ts';

/** An activity as people read it. */
export interface Shown {
  id: number;
  title: string;
  unit: string;
  /** 2026年度, of a yearly meeting that is held in the next. */
  year: string | null;
  when: string;
  until: string;
  place: string;
  theme: string;
  agenda: string;
  host: string | null;
  lecturer: string;
  /** 集中学习, 现场教学 …; empty where nobody asks for it. */
  form: string;
  /** 五定 as it stands while there is time; null where it is not shown. */
  five?: string | null;
  phase: Phase;
  cancelReason: string | null;
}

/** planned: check-in not open yet · open: it is · begun: it has started too · over · closed · cancelled. */
export type Phase = 'planned' | 'open' | 'begun' | 'over' | 'closed' | 'cancelled';

export interface Counts {
  expected: number;
  present: number;
  late: number;
  onLeave: number;
  leaveAsked: number;
  absent: number;
  resting: number;
  observers: number;
}

/** Why it is shown: a change everybody is told of, or a word to one member. */
export type News = 'moved' | 'cancelled' | { said: string } | null;

export function headline(shown: Shown, news: News): string {
  if (shown.phase === 'cancelled') return `已取消：${shown.title}`;
  if (news !== null && typeof news === 'object') return `${news.said}：${shown.title}`;
  return news === 'moved' ? `已改期：${shown.title}` : shown.title;
}

export function what(shown: Shown): Block[] {
  return [
    facts({
      组织: shown.unit,
      年度: shown.year,
      时间: `${shown.when}至${shown.until}`,
      地点: shown.place,
      主题: shown.theme,
      形式: shown.form,
      议程: shown.agenda,
      主持人: shown.host,
      主讲人: shown.lecturer,
      五定: shown.five,
      取消原因: shown.cancelReason,
    }),
  ];
}

export function attendanceBlocks(shown: Shown, counts: Counts): Block[] {
  if (shown.phase === 'cancelled') return [];
  const done = shown.phase === 'over' || shown.phase === 'closed';
  const parts = [
    { label: done ? '实到' : '已签到', count: counts.present },
    ...some('其中迟到', counts.late),
    { label: '请假', count: counts.onLeave },
    ...some('请假待批', counts.leaveAsked),
    ...(done ? [{ label: '缺席', count: counts.absent }] : []),
    ...some('暂不参加', counts.resting),
    ...some('列席', counts.observers),
  ];
  return [{ type: 'progress', total: { label: '应到', count: counts.expected }, parts }];
}

function some(label: string, count: number): { label: string; count: number }[] {
  return count > 0 ? [{ label, count }] : [];
}

/** `leave`: there is still leave to ask for. */
export function taps(shown: Shown, leave = true): Action[] {
  const id = { activity: shown.id };
  return [
    ...(isOpen(shown) ? [press('签到', 'activity.checkIn', id, 'primary')] : []),
    ...(leave && shown.phase !== 'begun' ? [press('请假', 'activity.askLeave', id)] : []),
  ];
}

export function isOpen(shown: Shown): boolean {
  return shown.phase === 'open' || shown.phase === 'begun';
}

export function toneOf(shown: Shown): Card['tone'] {
  switch (shown.phase) {
    case 'planned':
      return 'info';
    case 'open':
    case 'begun':
      return 'success';
    case 'over':
    case 'closed':
      return 'plain';
    case 'cancelled':
      return 'danger';
  }
}
