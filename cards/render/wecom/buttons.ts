import type { Action, Card, Form } from '../../card.ts';
import { bodyOf, textOf } from './body.ts';
import { type Question, questionsOf } from './choice.ts';
import { LIMITS } from './limits.ts';
import { isAddress, labelOf, menu, type Place, pageButton, said, spent, titleOf } from './parts.ts';
import type { Keys } from './press.ts';
import type { Button, TemplateCard } from './template.ts';
import { isList, listOf, submitOf } from './vote.ts';

/**
 * Anything to press: six buttons and a menu of three; a form opens in a browser, unless it is one short list. Null
 * where nothing can be pressed after all.
 */
export function buttons(card: Card, form: Form | undefined, place: Place, keys: Keys): TemplateCard | null {
  const asked = form && listIn(form, keys);
  const opened = form && !asked ? form : undefined;
  const { lines, rows } = bodyOf(card, opened !== undefined);
  if (opened && !place.page) lines.push('（请私聊我填写。）');
  const whole = textOf(said(lines, place));
  const before = opened && place.page ? [pageButton(opened.submit.label, place.page)] : [];
  const after = whole.rest > 0 && place.page && !opened ? [pageButton('看全部', place.page)] : [];
  const own = asked ? [asked.button] : [];
  const drawn = [...own, ...card.actions.flatMap((action) => buttonOf(action, keys) ?? [])];
  const room = LIMITS.buttons - before.length - after.length;
  const over = drawn.slice(room).flatMap((one) => (one.type === 0 ? [{ text: one.text, key: one.key }] : []));
  const listed = over.slice(0, LIMITS.menu);
  const kept = [...before, ...drawn.slice(0, room), ...after];
  const rest = own.length + card.actions.length - Math.min(drawn.length, room) - listed.length;
  const text = rest > 0 ? textOf(said([`另有 ${rest} 个按钮`, ...lines], place)) : whole;
  if (kept.length === 0 && !place.anew) return null;
  return {
    card_type: 'button_interaction',
    task_id: place.task,
    main_title: titleOf(card),
    ...menu(listed),
    ...(text.text && { sub_title_text: text.text }),
    ...(rows.length > 0 && { horizontal_content_list: rows }),
    ...(asked && { button_selection: listOf(asked.question) }),
    ...(kept.length > 0 ? { button_list: kept } : spent()),
  };
}

function listIn(form: Form, keys: Keys): { question: Question; button: Button } | undefined {
  const [question, ...others] = questionsOf(form) ?? [];
  if (!question || others.length > 0 || !isList(question)) return undefined;
  const submit = submitOf(form, [question], keys);
  return submit ? { question, button: { type: 0, style: 1, ...submit } } : undefined;
}

function buttonOf(action: Action, keys: Keys): Button | null {
  if (action.type === 'link') {
    return isAddress(action)
      ? { type: 1, text: labelOf(action.label, '打开'), style: 1, url: action.url }
      : null;
  }
  const key = keys.keyOf(action);
  return key === null
    ? null
    : { type: 0, text: labelOf(action.label, '好'), style: STYLES[action.style ?? 'plain'], key };
}

const STYLES = { primary: 1, danger: 2, plain: 4 } as const;
