import { Buffer } from 'node:buffer';
import { unreachable } from '../../../src/errors.ts';
import type { Field, Form, Json } from '../../card.ts';
import { clean } from '../cut.ts';
import { LIMITS, line } from './limits.ts';
import { type Answered, NOTHING } from './press.ts';

/** A field that is answered by choosing, as WeCom's cards can ask for it. */
export interface Question {
  name: string;
  title: string;
  answered: Answered;
  options: Choice[];
  chosen: string[];
}

export interface Choice {
  id: string;
  text: string;
}

/** The questions of a form; null where one of its fields is to be typed, or has choices that a card cannot show whole. */
export function questionsOf({ fields }: Form): Question[] | null {
  const questions = fields.flatMap((field) => questionOf(field) ?? []);
  const names = new Set(questions.map(({ name }) => name));
  return questions.length === fields.length && names.size === fields.length ? questions : null;
}

function questionOf(field: Field): Question | null {
  const { name, label } = field;
  const answered = answeredBy(field);
  if (!answered || !name || clean(name) !== name || Buffer.byteLength(name) > LIMITS.question) return null;
  const options = [
    ...(needsNothing(field, answered) ? [{ id: NOTHING, text: '不选' }] : []),
    ...choicesOf(field),
  ];
  const distinct = (by: keyof Choice) => new Set(options.map((option) => option[by])).size === options.length;
  if (options.length === 0 || !distinct('id') || !distinct('text') || !options.every(isShown)) return null;
  return {
    name,
    title: line(label, LIMITS.listTitle) || '请选择',
    answered,
    options,
    chosen: chosenOf(field),
  };
}

function answeredBy({ kind, options }: Field): Answered | null {
  switch (kind) {
    case 'select':
    case 'person':
      return options?.length ? 'one' : null;
    case 'multiselect':
    case 'persons':
      return options?.length ? 'list' : null;
    case 'checkbox':
      return 'checkbox';
    case 'text':
    case 'longtext':
    case 'number':
    case 'date':
    case 'datetime':
      return null;
    default:
      return unreachable(kind);
  }
}

function needsNothing({ required, value }: Field, answered: Answered): boolean {
  return answered === 'one' && (!required || value === undefined || value === null || value === '');
}

function choicesOf({ kind, options }: Field): Choice[] {
  if (kind === 'checkbox') {
    return [
      { id: 'false', text: '否' },
      { id: 'true', text: '是' },
    ];
  }
  return (options ?? []).map(({ value, label }) => ({ id: value, text: label }));
}

/** Cut, two of them might look the same; an id comes back as it is. */
function isShown({ id, text }: Choice): boolean {
  const whole = id !== '' && clean(id) === id && Buffer.byteLength(id) <= LIMITS.optionId;
  return whole && text !== '' && line(text, LIMITS.option) === text;
}

function chosenOf({ value, kind }: Field): string[] {
  if (kind === 'checkbox') return [value === true ? 'true' : 'false'];
  const all: Json[] = Array.isArray(value) ? value : [value ?? null];
  return all.flatMap((one) =>
    typeof one === 'string' ? [one] : typeof one === 'number' ? [String(one)] : [],
  );
}
