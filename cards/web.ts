import { type Card, card, note, press, text } from './card.ts';
import { DISCLAIMER } from './duty/small.ts';

/** The way into the board, for whoever it is given to. */
export function boardCard(url: string, minutes: number): Card {
  return card(
    '看板',
    [
      text('点“打开看板”，在浏览器里查看。'),
      note(`链接只属于您，${minutes} 分钟内有效，只能用一次，请不要转发；过期了再说一次“看板”。`),
      note(DISCLAIMER),
    ],
    { tone: 'info', actions: [{ type: 'link', label: '打开看板', url }] },
  );
}

/** Somebody's private calendar; null: its address cannot be shown again. */
export function calendarCard(url: string | null): Card {
  const renew = press('换一个地址', 'web.newCalendar');
  if (url === null) {
    return card('我的日历', [text('这个日历地址不能再显示，请换一个。换过之后，旧地址作废。')], {
      tone: 'warning',
      actions: [renew],
    });
  }
  return card(
    '我的日历',
    [
      text(
        '在手机或电脑的日历里“订阅日历”，填入这个地址，需要您参加的活动就会出现在日历里，改期、取消会自动更新。',
      ),
      text(url),
      note('知道地址的人都能看到，请不要转发；万一外传，点“换一个地址”，旧地址立即作废。'),
    ],
    { tone: 'info', actions: [{ type: 'link', label: '打开日历', url }, renew] },
  );
}
