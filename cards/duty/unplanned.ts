import { type Card, card, note, press, text } from '../card.ts';

export interface Unplanned {
  unit: number;
  name: string;
  month: string;
  until: string;
  planned: boolean;
  source: string;
}

export function unplannedCard({ unit, name, month, until, planned, source }: Unplanned): Card {
  if (planned)
    return card(`${name}${month}主题党日已安排`, [text('不用再处理，谢谢！')], { tone: 'success' });
  return card(
    `${name}${month}主题党日还没有安排`,
    [text(`请在${until}前开展。定好时间就可以发出通知，其余可以以后补充。`), note(source)],
    {
      tone: 'warning',
      actions: [press('新建活动', 'activity.compose', { unit, kinds: ['themeDay'] }, 'primary')],
    },
  );
}
