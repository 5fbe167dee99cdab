import { type Card, card, note, press, text } from '../card.ts';

/** An activity that is over and has no minutes. */
export interface Unminuted {
  activity: number;
  title: string;
  day: string;
  closed: boolean;
}

export function minutesMissingCard(missing: Unminuted[]): Card {
  if (missing.length === 0) return card('会议记录已补齐', [text('不用再处理，谢谢！')], { tone: 'success' });
  const several = missing.length > 1;
  return card(
    several ? `有 ${missing.length} 次活动还没有会议记录` : '会议记录还没有补',
    [
      text(missing.map(({ day, title }) => `${day} ${title}`).join('\n')),
      note('会后 3 天内归档（本地惯例）。没有人说过的内容不会代写，留作【待补充】。'),
    ],
    {
      tone: 'warning',
      actions: missing.slice(0, 5).map(({ activity, title, day, closed }) => {
        const label = closed ? '补充记录' : '结束活动';
        return press(
          several ? `${label}：${day}${title}` : label,
          'activity.closeForm',
          { activity },
          'primary',
        );
      }),
    },
  );
}
