import { type Card, card, note } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Settings } from '../org.ts';
import type { Content } from '../outbox/store.ts';
import type { Instant } from '../time.ts';
import { viewNamed } from './commands.ts';

/** A file, where a message can hold none; the link to it comes along when it is sent. */
function elsewhere(): Card {
  return card('文件已生成', [note('这里发不了文件，请在浏览器里下载。链接只属于您，半小时内有效。')], {
    tone: 'success',
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
