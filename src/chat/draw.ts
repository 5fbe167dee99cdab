import { type Card, card, note, press } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Settings } from '../org.ts';
import type { Content } from '../outbox/store.ts';
import type { Instant } from '../time.ts';
import { viewNamed } from './commands.ts';

/** A file, where a message can hold none. */
function elsewhere(): Card {
  return card('文件在看板里', [note('这里发不了文件。请打开看板，在同一页上下载表格。')], {
    actions: [press('打开看板', 'web.board')],
  });
}

/** What a message shows now, to this reader (`null`: everyone in a group). */
export function draw(
  db: Db,
  now: Instant,
  settings: Settings,
  reader: number | null,
  content: Content,
): Card {
  if ('card' in content) return content.card;
  if ('file' in content) return elsewhere();
  const view = viewNamed(content.view);
  return view ? view({ db, now, settings, reader }, content.input) : card('这张卡片已经过期', []);
}
