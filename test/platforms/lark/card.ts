/** Card JSON 2.0 as Lark's pages describe it: what it refuses, and what a reader sees. */
export type Element = { tag: string; [property: string]: unknown };

const BYTES = 30 * 1024;
const TAGS = 200;
const NESTING = 5;

/** Properties each element may have; Lark refuses a card with any other. */
const PROPERTIES: Record<string, string[]> = {
  div: ['text', 'width', 'margin', 'icon'],
  hr: ['margin'],
  plain_text: ['content', 'text_size', 'text_color', 'text_align', 'lines'],
  column_set: [
    'columns',
    'flex_mode',
    'horizontal_spacing',
    'horizontal_align',
    'background_style',
    'margin',
  ],
  column: [
    'elements',
    'width',
    'weight',
    'vertical_align',
    'vertical_spacing',
    'horizontal_align',
    'padding',
    'margin',
    'background_style',
  ],
  table: ['page_size', 'row_height', 'header_style', 'columns', 'rows', 'freeze_first_column', 'margin'],
  chart: ['chart_spec', 'aspect_ratio', 'color_theme', 'preview', 'height', 'margin'],
  form: ['name', 'elements', 'direction', 'vertical_spacing', 'padding', 'margin'],
  button: [
    'type',
    'size',
    'width',
    'text',
    'confirm',
    'behaviors',
    'name',
    'form_action_type',
    'disabled',
    'margin',
  ],
  input: [
    'name',
    'required',
    'placeholder',
    'default_value',
    'width',
    'max_length',
    'input_type',
    'rows',
    'auto_resize',
    'max_rows',
    'label',
    'label_position',
  ],
  select_static: [
    'name',
    'required',
    'placeholder',
    'width',
    'options',
    'initial_index',
    'initial_option',
    'type',
  ],
  multi_select_static: ['name', 'required', 'placeholder', 'width', 'options', 'selected_values', 'type'],
  date_picker: ['name', 'required', 'placeholder', 'width', 'initial_date'],
  picker_datetime: ['name', 'required', 'placeholder', 'width', 'initial_datetime'],
  checker: ['name', 'checked', 'text'],
};

const FIELDS = ['input', 'select_static', 'multi_select_static', 'date_picker', 'picker_datetime', 'checker'];

/** Why Lark would not draw this card; null if it would. */
export function fault(content: string): string | null {
  if (Buffer.byteLength(content) > BYTES) return 'the card is larger than 30 KB';
  const card = JSON.parse(content);
  if (card?.schema !== '2.0') return 'schema is not 2.0';
  if (card.config?.update_multi !== true) return 'update_multi is not true';
  if (!Array.isArray(card.body?.elements)) return 'body.elements is no array';
  if (Object.keys(card).some((name) => !['schema', 'config', 'header', 'body'].includes(name)))
    return 'unknown property of the card';
  const all = [...walk(card)];
  if (all.length > TAGS) return 'element exceeds the limit';
  const names = all.flatMap(({ element }) => (typeof element.name === 'string' ? [element.name] : []));
  if (new Set(names).size < names.length) return 'a name is not unique';
  if (all.filter(({ element }) => element.tag === 'table').length > 5) return 'more than five tables';
  if (all.filter(({ element }) => element.tag === 'chart').length > 5) return 'more than five charts';
  if (card.header) {
    const wrong = titleFault(card.header);
    if (wrong) return wrong;
  }
  for (const one of all) {
    const wrong = elementFault(one);
    if (wrong) return `${wrong} (${one.element.tag})`;
  }
  return null;
}

function titleFault(header: { title?: Element; template?: string }): string | null {
  if (header.title?.tag !== 'plain_text' || !header.title.content) return 'the header has no title';
  const templates = ['default', 'blue', 'green', 'orange', 'red', 'grey', 'yellow', 'turquoise', 'wathet'];
  return templates.includes(header.template ?? 'default') ? null : 'unknown template';
}

interface Placed {
  element: Element;
  /** The elements around it, outermost first. */
  inside: Element[];
}

/** Everything that has a tag, a button's value excepted: that is not Lark's. */
export function* walk(node: unknown, inside: Element[] = []): Generator<Placed> {
  if (Array.isArray(node)) for (const one of node) yield* walk(one, inside);
  else if (isElement(node)) {
    yield { element: node, inside };
    for (const [name, value] of Object.entries(node))
      if (name !== 'behaviors' && name !== 'rows') yield* walk(value, [...inside, node]);
  } else if (typeof node === 'object' && node !== null) {
    for (const value of Object.values(node)) yield* walk(value, inside);
  }
}

function isElement(node: unknown): node is Element {
  return typeof node === 'object' && node !== null && 'tag' in node && typeof node.tag === 'string';
}

function elementFault({ element, inside }: Placed): string | null {
  const known = PROPERTIES[element.tag];
  if (!known) return 'cards of schema V2 no longer support this capability';
  const strange = Object.keys(element).find((name) => name !== 'tag' && !known.includes(name));
  if (strange) return `unknown property ${strange}`;
  if (inside.filter(({ tag }) => tag !== 'plain_text').length > NESTING) return 'nested deeper than five';
  const inForm = inside.some(({ tag }) => tag === 'form');
  if (FIELDS.includes(element.tag)) return inForm ? fieldFault(element) : 'a field outside of a form';
  switch (element.tag) {
    case 'plain_text':
      return typeof element.content === 'string' ? null : 'a text without content';
    case 'table':
      return inside.length ? 'a table not at the root' : tableFault(element);
    case 'form':
      return inside.length ? 'a form not at the root' : formFault(element);
    case 'chart':
      return chartFault(element);
    case 'button':
      return buttonFault(element, inForm);
    default:
      return null;
  }
}

function fieldFault(field: Element): string | null {
  if (!field.name) return 'empty name in a form';
  if (field.tag === 'checker') return typeof field.checked === 'boolean' ? null : 'checked is no boolean';
  if (String((field.placeholder as Element | undefined)?.content ?? '').length > 100)
    return 'the placeholder is too long';
  if (field.tag === 'input') return inputFault(field);
  if (field.tag === 'date_picker')
    return matches(field.initial_date, /^\d{4}-\d{2}-\d{2}$/) ? null : 'not a date';
  if (field.tag === 'picker_datetime') {
    if (!field.initial_datetime && !field.placeholder) return 'neither a time nor a placeholder';
    return matches(field.initial_datetime, /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/) ? null : 'not a time';
  }
  const options = optionsOf(field);
  const values = options.map(({ value }) => value);
  if (!values.length) return 'no options';
  if (new Set(values).size < values.length) return 'an option twice';
  if (values.some((value) => !value)) return 'an empty option';
  if (typeof field.initial_index === 'number' && !options[field.initial_index - 1])
    return 'no such initial option';
  return ((field.selected_values ?? []) as string[]).every((value) => values.includes(value))
    ? null
    : 'no such selected value';
}

function inputFault(field: Element): string | null {
  const most = Number(field.max_length ?? 1000);
  if (!(most >= 1 && most <= 1000)) return 'max_length is not from 1 to 1000';
  return String(field.default_value ?? '').length <= most ? null : 'the default value is too long';
}

function tableFault(table: Element): string | null {
  const columns = table.columns as { name: string; data_type: string }[];
  if (columns.length > 50) return 'more than 50 columns';
  if (new Set(columns.map(({ name }) => name)).size < columns.length) return 'a column twice';
  if (columns.some((column) => column.data_type !== 'text')) return 'a column with markup';
  const size = Number(table.page_size ?? 5);
  if (!Number.isInteger(size) || size < 1 || size > 10) return 'page_size is not from 1 to 10';
  const keys = new Set(columns.map(({ name }) => name));
  const rows = table.rows as Record<string, unknown>[];
  return rows.every((row) => Object.keys(row).every((key) => keys.has(key)))
    ? null
    : 'table rows name is invalid';
}

interface Spec {
  type?: unknown;
  data?: { values?: unknown };
  xField?: string;
  yField?: string | string[];
  categoryField?: string;
  valueField?: string;
  seriesField?: string;
  title?: { text?: unknown };
}

/** VChart's specification: JSON whose data have the fields it names, and no script. */
function chartFault({ chart_spec: given, height }: Element): string | null {
  const spec = given as Spec | undefined;
  if (!['bar', 'line', 'area', 'pie', 'radar'].includes(String(spec?.type))) return 'unknown type of chart';
  if (height !== undefined && height !== 'auto' && !/^[1-9]\d{0,2}px$/.test(String(height)))
    return 'height is wrong';
  const values = spec?.data?.values;
  if (!Array.isArray(values)) return 'a chart without values';
  const own =
    spec?.type === 'radar' ? [spec.categoryField, spec.valueField] : [spec?.xField, ...[spec?.yField].flat()];
  const fields = [...own, spec?.seriesField];
  return values.every((value) => fields.every((field) => field !== undefined && Object.hasOwn(value, field)))
    ? null
    : 'a value without a field that the chart goes by';
}

function formFault(form: Element): string | null {
  if (!form.name) return 'a form without a name';
  const submits = [...walk(form)].filter(({ element }) => element.form_action_type === 'submit');
  return submits.length ? null : 'a form without a submit button';
}

function buttonFault(button: Element, inForm: boolean): string | null {
  const label = (button.text as Element | undefined)?.content;
  if (!label || String(label).length > 100) return 'a button’s text is empty or longer than 100';
  if (inForm && !button.name) return 'empty name in a form';
  if (!inForm && button.form_action_type) return 'submits no form';
  const behaviors = button.behaviors as { type: string; default_url?: string; value?: unknown }[];
  return behaviors.every(behaviorIsRight) ? null : 'a behavior is wrong';
}

function behaviorIsRight({
  type,
  default_url: url,
  value,
}: {
  type: string;
  default_url?: string;
  value?: unknown;
}): boolean {
  if (type === 'open_url') return typeof url === 'string' && URL.canParse(url);
  return type === 'callback' && typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matches(value: unknown, pattern: RegExp): boolean {
  return value === undefined || (typeof value === 'string' && pattern.test(value));
}

export interface Option {
  value: string;
  text: Element;
}

export function optionsOf(field: Element): Option[] {
  return (field.options ?? []) as Option[];
}

/** What a reader sees from top to bottom, buttons in brackets. */
export function textOf(card: unknown): string {
  const lines: string[] = [];
  for (const { element, inside } of walk(card)) {
    if (element.tag === 'plain_text' && !hidden(inside.at(-1), element))
      lines.push(shown(inside.at(-1), String(element.content)));
    if (element.tag === 'table') lines.push(...tableLines(element));
    if (element.tag === 'chart') lines.push(...chartLines(element));
    if (typeof element.default_value === 'string') lines.push(element.default_value);
    if (typeof element.initial_date === 'string') lines.push(element.initial_date);
    if (typeof element.initial_datetime === 'string') lines.push(element.initial_datetime);
    if (typeof element.initial_index === 'number')
      lines.push(String(optionsOf(element)[element.initial_index - 1]?.text.content));
    for (const value of (element.selected_values ?? []) as string[]) {
      lines.push(String(optionsOf(element).find((option) => option.value === value)?.text.content));
    }
  }
  return lines.join('\n');
}

/** Not on the card until somebody opens it: options, placeholders, the question before a press. */
function hidden(parent: Element | undefined, text: Element): boolean {
  if (!parent) return false;
  const asked = parent.confirm as { title: Element; text: Element } | undefined;
  return (
    parent.placeholder === text ||
    asked?.title === text ||
    asked?.text === text ||
    optionsOf(parent).some((option) => option.text === text)
  );
}

function shown(parent: Element | undefined, content: string): string {
  if (parent?.tag === 'button') return `[${content}]`;
  if (parent?.tag === 'checker') return `${parent.checked ? '☑' : '☐'} ${content}`;
  return content;
}

function chartLines({ chart_spec: given }: Element): string[] {
  const {
    title,
    data,
    xField,
    yField,
    categoryField = '',
    valueField = '',
    seriesField = '',
  } = given as Spec;
  const values = (data?.values ?? []) as Record<string, unknown>[];
  const [x, y] = [xField ?? categoryField, [yField ?? valueField].flat()[0] ?? ''];
  return [String(title?.text), ...values.map((one) => `${one[seriesField]}: ${one[x]} ${one[y]}`)];
}

function tableLines(table: Element): string[] {
  const columns = table.columns as { name: string; display_name: string }[];
  const rows = table.rows as Record<string, string>[];
  const header = columns.map((column) => column.display_name);
  return [header, ...rows.map((row) => columns.map(({ name }) => row[name] ?? ''))].map((cells) =>
    cells.join(' | '),
  );
}
