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
import { type Reviews, reviewBlocks } from './three.ts';

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
  can: { answer: boolean; leave: boolean; makeUp: boolean; reviews?: Reviews },
): Card {
  const blocks = [
    ...what(shown),
    ...(mine ? [facts({ 我的情况: mine })] : []),
    ...(can.reviews ? reviewBlocks(can.reviews) : []),
  ];
  const actions = [
    ...(can.answer ? taps(shown, can.leave) : []),
    ...(can.makeUp ? [press('补学', 'activity.makeUp', { activity: shown.id }, 'primary')] : []),
    ...(can.reviews?.asked?.actions ?? []),
  ];
  return card(headline(shown, news), blocks, { tone: toneOf(shown), actions });
}
