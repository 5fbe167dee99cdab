import { Buffer } from 'node:buffer';
import { z } from 'zod';
import {
  type Action,
  type Block,
  buttons,
  type Card,
  type Field,
  type Form,
  formOf,
  type Input,
  type Json,
  type Option,
  type Press,
} from '../../../cards/card.ts';
import { svg } from '../../../cards/render/svg.ts';
import { chartText, renderText } from '../../../cards/render/text.ts';
import { Refusal } from '../../errors.ts';
import { type Instant, SECOND, wallTime } from '../../time.ts';
import { JsonInput } from './inputs.ts';
import type { Row } from './store.ts';

/** A message as the console's API gives it. */
export interface Message {
  id: string;
  seq: number;
  at: string;
  /** The unit's name; null in the direct chat. */
  chat: string | null;
  to: string;
  text: string;
  actions: { id: string; label: string; url?: string }[];
  form?: ShownField[];
  /** Where a file can be had by whoever looks. */
  file?: { name: string; url: string };
  /** The same card in its parts, for whoever draws it. */
  card: ShownCard;
}

type ShownField = Omit<Field, 'value' | 'options'> & { value?: Json; options?: Option[] };
interface ShownButton extends Pick<Press, 'label' | 'style' | 'confirm'> {
  id: string;
  url?: string;
}
type ShownBlock =
  | Exclude<Block, Form | { type: 'chart' }>
  | { type: 'form'; fields: ShownField[]; submit: ShownButton }
  /** Drawn here: a page adds it as it is. */
  | { type: 'chart'; svg: string };
interface ShownCard extends Omit<Card, 'blocks' | 'actions'> {
  blocks: ShownBlock[];
  actions: ShownButton[];
}

/** How the ids in rows and forms are called. */
export interface Names {
  person(id: string): string | undefined;
  unit(id: string): string | undefined;
}

export function messageOf(row: Omit<Row, 'file'>, card: Card, names: Names): Message {
  const form = formOf(card);
  const fields = form?.fields.map((field) => showField(field, names));
  const chat = row.kind === 'group' ? (names.unit(row.address) ?? row.address) : null;
  return {
    id: String(row.id),
    seq: row.seq,
    at: iso(row.at),
    chat,
    to: chat ?? names.person(row.address) ?? row.address,
    text: renderText(card),
    actions: buttons(card).map((button) => ({
      id: actionId(button),
      label: button.label,
      ...(button.type === 'link' && { url: button.url }),
    })),
    ...(fields && { form: fields }),
    card: showCard(card, fields ?? []),
  };
}

/** `2026-03-02T09:00:00+08:00`. */
export function iso(at: Instant): string {
  const seconds = String(Math.floor(at / SECOND) % 60).padStart(2, '0');
  return `${wallTime(at)}:${seconds}+08:00`;
}

/**
 * The button that an action's id means, also when the card has changed since it was seen: an old button is pressed
 * as on any platform, and its command says what that comes to.
 */
export function actionOf(card: Card, id: string): Action | undefined {
  return buttons(card).find((button) => actionId(button) === id) ?? pressOf(id);
}

const Pressed = z.object({ command: z.string(), input: JsonInput });

function pressOf(id: string): Press | undefined {
  const [, command, carried = ''] = /^([\w.]+):([\w-]*)$/.exec(id) ?? [];
  const parsed = Pressed.safeParse({
    command,
    input: readJson(Buffer.from(carried, 'base64url').toString()),
  });
  return parsed.success ? { type: 'press', label: '', ...parsed.data } : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What a form sends when it is submitted: what it already held, under what was filled in. What is empty is sent only
 * where somebody emptied a field of words.
 * Persons come as names, and go on as the references their options have.
 */
export function filledIn(form: Form, given: Input, names: Names): Input {
  const unknown = Object.keys(given).find((name) => !form.fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new Refusal('invalid', `这张表单里没有“${unknown}”这一项。`);
  const values = form.fields.map((field): [string, Json | undefined] => [
    field.name,
    field.name in given ? referred(field, given[field.name], names) : field.value,
  ]);
  const emptied = (name: string) =>
    name in given && WORDS.has(form.fields.find((field) => field.name === name)?.kind ?? 'date');
  return Object.fromEntries(
    values.flatMap(([name, value]) =>
      value === undefined || value === null || (value === '' && !emptied(name)) ? [] : [[name, value]],
    ),
  );
}

const WORDS: ReadonlySet<Field['kind']> = new Set(['text', 'longtext', 'person']);

function actionId(action: Action): string {
  if (action.type === 'link') return `link:${Buffer.from(action.url).toString('base64url')}`;
  return `${action.command}:${Buffer.from(JSON.stringify(action.input)).toString('base64url')}`;
}

function showCard(card: Card, fields: ShownField[]): ShownCard {
  return {
    title: card.title,
    tone: card.tone,
    blocks: card.blocks.map((block) => showBlock(block, fields)),
    actions: card.actions.map(showButton),
  };
}

function showBlock(block: Block, fields: ShownField[]): ShownBlock {
  if (block.type === 'form') return { type: 'form', fields, submit: showButton(block.submit) };
  if (block.type === 'chart') return { type: 'chart', svg: svg(block.chart, chartText(block.chart)) };
  return block;
}

/** Without what it carries: that is the server's affair. */
function showButton(action: Action): ShownButton {
  const id = actionId(action);
  if (action.type === 'link') return { id, label: action.label, url: action.url };
  const { label, style, confirm } = action;
  return { id, label, ...(style && { style }), ...(confirm !== undefined && { confirm }) };
}

function showField(field: Field, names: Names): ShownField {
  if (field.kind !== 'person' && field.kind !== 'persons') return field;
  const { value, options, ...rest } = field;
  return {
    ...rest,
    ...(value !== undefined && {
      value: each(value, (one) => (typeof one === 'string' ? nameOf(one, names) : one)),
    }),
    ...(options && {
      options: options.map((option) => ({ value: nameOf(option.value, names), label: option.label })),
    }),
  };
}

function nameOf(reference: string, names: Names): string {
  return (/^\d+$/.test(reference) && names.person(reference)) || reference;
}

function referred(field: Field, value: Json | undefined, names: Names): Json | undefined {
  if (value === undefined || (field.kind !== 'person' && field.kind !== 'persons')) return value;
  return each(value, (one) => {
    const option = field.options?.find(({ value }) => value === one || nameOf(value, names) === one);
    return option?.value ?? one;
  });
}

function each(value: Json, change: (one: Json) => Json): Json {
  return Array.isArray(value) ? value.map(change) : change(value);
}
