import { type Card, card, text } from '../card.ts';

/** What a message shows whose round, route or poll is no more by the time it is drawn. */
export function goneCard(): Card {
  return card('已经取消', [text('这件事已经取消或调整，不用再处理。')]);
}
