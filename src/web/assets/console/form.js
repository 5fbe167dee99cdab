// @ts-check
import { h, icon } from './dom.js';
import { choicesOf, pickMany, pickOne } from './people.js';
import { state } from './state.js';

/** @import { Field } from './api.js' */
/** @import { Choice } from './people.js' */
/** @typedef {{ name: string, element: HTMLElement, read(): unknown, problem(): string | null, focus(): void }} Control */

/**
 * One field with its label. `read` gives the value as the API wants it, undefined for an empty one.
 * @param {Field} field
 * @param {string} id unique on the page
 * @returns {Control}
 */
export function control(field, id) {
  switch (field.kind) {
    case 'longtext':
      return plain(field, id, h('textarea', { rows: '3' }));
    case 'number':
      return numeric(field, id);
    case 'date':
      return plain(field, id, h('input', { type: 'date' }));
    case 'datetime':
      return plain(field, id, h('input', { type: 'datetime-local' }));
    case 'select':
      return plain(field, id, choice(field));
    case 'multiselect':
      return several(field, id);
    case 'checkbox':
      return tick(field, id);
    case 'person':
    case 'persons':
      return persons(field, id);
    default:
      return plain(field, id, h('input', { type: 'text' }));
  }
}

/**
 * @param {Field} field
 * @param {string} id
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} input
 * @returns {Control}
 */
function plain(field, id, input) {
  input.id = id;
  input.name = field.name;
  input.required = field.required;
  if (field.hint && !(input instanceof HTMLSelectElement)) input.placeholder = field.hint;
  if (typeof field.value === 'string' || typeof field.value === 'number') input.value = String(field.value);
  return {
    name: field.name,
    element: h(
      'div',
      { class: `field ${field.kind}` },
      labelOf(field, id),
      field.kind === 'select' ? h('span', { class: 'select' }, input, icon('down')) : input,
    ),
    read: () => (input.value === '' ? undefined : input.value),
    problem: () =>
      field.required && input.value.trim() === ''
        ? `请填写“${field.label}”。`
        : input.validationMessage || null,
    focus: () => input.focus(),
  };
}

/**
 * @param {Field} field
 * @param {string} id
 * @returns {Control}
 */
function numeric(field, id) {
  const made = plain(field, id, h('input', { type: 'number', inputmode: 'decimal', step: 'any' }));
  return {
    ...made,
    read: () => {
      const typed = made.read();
      return typed === undefined ? undefined : Number(typed);
    },
  };
}

/**
 * @param {Field} field
 * @returns {HTMLSelectElement}
 */
function choice(field) {
  return h(
    'select',
    {},
    h('option', { value: '' }, field.required ? '请选择' : '不选'),
    ...(field.options ?? []).map((option) => h('option', { value: option.value }, option.label)),
  );
}

/**
 * @param {Field} field
 * @param {string} id
 * @returns {Control}
 */
function several(field, id) {
  const boxes = (field.options ?? []).map((option, index) =>
    h('input', { type: 'checkbox', id: `${id}-${index}`, name: field.name, value: option.value }),
  );
  for (const box of boxes) box.checked = Array.isArray(field.value) && field.value.includes(box.value);
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    name: field.name,
    element: h(
      'fieldset',
      { class: 'field multiselect' },
      h('legend', {}, field.label, mark(field)),
      h(
        'div',
        { class: 'ticks' },
        ...boxes.map((box, index) => h('label', { class: 'tickbox' }, box, field.options?.[index]?.label)),
      ),
    ),
    read,
    problem: () => (field.required && read().length === 0 ? `请在“${field.label}”里选一项。` : null),
    focus: () => boxes[0]?.focus(),
  };
}

/**
 * @param {Field} field
 * @param {string} id
 * @returns {Control}
 */
function tick(field, id) {
  const box = h('input', { type: 'checkbox', id, name: field.name });
  box.checked = field.value === true;
  return {
    name: field.name,
    element: h(
      'div',
      { class: 'field checkbox' },
      h('label', { class: 'tickbox' }, box, field.label, mark(field)),
    ),
    read: () => box.checked,
    problem: () => (field.required && !box.checked ? `请勾选“${field.label}”。` : null),
    focus: () => box.focus(),
  };
}

/**
 * A button that opens the search; what was chosen stands on it.
 * @param {Field} field
 * @param {string} id
 * @returns {Control}
 */
function persons(field, id) {
  const many = field.kind === 'persons';
  const choices = field.options ? named(field.options) : choicesOf(state.people);
  /** @type {string[]} */
  let chosen = [];
  const words = h('span', { class: 'picked', id: `${id}-words` });
  const button = h(
    'button',
    {
      class: 'picker',
      type: 'button',
      id,
      'aria-haspopup': 'dialog',
      'aria-labelledby': `${id}-label ${id}-words`,
    },
    words,
    icon('down'),
  );
  const write = (/** @type {unknown} */ value) => {
    chosen = Array.isArray(value)
      ? value.map(String)
      : typeof value === 'string' && value !== ''
        ? [value]
        : [];
    const labels = chosen.map((one) => choices.find((each) => each.value === one)?.label ?? one);
    words.replaceChildren(
      ...(labels.length > 0
        ? labels.map((label) => h('span', { class: 'name' }, label))
        : [h('span', { class: 'hint' }, field.hint ?? (many ? '选择人员（可多选）' : '选择人员'))]),
    );
  };
  button.addEventListener('click', async () => {
    const picked = many
      ? await pickMany(field.label, choices, chosen)
      : await pickOne(field.label, choices, chosen[0]);
    if (picked === undefined) return;
    write(picked);
    button.dispatchEvent(new Event('change', { bubbles: true }));
    button.focus();
  });
  write(field.value);
  return {
    name: field.name,
    element: h(
      'div',
      { class: `field ${field.kind}` },
      h('span', { class: 'label', id: `${id}-label` }, field.label, mark(field)),
      button,
    ),
    read: () => (many ? chosen : chosen[0]),
    problem: () => (field.required && chosen.length === 0 ? `请选择“${field.label}”。` : null),
    focus: () => button.focus(),
  };
}

/**
 * @param {{ value: string, label: string }[]} options
 * @returns {Choice[]}
 */
function named(options) {
  return options.map((option) => ({ ...option, hint: '' }));
}

/**
 * @param {Field} field
 * @param {string} id
 */
function labelOf(field, id) {
  return h('label', { for: id }, field.label, mark(field));
}

/** @param {Field} field */
function mark(field) {
  return field.required && h('span', { class: 'must', title: '必填' }, '必填');
}
