import { Buffer } from 'node:buffer';
import { unreachable } from '../../../src/errors.ts';
import type { Action, Input, Link, Press } from '../../card.ts';
import { cutText } from '../cut.ts';
import { type Drawn, type Place, plain } from './element.ts';

/** What a button carries and a press brings back. */
export interface LarkValue {
  command: string;
  input: Input;
  /** The card stands in a group. */
  group?: true;
  /** Which of a form's fields are not text: Lark says everything in strings of its own. */
  fields?: Record<string, FieldCode>;
}

export const FIELD_CODES = ['number', 'date', 'datetime', 'checkbox', 'list'] as const;
export type FieldCode = (typeof FIELD_CODES)[number];

/** Enough for a whole form to be carried through a confirmation; Lark names no limit but the card's own. */
const VALUE_BYTES = 8 * 1024;

/** Null if Lark cannot carry it. */
export function button(action: Action, place: Place): Drawn | null {
  switch (action.type) {
    case 'link':
      return isAddress(action.url) ? linkButton(action) : null;
    case 'press': {
      const behaviors = carried(pressValue(action, place));
      return behaviors && pressButton(action, behaviors);
    }
    default:
      return unreachable(action);
  }
}

function linkButton({ label: words, url }: Link): Drawn {
  return {
    tag: 'button',
    type: 'default',
    text: label(words),
    behaviors: [{ type: 'open_url', default_url: url }],
  };
}

function pressButton(press: Press, behaviors: Behavior[]): Drawn {
  const type = STYLES[press.style ?? 'plain'];
  return { tag: 'button', type, text: label(press.label), ...confirmation(press), behaviors };
}

function isAddress(url: string): boolean {
  return url.length <= 1_000 && /^https?:\/\//i.test(url);
}

interface Behavior {
  type: 'callback';
  value: LarkValue;
}

const STYLES = { primary: 'primary_filled', danger: 'danger', plain: 'default' } as const;

export function pressValue(
  { command, input }: Press,
  place: Place,
  fields: Record<string, FieldCode> = {},
): LarkValue {
  return {
    command,
    input,
    ...(place === 'group' && { group: true as const }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}

/** The behaviour of a press, or null if it is too large to be carried. */
export function carried(value: LarkValue): Behavior[] | null {
  return Buffer.byteLength(JSON.stringify(value)) <= VALUE_BYTES ? [{ type: 'callback', value }] : null;
}

export function label(content: string): Drawn {
  return plain(cutText(content, 60) || '好');
}

export function confirmation({ confirm }: Press): { confirm?: { title: Drawn; text: Drawn } } {
  return confirm ? { confirm: { title: plain('请确认'), text: plain(cutText(confirm, 300)) } } : {};
}
