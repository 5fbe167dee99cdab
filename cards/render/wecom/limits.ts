import { Buffer } from 'node:buffer';
import { clean, cutText } from '../cut.ts';

/**
 * What a template card shows without cutting it itself, in characters and items.
 * {@link https://developer.work.weixin.qq.com/document/path/90236}
 */
export const LIMITS = {
  title: 36,
  desc: 44,
  text: 160,
  rows: 6,
  rowName: 5,
  rowValue: 30,
  buttons: 6,
  button: 10,
  menu: 3,
  menuText: 10,
  jumps: 3,
  jump: 18,
  url: 1024,
  /** Of a list to choose from beside buttons, and of each of several. */
  options: 10,
  option: 10,
  optionId: 128,
  lists: 3,
  listTitle: 13,
  votes: 20,
  vote: 11,
  question: 1024,
};

/** Of a text message; WeCom drops the rest without a word. */
export const TEXT_BYTES = 2048;

/** One line, for where a card has only one. */
export function line(text: string, length: number): string {
  return cutText(text.replace(/\s+/g, ' ').trim(), length);
}

export interface Fitted {
  text: string;
  /** How many lines are left out, one that is only begun included. */
  rest: number;
}

/** As many lines as fit, then how many are left out. `size` measures; what it measures grows with the text. */
export function shorten(lines: string[], most: number, size: (text: string) => number): Fitted {
  const all = lines.map(clean);
  const whole = all.join('\n');
  if (size(whole) <= most) return { text: whole, rest: 0 };
  const room = most - size(restOf(all.length)) - 1;
  let shown = 0;
  let used = 0;
  for (const one of all) {
    const next = used + (shown ? 1 : 0) + size(one);
    if (next > room) break;
    used = next;
    shown++;
  }
  const begun = beginningOf(all[shown] ?? '', room - used - (shown ? 1 : 0), size);
  const kept = [...all.slice(0, shown), ...(begun ? [begun] : [])];
  const rest = all.length - shown;
  return { text: [...kept, restOf(rest)].join('\n'), rest };
}

function restOf(rest: number): string {
  return `……另有 ${rest} 项`;
}

/** A line of which only a few characters would be seen is left out altogether. */
function beginningOf(text: string, room: number, size: (text: string) => number): string {
  const most = size('…'.repeat(20));
  if (room < most) return '';
  let length = Math.min(text.length, room);
  while (length > 0 && size(cutText(text, length)) > room) length -= Math.ceil(length / 16);
  return cutText(text, Math.max(length, 1));
}

export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

export function characters(text: string): number {
  return text.length;
}
