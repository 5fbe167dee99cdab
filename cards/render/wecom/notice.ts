import type { Card } from '../../card.ts';
import { bodyOf, textOf } from './body.ts';
import { LIMITS, line } from './limits.ts';
import { isAddress, type Place, said, spent, titleOf } from './parts.ts';
import type { TemplateCard } from './template.ts';

/** Nothing to press: a card only where there is something to open, or where it takes the place of one. */
export function notice(card: Card, place: Place): TemplateCard | null {
  const links = card.actions.filter((action) => action.type === 'link').filter(isAddress);
  const { lines, rows } = bodyOf(card, false);
  const text = textOf(said(lines, place));
  const whole = text.rest > 0 && place.page ? [{ label: '看全部', url: place.page }] : [];
  const jumps = [...whole, ...links];
  const [first] = jumps;
  if (!place.anew && (links.length === 0 || text.rest > 0 || links.length > LIMITS.jumps)) return null;
  const common = {
    task_id: place.task,
    main_title: titleOf(card),
    ...(text.text && { sub_title_text: text.text }),
    ...(rows.length > 0 && { horizontal_content_list: rows }),
  };
  if (!first) return { ...common, card_type: 'button_interaction', ...spent() };
  return {
    ...common,
    card_type: 'text_notice',
    jump_list: jumps.slice(0, LIMITS.jumps).map(({ label, url }) => ({ type: 1, title: titled(label), url })),
    card_action: { type: 1, url: first.url },
  };
}

function titled(label: string): string {
  return line(label, LIMITS.jump) || '打开';
}
