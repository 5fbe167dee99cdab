import { unreachable } from '../../../src/errors.ts';
import { isDay, isWallTime } from '../../../src/time.ts';
import type { Field, Form, Json, Option } from '../../card.ts';
import { clean, cut, cutText } from '../cut.ts';
import { type Drawn, note, type Place, plain, text } from './element.ts';
import { type Limits, more } from './limits.ts';
import { button, carried, confirmation, type FieldCode, label, pressValue } from './press.ts';

/** Names are unique in the whole card, the form's and the button's too. */
const FORM = 'zhibu_form';
const SUBMIT = 'zhibu_submit';
/** The most Lark lets anybody type into one field. */
const INPUT_LENGTH = 1_000;

/** `web`: where the same form can be filled in in a browser. A button leads there, where this one lacks something. */
export function form({ fields, submit }: Form, place: Place, limits: Limits, web?: string): Drawn[] {
  const named = distinct(
    fields.filter(({ name }) => isName(name) && name !== FORM && name !== SUBMIT),
    ({ name }) => name,
  );
  const { kept, rest } = cut(named, limits.fields);
  const behaviors = carried(pressValue(submit, place, codes(kept)));
  const away =
    web === undefined ? [] : present(button({ type: 'link', label: '到网页上填写', url: web }, place));
  if (!behaviors) return [note('这张表单太大，这里填不了，请到网页上填写。'), ...away];
  const send: Drawn = {
    tag: 'button',
    name: SUBMIT,
    form_action_type: 'submit',
    type: submit.style === 'danger' ? 'danger_filled' : 'primary_filled',
    text: label(submit.label),
    ...confirmation(submit),
    behaviors,
  };
  const elements = [...kept.flatMap((field) => fieldElements(field, limits)), ...more(rest), send];
  const whole = rest === 0 && kept.every((field) => isWhole(field, limits));
  return [{ tag: 'form', name: FORM, elements }, ...(whole ? [] : away)];
}

function codes(fields: Field[]): Record<string, FieldCode> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const code = codeOf(field);
      return code ? [[field.name, code]] : [];
    }),
  );
}

function codeOf(field: Field): FieldCode | null {
  switch (field.kind) {
    case 'text':
    case 'longtext':
    case 'select':
    case 'person':
      return null;
    case 'multiselect':
    case 'persons':
      return 'list';
    case 'number':
    case 'date':
    case 'datetime':
    case 'checkbox':
      return field.kind;
    default:
      return unreachable(field.kind);
  }
}

function fieldElements(field: Field, limits: Limits): Drawn[] {
  const options = distinct(
    (field.options ?? []).filter(({ value }) => isName(value)),
    ({ value }) => value,
  );
  switch (field.kind) {
    case 'text':
    case 'number':
      return input(field, { input_type: 'text' });
    case 'longtext':
      return input(field, { input_type: 'multiline_text', rows: 4, auto_resize: true, max_rows: 12 });
    case 'select':
    case 'person':
      return options.length ? select(field, options, limits) : input(field, { input_type: 'text' });
    case 'multiselect':
    case 'persons':
      return options.length ? multiselect(field, options, limits) : input(field, { input_type: 'text' });
    case 'date':
      return [
        heading(field),
        { tag: 'date_picker', ...control(field, '选日期'), ...initial('initial_date', dateOf(field)) },
      ];
    case 'datetime':
      return [
        heading(field),
        {
          tag: 'picker_datetime',
          ...control(field, '选日期和时间'),
          ...initial('initial_datetime', momentOf(field)),
        },
      ];
    case 'checkbox':
      return [
        {
          tag: 'checker',
          name: field.name,
          checked: field.value === true,
          text: plain(cutText(field.label, 100)),
        },
      ];
    default:
      return unreachable(field.kind);
  }
}

/** Whether all of a field can be filled in here. */
function isWhole({ kind, value, options = [] }: Field, limits: Limits): boolean {
  const typed = kind === 'text' || kind === 'longtext' || kind === 'number' || options.length === 0;
  return typed ? lineOf(value).length <= INPUT_LENGTH : options.length <= limits.options;
}

function present<T>(one: T | null): T[] {
  return one === null ? [] : [one];
}

/** A text that is too long to be typed here is not put in cut, as submitting it would lose the rest. */
function input(field: Field, kind: Record<string, unknown>): Drawn[] {
  const value = lineOf(field.value);
  if (value.length > INPUT_LENGTH)
    return [heading(field), note(`原有 ${value.length} 字，这里改不了，请到网页上修改。`)];
  return [
    {
      tag: 'input',
      ...control(field, '请填写'),
      label: plain(headingOf(field)),
      label_position: 'top',
      max_length: INPUT_LENGTH,
      ...kind,
      ...initial('default_value', value),
    },
  ];
}

function select(field: Field, options: Option[], limits: Limits): Drawn[] {
  const { shown, rest } = choices(options, [lineOf(field.value)], limits);
  const at = shown.findIndex(({ value }) => value === field.value);
  return [
    heading(field),
    {
      tag: 'select_static',
      ...control(field, '请选择'),
      options: shown.map(option),
      ...(at >= 0 && { initial_index: at + 1 }),
    },
    ...more(rest),
  ];
}

function multiselect(field: Field, options: Option[], limits: Limits): Drawn[] {
  const chosen = (Array.isArray(field.value) ? field.value : [field.value]).map(lineOf);
  const { shown, rest } = choices(options, chosen, limits);
  const selected = shown.map(({ value }) => value).filter((value) => chosen.includes(value));
  return [
    heading(field),
    {
      tag: 'multi_select_static',
      ...control(field, '请选择'),
      options: shown.map(option),
      ...(selected.length > 0 && { selected_values: selected }),
    },
    ...more(rest),
  ];
}

/** What is chosen stays among the choices, however many are left out. */
function choices(options: Option[], chosen: string[], limits: Limits): { shown: Option[]; rest: number } {
  const kept = options.filter(({ value }) => chosen.includes(value)).slice(0, limits.options);
  const room = limits.options - kept.length;
  const others = options.filter((one) => !kept.includes(one)).slice(0, room);
  const shown = options.filter((one) => kept.includes(one) || others.includes(one));
  return { shown, rest: options.length - shown.length };
}

function option({ value, label }: Option): { text: Drawn; value: string } {
  return { text: plain(cutText(label, 60) || value), value };
}

function control(field: Field, hint: string): Record<string, unknown> {
  return {
    name: field.name,
    ...(field.required && { required: true }),
    placeholder: plain(cutText(field.hint || hint, 100)),
    width: 'fill',
  };
}

function heading(field: Field): Drawn {
  return text(headingOf(field));
}

function headingOf(field: Field): string {
  return `${cutText(field.label, 100)}${field.required ? '（必填）' : ''}`;
}

function initial(property: string, value: string): Record<string, string> {
  return value ? { [property]: value } : {};
}

/** What comes back from Lark as it is: not empty, and not so long that one alone fills a card. */
function isName(value: string): boolean {
  return value !== '' && value.length <= 100;
}

function distinct<T>(all: T[], by: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [by(one), one])).values()];
}

function dateOf({ value }: Field): string {
  return typeof value === 'string' && isDay(value) ? value : '';
}

function momentOf({ value }: Field): string {
  return typeof value === 'string' && isWallTime(value) ? value.replace('T', ' ') : '';
}

function lineOf(value: Json | undefined): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.map(lineOf).join('、') : '';
}
