import { type Card, formOf } from '../card.ts';
import { renderText } from './text.ts';
import { buttons } from './wecom/buttons.ts';
import { bytes, LIMITS, line, shorten, TEXT_BYTES } from './wecom/limits.ts';
import { notice } from './wecom/notice.ts';
import type { Place } from './wecom/parts.ts';
import { createKeys, type Keys } from './wecom/press.ts';
import type { TemplateCard } from './wecom/template.ts';
import { vote } from './wecom/vote.ts';

export type { Place } from './wecom/parts.ts';
export { ANSWERED, type Answered, NOTHING, type WecomKey } from './wecom/press.ts';
export type { TemplateCard } from './wecom/template.ts';

export interface Drawn {
  /** Null: a text says it better, as there is nothing to press, or a card would cut it. */
  card: TemplateCard | null;
  /** What the buttons carry whose input is too large for a key. */
  kept: Keys['kept'];
}

/**
 * A card as the template card that its shape asks for: a few choices are a vote or lists, anything else to press is
 * buttons, something to open is a notice. A template card has no markup, so that what people typed is text. What
 * exceeds it is cut, with how much is left out and a link to the whole.
 */
export function renderWecom(card: Card, place: Place): Drawn {
  const keys = createKeys();
  const form = formOf(card);
  const asked = form && vote(card, form, place, keys);
  if (asked) return { card: asked, kept: keys.kept };
  const pressed = form !== undefined || card.actions.some(({ type }) => type === 'press');
  return { card: pressed ? buttons(card, form, place, keys) : notice(card, place), kept: keys.kept };
}

/** Everything as one text: for groups, for what is long, and for readers whose card WeCom has refused. */
export function renderWecomText(card: Card, page?: string): string {
  const presses = card.actions.flatMap((action) => (action.type === 'press' ? [action.label] : []));
  const form = formOf(card);
  const tail = [
    ...(presses.length > 0 ? [`（可以直接对我说：${line([...new Set(presses)].join('、'), 60)}）`] : []),
    ...(form && page ? [`${line(form.submit.label, LIMITS.button) || '填写'}：${page}`] : []),
  ];
  const lines = plainly(renderText(card)).split('\n');
  const whole = within(lines, tail);
  if (whole.rest === 0) return whole.text;
  return form || !page ? whole.text : within(lines, [`看全部：${page}`, ...tail]).text;
}

/** The lines as far as they fit with the tail behind them. */
function within(lines: string[], tail: string[]): { text: string; rest: number } {
  const below = tail.map((one) => `\n${plainly(one)}`).join('');
  const { text, rest } = shorten(lines, TEXT_BYTES - bytes(below), bytes);
  return { text: `${text}${below}`.trim() || '（没有内容）', rest };
}

/** In a text `<a>` is a link: what somebody typed has none. */
function plainly(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞');
}
