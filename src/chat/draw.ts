import { type Card, card } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Settings } from '../org.ts';
import type { Content } from '../outbox/store.ts';
import type { Instant } from '../time.ts';
import { viewNamed } from './commands.ts';

/** What a message shows now, to this reader (`null`: everyone in a group). */
export function draw(
  db: Db,
  now: Instant,
  settings: Settings,
  reader: number | null,
  content: Content,
): Card {
  if ('card' in content) return content.card;
  const view = viewNamed(content.view);
  return view ? view({ db, now, settings, reader }, content.input) : card('这张卡片已经过期', []);
}
