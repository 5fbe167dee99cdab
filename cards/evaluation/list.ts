import { type Action, type Card, card, type Press, press, text } from '../card.ts';

const PAGE = 10;

/**
 * Subjects to choose from, a page at a time, from the one at `from` on; `next` is the command that shows what follows,
 * with its input but for `from`.
 */
export function pageCard(
  title: string,
  choices: readonly Action[],
  from: number,
  next: Pick<Press, 'command' | 'input'>,
): Card {
  const rest = Math.max(0, choices.length - from - PAGE);
  const more = press('下一页', next.command, { ...next.input, from: from + PAGE });
  return card(title, [text(rest > 0 ? `另有 ${rest} 个，往后翻。` : '点名称查看和处理。')], {
    tone: 'info',
    actions: [...choices.slice(from, from + PAGE), ...(rest > 0 ? [more] : [])],
  });
}
