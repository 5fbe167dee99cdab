import { Buffer } from 'node:buffer';
import { type Drawn, note } from './element.ts';

/** Lark's page says 30 KB; its own count adds a little. */
const BYTES = 28 * 1024;
/** Components and elements together, the texts inside them too. */
const TAGS = 200;

/** How much of each a card shows before it is cut. */
export interface Limits {
  /** Characters of a text. */
  text: number;
  cell: number;
  lines: number;
  names: number;
  columns: number;
  rows: number;
  /** Whether charts are drawn; else they are words. */
  charts: boolean;
  options: number;
  blocks: number;
  fields: number;
  actions: number;
}

export const WIDEST: Limits = {
  text: 6_000,
  cell: 200,
  lines: 100,
  names: 500,
  columns: 50,
  rows: 200,
  charts: true,
  options: 160,
  blocks: 60,
  fields: 30,
  actions: 20,
};

const TIGHTEST: Limits = {
  text: 40,
  cell: 10,
  lines: 1,
  names: 1,
  columns: 3,
  rows: 1,
  charts: false,
  options: 1,
  blocks: 4,
  fields: 4,
  actions: 2,
};

/** The limits and ever tighter ones; lists and texts give way before blocks, fields and buttons do. */
export function* shrunk(widest: Limits): Generator<Limits> {
  for (let share = 1; share > 0.001; share *= 0.75) {
    const half = Math.max(share, share ** 0.5);
    yield {
      text: scaled('text', share),
      cell: scaled('cell', half),
      lines: scaled('lines', share),
      names: scaled('names', share),
      columns: scaled('columns', half),
      rows: scaled('rows', share),
      charts: share > 0.3,
      options: scaled('options', share),
      blocks: scaled('blocks', half),
      fields: scaled('fields', half),
      actions: scaled('actions', half),
    };
  }
  yield TIGHTEST;

  function scaled(name: Exclude<keyof Limits, 'charts'>, share: number): number {
    return Math.max(TIGHTEST[name], Math.floor(widest[name] * share));
  }
}

/** Most cards are so short that nothing need be counted: a character is at most three bytes, an element at least twelve. */
export function within(json: string): boolean {
  if (json.length * 3 > BYTES && Buffer.byteLength(json) > BYTES) return false;
  return json.length <= TAGS * 12 || json.split('"tag":').length - 1 <= TAGS;
}

export function more(rest: number): Drawn[] {
  return rest > 0 ? [note(`另有 ${rest} 项`)] : [];
}
