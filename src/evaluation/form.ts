import type { Field } from '../../cards/card.ts';
import { Refusal, unreachable } from '../errors.ts';
import { type Answer, cents, type Marks, pointsWord } from './score.ts';
import { type Item, itemsOf, type Template } from './template.ts';

/** A form's fields for a sheet, as it stands; items that somebody else answers for are left out. */
export function fieldsFor(
  template: Template,
  marks: Marks,
  without: ReadonlySet<string> = new Set(),
): Field[] {
  return template.sections.flatMap((section) =>
    section.items
      .filter(({ id }) => !without.has(id))
      .map((item) =>
        fieldFor(item, section.items.length > 1 ? `${section.name}·` : '', marks.items[item.id]),
      ),
  );
}

function fieldFor(item: Item, prefix: string, answer: Answer | undefined): Field {
  const value = answer?.value;
  const common = { name: item.id, required: false };
  switch (item.how) {
    case 'deduct': {
      const times = typeof value === 'number' ? value : 0;
      const lost = `扣 ${pointsWord(cents(item.each))} 分`;
      return item.most === 1
        ? { ...common, kind: 'checkbox', label: `${prefix}${item.name}（${lost}）`, value: times > 0 }
        : { ...common, kind: 'number', label: `${prefix}${item.name}（几次，每次${lost}）`, value: times };
    }
    case 'points': {
      const label = `${prefix}${item.name}（0—${pointsWord(cents(item.points))} 分）`;
      return { ...common, kind: 'number', required: true, label, ...(value !== undefined && { value }) };
    }
    case 'choice': {
      const options = item.choices.map(({ id, name }) => ({ value: id, label: name }));
      const label = `${prefix}${item.name}`;
      return {
        ...common,
        kind: 'select',
        required: true,
        label,
        options,
        ...(value !== undefined && { value }),
      };
    }
    case 'text':
      return {
        ...common,
        kind: 'longtext',
        label: `${prefix}${item.name}`,
        ...(value !== undefined && { value }),
      };
    default:
      return unreachable(item);
  }
}

/** A form's values over what the sheet held before; what the form does not ask stays. */
export function marksFrom(
  template: Template,
  form: Record<string, unknown>,
  before: Marks,
  without: ReadonlySet<string> = new Set(),
): Marks {
  const items = itemsOf(template).flatMap((item): [string, Answer][] => {
    const held = before.items[item.id];
    const value = without.has(item.id) ? undefined : answered(item, form[item.id]);
    if (value === undefined) return held ? [[item.id, held]] : [];
    return [[item.id, { proven: null, basis: '', remark: '', ...held, value }]];
  });
  return { ...before, items: Object.fromEntries(items) };
}

/** The items that must be answered and are not. */
export function missingIn(template: Template, marks: Marks): Item[] {
  return itemsOf(template).filter(
    ({ how, id }) => (how === 'points' || how === 'choice') && marks.items[id] === undefined,
  );
}

/** Undefined: left empty. */
export function answered(item: Item, raw: unknown): number | string | undefined {
  const given = typeof raw === 'string' ? raw.trim() : raw;
  if (given === undefined || given === null || given === '') return undefined;
  switch (item.how) {
    case 'deduct': {
      if (typeof given === 'boolean') return given ? 1 : 0;
      const times = Number(given);
      if (!Number.isInteger(times) || times < 0 || times > 999) {
        throw new Refusal('invalid', `“${item.name}”请填次数，没有就填 0。`);
      }
      return times;
    }
    case 'points': {
      const points = Number(given);
      if (!(points >= 0 && points <= item.points) || cents(points) / 100 !== points) {
        throw new Refusal('invalid', `“${item.name}”请填 0 到 ${item.points} 分，最多两位小数。`);
      }
      return points;
    }
    case 'choice':
      if (item.choices.every(({ id }) => id !== given)) {
        throw new Refusal('invalid', `“${item.name}”请从选项中选择。`);
      }
      return String(given);
    case 'text':
      if (String(given).length > 500) throw new Refusal('invalid', `“${item.name}”请不超过 500 字。`);
      return String(given);
    default:
      return unreachable(item);
  }
}
