import type { Field, Form, Input, Json } from '../../../cards/card.ts';
import { unreachable } from '../../errors.ts';

/** What was typed and chosen, by field, as a browser sends it. */
export type Typed = ReadonlyMap<string, readonly string[]>;

/** Keeps the fields apart from whatever else a page sends. */
const PREFIX = 'f.';

export function inputName(field: Pick<Field, 'name'>): string {
  return `${PREFIX}${field.name}`;
}

export function readTyped(body: string): Typed {
  const typed = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (!name.startsWith(PREFIX)) continue;
    const field = name.slice(PREFIX.length);
    typed.set(field, [...(typed.get(field) ?? []), value.replaceAll('\r\n', '\n').trim()]);
  }
  return typed;
}

/**
 * A form's values in ours, as `Field` has them. What is empty is left out, but for words that were there before and
 * have been taken away. What is not as its field should hold is handed on: the command refuses it in its own words.
 */
export function valuesOf(form: Form, typed: Typed): Input {
  const values = form.fields.map((field): [string, Json] => [
    field.name,
    heldBy(field, typed.get(field.name) ?? []),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}

function heldBy(field: Field, typed: readonly string[]): Json {
  const [first = ''] = typed;
  switch (field.kind) {
    case 'text':
    case 'longtext':
      return first === '' && !field.value ? null : first;
    case 'select':
    case 'person':
    case 'date':
      return first === '' ? null : first;
    case 'datetime':
      return first === '' ? null : first.replace(/^(.{16}):\d{2}(\.\d+)?$/, '$1');
    case 'number':
      return numberOf(first);
    case 'multiselect':
    case 'persons':
      return hasOptions(field) ? [...typed] : first.split(/[、,，;；\s]+/).filter(Boolean);
    case 'checkbox':
      return typed.length > 0;
    default:
      return unreachable(field.kind);
  }
}

export function hasOptions({ options }: Field): boolean {
  return options !== undefined && options.length > 0;
}

/** Full-width digits are what a Chinese keyboard gives. */
function numberOf(typed: string): Json {
  const plain = typed.normalize('NFKC');
  if (plain === '') return null;
  return Number.isFinite(Number(plain)) ? Number(plain) : typed;
}
