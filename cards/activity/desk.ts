import { type Action, type Block, type Card, card, facts, note, press, text } from '../card.ts';
import { attendanceBlocks, type Counts, headline, type Shown, toneOf, what } from './shown.ts';
import { type Reviews, reviewBlocks } from './three.ts';

export interface Desk {
  counts: Counts;
  /** Names by standing, for those who keep the list. */
  names: { label: string; names: string[] }[];
  five: string | null;
  noticed: boolean;
  minuted: boolean;
  /** `change`: what its reader may do about what the branch said already. */
  reviews: Reviews & { change: Action[] };
}

/** What whoever organises it sees, with what they can do next. */
export function deskCard(shown: Shown, desk: Desk): Card {
  const id = { activity: shown.id };
  const blocks: Block[] = [
    ...what(shown),
    ...(desk.five ? [facts({ 五定: desk.five })] : []),
    ...attendanceBlocks(shown, desk.counts),
    ...desk.names.map(({ label, names }): Block => ({ type: 'roster', label, names })),
    ...(desk.noticed || shown.phase === 'cancelled'
      ? []
      : [text('还没有通知大家。补充好主题和议程，点“发出通知”。')]),
    ...(shown.phase === 'over' ? [text('活动时间已到，请确认到会情况并结束活动。')] : []),
    ...(shown.phase === 'closed' && !desk.minuted
      ? [note('会议记录还不完整：缺主持人、记录人或会议内容。')]
      : []),
    ...reviewBlocks(desk.reviews),
  ];
  return card(headline(shown, null), blocks, { tone: toneOf(shown), actions: deskActions(shown, desk, id) });
}

function deskActions(shown: Shown, desk: Desk, id: { activity: number }): Action[] {
  const proxy = press('代签', 'activity.proxyForm', id);
  const observers = press('列席', 'activity.observerForm', id);
  const end = press('结束活动', 'activity.closeForm', id, 'primary');
  const amend = press('补充内容', 'activity.amendForm', id);
  const move = press('改期', 'activity.moveForm', id);
  const cancel = press('取消活动', 'activity.cancelForm', id, 'danger');
  const fix = press('更正', 'activity.correctForm', id);
  const notice = desk.noticed ? [] : [press('发出通知', 'activity.announce', id, 'primary')];
  switch (shown.phase) {
    case 'planned':
      return [...notice, amend, move, cancel];
    case 'open':
      return [...notice, proxy, observers, amend, move, cancel];
    case 'begun':
      return [proxy, observers, end];
    case 'over':
      return [end, proxy, observers, fix];
    case 'closed':
      return [
        ...(desk.reviews.asked?.actions ?? []),
        press('会议记录', 'activity.minutes', id),
        press('补充记录', 'activity.closeForm', id),
        fix,
        ...desk.reviews.change,
      ];
    case 'cancelled':
      return [];
  }
}
