import { type Card, card, facts, press } from '../card.ts';
import {
  attendanceBlocks,
  type Counts,
  headline,
  isOpen,
  type News,
  type Shown,
  taps,
  toneOf,
  what,
} from './shown.ts';

export function groupCard(shown: Shown, counts: Counts, news: News): Card {
  return card(headline(shown, news), [...what(shown), ...attendanceBlocks(shown, counts)], {
    tone: toneOf(shown),
    actions: isOpen(shown) || shown.phase === 'planned' ? taps(shown) : [],
  });
}

/** What one expected member sees: their own part, and one tap. */
export function memberCard(
  shown: Shown,
  mine: string | null,
  news: News,
  can: { answer: boolean; leave: boolean; makeUp: boolean },
): Card {
  const blocks = [...what(shown), ...(mine ? [facts({ 我的情况: mine })] : [])];
  const actions = [
    ...(can.answer ? taps(shown, can.leave) : []),
    ...(can.makeUp ? [press('补学', 'activity.makeUp', { activity: shown.id }, 'primary')] : []),
  ];
  return card(headline(shown, news), blocks, { tone: toneOf(shown), actions });
}
