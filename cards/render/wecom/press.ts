import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Input, Press } from '../../card.ts';

/** What a button's key says and a press brings back, as JSON; short names, since a key has little room. */
export interface WecomKey {
  c: string;
  i?: Input;
  /** Which questions on the card are fields of the form, and how their answers are read. */
  f?: Record<string, Answered>;
  /** Tells two buttons apart that carry the same. */
  n?: number;
}

export const ANSWERED = ['one', 'list', 'checkbox'] as const;
export type Answered = (typeof ANSWERED)[number];

/** Chosen where nothing is: a list of WeCom's always has something chosen. */
export const NOTHING = '-';

const KEY_BYTES = 1024;

/** What the buttons of one card carry; what is too large for a key is kept beside the card. */
export interface Keys {
  /** Null: a key cannot hold it, and it may not be kept. */
  keyOf(press: Press, fields?: Record<string, Answered>): string | null;
  kept: Record<string, { command: string; input: Input }>;
}

export function createKeys(): Keys {
  const taken = new Set<string>();
  const kept: Keys['kept'] = {};
  return { keyOf, kept };

  function keyOf({ command, input }: Press, fields?: Record<string, Answered>): string | null {
    const value: WecomKey = {
      c: command,
      ...(Object.keys(input).length > 0 && { i: input }),
      ...(fields && { f: fields }),
    };
    const key = distinct(value);
    if (Buffer.byteLength(key) <= KEY_BYTES) return take(key);
    if (fields) return null;
    const reference = referenceOf(key);
    kept[reference] = { command, input };
    return take(reference);
  }

  function distinct(value: WecomKey): string {
    for (let n = 1; ; n++) {
      const key = JSON.stringify(n === 1 ? value : { ...value, n });
      if (!taken.has(key) && !taken.has(referenceOf(key))) return key;
    }
  }

  function take(key: string): string {
    taken.add(key);
    return key;
  }
}

/** `#` begins no JSON. */
function referenceOf(key: string): string {
  return `#${createHash('sha256').update(key).digest('base64url')}`;
}
