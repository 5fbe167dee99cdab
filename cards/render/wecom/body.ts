import { unreachable } from '../../../src/errors.ts';
import type { Block, Card } from '../../card.ts';
import { renderText } from '../text.ts';
import { characters, type Fitted, LIMITS, line, shorten } from './limits.ts';

export interface Row {
  keyname: string;
  value: string;
}

/** A card's blocks as the two things a template card has room for: one text, and rows of a name and a value. */
export interface Body {
  lines: string[];
  rows: Row[];
}

/** `form`: draws its fields as lines too, where they are filled in elsewhere. */
export function bodyOf({ blocks }: Card, form: boolean): Body {
  const body: Body = { lines: [], rows: [] };
  for (const block of blocks) add(body, block, form);
  return body;
}

function add(body: Body, block: Block, form: boolean): void {
  switch (block.type) {
    case 'facts':
      for (const { label, value } of block.facts) addFact(body, label, value);
      return;
    case 'form':
      if (form) addText(body, block);
      return;
    case 'divider':
      return;
    case 'text':
    case 'note':
    case 'progress':
    case 'roster':
    case 'table':
    case 'chart':
      addText(body, block);
      return;
    default:
      return unreachable(block);
  }
}

/** A row holds little: what is longer is a line of the text. */
function addFact({ lines, rows }: Body, label: string, value: string): void {
  const short = label.length <= LIMITS.rowName && value.length <= LIMITS.rowValue && !/\s*\n/.test(value);
  const [keyname, shown] = [line(label, LIMITS.rowName), line(value, LIMITS.rowValue)];
  if (short && keyname && shown && rows.length < LIMITS.rows) rows.push({ keyname, value: shown });
  else lines.push(...`${label}：${value}`.split('\n'));
}

function addText({ lines }: Body, block: Block): void {
  const shown = renderText({ title: '', tone: 'plain', blocks: [block], actions: [] });
  if (shown) lines.push(...shown.split('\n'));
}

/** The text of a card; what does not fit is counted. */
export function textOf(lines: string[]): Fitted {
  return shorten(lines, LIMITS.text, characters);
}
