import { type Card, card, facts, note, press } from '../card.ts';

export interface Record {
  title: string;
  unit: string;
  /** 2026年度, of a yearly meeting that is held in the next. */
  year: string | null;
  when: string;
  place: string;
  host: string | null;
  recorder: string | null;
  attendance: string;
  late: string[];
  onLeave: string[];
  absent: string[];
  /** 暂不参加: expected, and neither absent nor on leave. */
  resting: string[];
  observers: string[];
  theme: string;
  agenda: string;
  lecturer: string;
  minutes: string | null;
  /** null: nobody said any yet; empty: none are looked for. */
  resolutions: string | null;
}

const MISSING = '【待补充】';

/** 支部委员会会议记录, 主题党日会议记录. */
export function recordTitle(title: string): string {
  return title.endsWith('会议') ? `${title}记录` : `${title}会议记录`;
}

/** 会议记录 as it stands: what nobody said stays 【待补充】. */
export function minutesCard(id: number, record: Record, editable: boolean): Card {
  return card(
    recordTitle(record.title),
    [
      facts({
        组织: record.unit,
        年度: record.year,
        时间: record.when,
        地点: record.place || MISSING,
        主持人: record.host ?? MISSING,
        记录人: record.recorder ?? MISSING,
        出席: record.attendance,
        迟到: record.late.join('、'),
        请假: record.onLeave.join('、'),
        缺席: record.absent.join('、'),
        暂不参加: record.resting.join('、'),
        列席: record.observers.join('、'),
        主题: record.theme,
        主讲人: record.lecturer,
        议程: record.agenda || MISSING,
        会议内容: record.minutes || MISSING,
        决议: record.resolutions ?? MISSING,
      }),
      note('辅助记录，不作考核依据。'),
    ],
    {
      actions: [
        ...(editable ? [press('补充记录', 'activity.closeForm', { activity: id }, 'primary')] : []),
        press('导出记录', 'file.activity.record', { activity: id }),
        press('导出签到表', 'file.activity.sheet', { activity: id }),
      ],
    },
  );
}
