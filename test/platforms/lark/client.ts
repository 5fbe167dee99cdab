import { type Element, optionsOf, walk } from './card.ts';

/** What Lark's own client does when somebody presses a button: the value it sends, and a form as it writes it. */
export interface Pressed {
  value: unknown;
  form?: Record<string, unknown>;
}

/**
 * Presses the button that says `label`. `form`: the fields by name, as a person means them (`2026-12-04T15:00`, an
 * option's label or value, a number); the others keep what they show. What the client would not send is an error.
 */
export function press(card: unknown, label: string, form: Record<string, unknown> = {}): Pressed {
  const all = [...walk(card)];
  const found = all.find(
    ({ element }) => element.tag === 'button' && (element.text as Element).content === label,
  );
  if (!found)
    throw new Error(`no button says ${label}; there are: ${all.flatMap(labelOf).join('、') || 'none'}`);
  const behaviors = found.element.behaviors as { type: string; value?: unknown }[];
  const callback = behaviors.find(({ type }) => type === 'callback');
  if (!callback) throw new Error(`${label} opens a page`);
  const around = found.inside.find(({ tag }) => tag === 'form');
  return { value: structuredClone(callback.value), ...(around && { form: fill(around, form) }) };
}

function labelOf({ element }: { element: Element }): string[] {
  return element.tag === 'button' ? [String((element.text as Element).content)] : [];
}

function fill(form: Element, given: Record<string, unknown>): Record<string, unknown> {
  const fields = [...walk(form)]
    .map(({ element }) => element)
    .filter((element) => element.name && element !== form && element.tag !== 'button');
  const strange = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (strange)
    throw new Error(`the form has no field ${strange}; it has ${fields.map(({ name }) => name).join('、')}`);
  const values = fields.map((field) => [String(field.name), wire(field, given[String(field.name)])] as const);
  const missing = fields.find(
    (field) => field.required && isEmpty(values.find(([name]) => name === field.name)?.[1]),
  );
  if (missing) throw new Error(`有必填项未填写：${missing.name}`);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function wire(field: Element, given: unknown): unknown {
  switch (field.tag) {
    case 'input':
      return String(given ?? field.default_value ?? '').slice(0, Number(field.max_length ?? 1000));
    case 'checker':
      return given ?? field.checked;
    case 'date_picker':
      return zoned(given ?? field.initial_date);
    case 'picker_datetime':
      return zoned(given ?? field.initial_datetime);
    case 'select_static':
      return given === undefined
        ? optionsOf(field)[Number(field.initial_index ?? 0) - 1]?.value
        : choice(field, given);
    case 'multi_select_static':
      return given === undefined
        ? field.selected_values
        : (given as unknown[]).map((one) => choice(field, one));
    default:
      throw new Error(`no field: ${field.tag}`);
  }
}

function zoned(moment: unknown): string | undefined {
  return moment === undefined ? undefined : `${String(moment).replace('T', ' ')} +0800`;
}

function choice(field: Element, given: unknown): string {
  const options = optionsOf(field);
  const found =
    options.find(({ value }) => value === given) ?? options.find(({ text }) => text.content === given);
  if (!found) throw new Error(`${field.name} does not offer ${given}`);
  return found.value;
}
