import { type Action, type Block, type Card, card, facts, note, press, text } from '../card.ts';

/** An activity that somebody has yet to answer. */
export interface Due {
  activity: number;
  title: string;
  when: string;
  place: string;
  theme: string;
  /** Check-in is open. */
  open: boolean;
}

export function reminderCard(due: Due[]): Card {
  const [first] = due;
  if (!first) return card('活动提醒', [text('都已答复，谢谢。')]);
  const title = due.length === 1 ? `提醒：${first.title}` : `提醒：您有 ${due.length} 次活动`;
  return card(
    title,
    [...due.flatMap((one) => dueBlocks(one, due.length > 1)), note('不能参加的，请先请假。')],
    {
      tone: 'info',
      actions: dueActions(due),
    },
  );
}

function dueBlocks(due: Due, named: boolean): Block[] {
  return [facts({ ...(named && { 活动: due.title }), 时间: due.when, 地点: due.place, 主题: due.theme })];
}

/** Where there are several, each button says which it is for. */
export function dueActions(due: Due[]): Action[] {
  return due.slice(0, 3).flatMap((one) => {
    const input = { activity: one.activity };
    const of = due.length > 1 ? `：${one.title}` : '';
    return [
      ...(one.open ? [press(`签到${of}`, 'activity.checkIn', input, 'primary')] : []),
      press(`请假${of}`, 'activity.askLeave', input),
    ];
  });
}
