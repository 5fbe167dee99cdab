/**
 * The neutral card: what nouns say and platforms draw. Every string here is plain text; a renderer escapes it.
 * A card has at most one form.
 */
export interface Card {
  title: string;
  tone: Tone;
  blocks: Block[];
  actions: Action[];
}

export type Tone = 'plain' | 'info' | 'success' | 'warning' | 'danger';

export type Block =
  | { type: 'text'; text: string }
  /** Small print: where a rule comes from, what happens next. */
  | { type: 'note'; text: string }
  | { type: 'facts'; facts: Fact[] }
  /** Counts out of a total: 应到 20，已签到 12，请假 2. */
  | { type: 'progress'; total: Count; parts: Count[] }
  /** Names under a label; empty rosters are not drawn. */
  | { type: 'roster'; label: string; names: string[] }
  | { type: 'table'; columns: Column[]; rows: Record<string, string>[] }
  | { type: 'chart'; chart: Chart }
  | { type: 'divider' }
  | Form;

export interface Fact {
  label: string;
  value: string;
}

export interface Count {
  label: string;
  count: number;
}

export interface Column {
  key: string;
  label: string;
  align?: 'left' | 'right';
}

/**
 * Numbers to be seen at a glance; what stands in words elsewhere is not said by it alone.
 * stack: a bar for each label, its series one after the other · bars: a bar for each series at each label, one beneath
 * the other · line: a line for each series, label by label · radar: a ring of labels, a shape for each series, the
 * first of them the one that is looked at.
 */
export interface Chart {
  kind: 'stack' | 'bars' | 'line' | 'radar';
  title: string;
  labels: string[];
  series: Series[];
  /** 项, 人次 or %: of percents 100 is the most there can be. */
  unit: string;
}

/** A value for each label; null: there is none. */
export interface Series {
  name: string;
  tone: Tone;
  values: (number | null)[];
}

/** A form and the button that submits it; the submitted values are merged beneath the button's own input. */
export interface Form {
  type: 'form';
  fields: Field[];
  submit: Press;
}

export type Action = Press | Link;

/** A button that calls a command. What it carries is parsed and permitted again when it is pressed. */
export interface Press {
  type: 'press';
  label: string;
  command: string;
  input: Input;
  style?: 'primary' | 'danger';
  /** Asked before the press is sent, where a platform can. */
  confirm?: string;
}

/** A button that opens an address. */
export interface Link {
  type: 'link';
  label: string;
  url: string;
}

export type Input = { [name: string]: Json };
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * Values: text, longtext → string; number → number; select → an option's value; multiselect → values;
 * date → `2026-12-04`; datetime → `2026-12-04T15:00` in the organisation's time zone; checkbox → boolean;
 * person, persons → a person's reference (an option's value) or name.
 */
export interface Field {
  name: string;
  label: string;
  kind: FieldKind;
  required: boolean;
  value?: Json;
  options?: Option[];
  /** Shown inside an empty field. */
  hint?: string;
}

export type FieldKind =
  | 'text'
  | 'longtext'
  | 'number'
  | 'select'
  | 'multiselect'
  | 'date'
  | 'datetime'
  | 'checkbox'
  | 'person'
  | 'persons';

export interface Option {
  value: string;
  label: string;
}

export function card(title: string, blocks: Block[], more: { tone?: Tone; actions?: Action[] } = {}): Card {
  return { title, tone: more.tone ?? 'plain', blocks, actions: more.actions ?? [] };
}

export function text(text: string): Block {
  return { type: 'text', text };
}

export function note(text: string): Block {
  return { type: 'note', text };
}

/** Facts in order; those without a value are left out. */
export function facts(entries: Record<string, string | null | undefined>): Block {
  const known: Fact[] = [];
  for (const [label, value] of Object.entries(entries)) if (value) known.push({ label, value });
  return { type: 'facts', facts: known };
}

export function press(label: string, command: string, input: Input = {}, style?: Press['style']): Press {
  return { type: 'press', label, command, input, ...(style && { style }) };
}

/** Every button of a card in reading order, the form's submit first. */
export function buttons(card: Card): Action[] {
  return [...card.blocks.flatMap((block) => (block.type === 'form' ? [block.submit] : [])), ...card.actions];
}

export function formOf(card: Card): Form | undefined {
  return card.blocks.find((block) => block.type === 'form');
}
