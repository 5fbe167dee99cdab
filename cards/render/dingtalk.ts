import { Buffer } from 'node:buffer';
import { unreachable } from '../../src/errors.ts';
import { type Action, type Block, type Card, type Form, formOf, type Press, type Tone } from '../card.ts';
import { cut, cutText } from './cut.ts';
import { BREAK, bold, link, plain, plainLine } from './dingtalk/markdown.ts';
import { cellOf, chartTable, renderText } from './text.ts';

/** A card as DingTalk's ActionCard: Markdown and up to five buttons, each of which opens an address. */
export interface DingTalkCard {
  /** What the list of chats and a notification show. */
  title: string;
  text: string;
  buttons: Button[];
}

export interface Button {
  label: string;
  url: string;
}

export interface Means {
  /** What pressing the button says for the person. */
  word(press: Press): string;
  /** Where the card's form is filled in. */
  form?: string;
}

/** Of a message's 15,000, with its title, its buttons and what JSON adds. */
const BYTES = 9_000;
const BUTTONS = 5;
/** Further presses and links stand in the text, as long as that stays readable. */
const LINKS = 12;
const PARAGRAPH = 1_500;
const ROWS = 60;
const NAMES = 400;

/** Whatever somebody typed shows as it is, and never as markup; what is too long is cut, and says how much is left out. */
export function renderDingTalk(card: Card, means: Means): DingTalkCard {
  const { first, others } = actionsOf(card, means);
  const heading = plainLine(cutText(card.title, 100));
  const tail =
    others.kept.length > 0 ? [others.kept.map(({ label, url }) => link(label, url)).join('　')] : [];
  const head = heading ? [`#### ${MARK[card.tone]}${heading}`] : [];
  const text = within(
    [...head, ...card.blocks.flatMap((block) => paragraphs(block, means))],
    [...tail, ...more(others.rest)],
  );
  return { title: cutText(heading || '支部助手', 60), text, buttons: first };
}

/** For a template's card: the buttons are pressed there, so that the text holds the links. */
export interface TemplateCard {
  title: string;
  text: string;
  presses: { label: string; word: string }[];
}

export function renderDingTalkTemplate(card: Card, means: Means): TemplateCard {
  const presses = cut(pressesOf(card), BUTTONS);
  const links = linksOf(card, means).slice(0, LINKS);
  const tail = links.length > 0 ? [links.map(({ label, url }) => link(label, url)).join('　')] : [];
  const body = card.blocks.flatMap((block) => paragraphs(block, means));
  return {
    title: `${MARK[card.tone]}${plainLine(cutText(card.title, 100)) || '支部助手'}`,
    text: within(body, [...tail, ...more(presses.rest)]),
    presses: presses.kept.map((press) => ({ label: labelOf(press.label), word: means.word(press) })),
  };
}

/** Everything as one text, for readers whose card DingTalk has refused. */
export function renderDingTalkText(card: Card, form?: string): string {
  const whole = renderText(card);
  const tail = form ? `\n填写：${form}` : '';
  return `${cutText(whole, 2_500).replaceAll('@', '＠').replaceAll('<', '＜').trim() || '支部助手'}${tail}`;
}

const MARK: Record<Tone, string> = { plain: '', info: '', success: '✅ ', warning: '⚠️ ', danger: '❗ ' };

function paragraphs(block: Block, means: Means): string[] {
  switch (block.type) {
    case 'text':
      return some(plain(block.text, PARAGRAPH));
    case 'note':
      return some(plain(block.text, PARAGRAPH))
        .flatMap((text) => text.split(BREAK))
        .map((line) => `> ${line}`);
    case 'facts':
      return block.facts.flatMap(({ label, value }) => some(fact(label, value)));
    case 'progress':
      return [
        [block.total, ...block.parts]
          .map(({ label, count }) => `${plainLine(cutText(label, 20))} ${bold(String(count))}`)
          .join('，'),
      ];
    case 'roster': {
      const { kept, rest } = cut(block.names, NAMES);
      const names = cutText(kept.join('、'), PARAGRAPH);
      return kept.length > 0 ? [`${fact(block.label, names)}${rest > 0 ? `……另有 ${rest} 项` : ''}`] : [];
    }
    case 'table':
      return table(block);
    case 'chart':
      if (block.chart.kind === 'radar')
        return [
          ...some(plain(block.chart.title, PARAGRAPH)),
          ...table({ type: 'table', ...chartTable(block.chart) }),
        ];
      return some(plain(renderText({ title: '', tone: 'plain', blocks: [block], actions: [] }), PARAGRAPH));
    case 'divider':
      return ['---'];
    case 'form':
      return formNote(block, means);
    default:
      return unreachable(block);
  }
}

function fact(label: string, value: string): string {
  const [name, said] = [plainLine(cutText(label, 100)), plain(value, PARAGRAPH)];
  return name ? `${bold(name)}：${said}` : said;
}

/** There are no tables: a row is a line that begins with its first cell, and names the others. */
function table({ columns, rows }: Extract<Block, { type: 'table' }>): string[] {
  const { kept, rest } = cut(rows, ROWS);
  const [head, ...others] = columns;
  if (!head) return [];
  const lines = kept.map((row) => {
    const cells = others.map(({ key, label }) => cell(label, cellOf(row, key))).filter((said) => said !== '');
    const first = bold(plainLine(cutText(cellOf(row, head.key), 100)));
    return `- ${[first, cells.join('，')].filter((part) => part !== '').join('　') || '—'}`;
  });
  return [...lines, ...more(rest)];
}

function cell(label: string, value: string): string {
  const said = plainLine(cutText(value, 200));
  return said ? `${plainLine(cutText(label, 40))} ${said}`.trim() : '';
}

function formNote({ fields, submit }: Form, { form }: Means): string[] {
  const labels = fields.map(({ label }) => plainLine(cutText(label, 40))).join('、');
  const name = labelOf(submit.label);
  return [form ? `> 点“${name}”打开网页填写：${labels}` : `> 请在和我的单聊里填写：${labels}`];
}

function actionsOf(card: Card, means: Means): { first: Button[]; others: { kept: Button[]; rest: number } } {
  const all = card.actions.flatMap((action) => some(buttonOf(action, means)));
  const page = formButton(card, means);
  const buttons = page ? [page, ...all] : all;
  return { first: buttons.slice(0, BUTTONS), others: cut(buttons.slice(BUTTONS), LINKS) };
}

function buttonOf(action: Action, { word }: Means): Button | null {
  switch (action.type) {
    case 'link':
      return isAddress(action.url) ? { label: labelOf(action.label), url: action.url } : null;
    case 'press':
      return { label: labelOf(action.label), url: sayUrl(word(action)) };
    default:
      return unreachable(action);
  }
}

/** Opening it sends the words as the person who pressed. */
function sayUrl(words: string): string {
  return `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words.toWellFormed())}`;
}

function pressesOf({ actions }: Card): Press[] {
  return actions.flatMap((action) => (action.type === 'press' ? [action] : []));
}

function linksOf(card: Card, means: Means): Button[] {
  const page = formButton(card, means);
  const links = card.actions.flatMap((action) =>
    action.type === 'link' ? some(buttonOf(action, means)) : [],
  );
  return page ? [page, ...links] : links;
}

function formButton(card: Card, { form: url }: Means): Button | undefined {
  const form = formOf(card);
  return form && url ? { label: labelOf(form.submit.label), url } : undefined;
}

function labelOf(label: string): string {
  return plainLine(cutText(label, 20)) || '好';
}

function isAddress(url: string): boolean {
  return url.length <= 1_000 && /^https?:\/\/[^\s<>"]+$/i.test(url);
}

/** As many paragraphs as fit with the tail behind them; at least something. */
function within(body: string[], tail: string[]): string {
  let left = BYTES - size(tail);
  const kept: string[] = [];
  for (const paragraph of body) {
    left -= size([paragraph]);
    if (left < 0) break;
    kept.push(paragraph);
  }
  const rest = body.length - kept.length;
  return [...kept, ...more(rest), ...tail].join(BREAK) || '（没有内容）';
}

/** As JSON writes it, twice: a message is JSON in a string. */
function size(parts: string[]): number {
  return parts.reduce((sum, part) => sum + Buffer.byteLength(JSON.stringify(JSON.stringify(part))) + 4, 0);
}

function more(rest: number): string[] {
  return rest > 0 ? [`> 另有 ${rest} 项`] : [];
}

function some<T>(value: T | null | ''): T[] {
  return value === null || value === '' ? [] : [value];
}
