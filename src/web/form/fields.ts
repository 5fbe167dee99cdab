import { html } from 'hono/html';
import type { Field, Form, Json, Option } from '../../../cards/card.ts';
import { unreachable } from '../../errors.ts';
import type { Html } from '../page.ts';
import { hasOptions, inputName, type Typed } from './values.ts';

/** A form as a browser draws it best: its own pickers of days, times and choices, and no script. `typed`: what was sent and refused. */
export function drawForm({ fields, submit }: Form, typed?: Typed): Html {
  return html`<form class="sheet" method="post" accept-charset="utf-8">
${fields.map((field, index) => drawField(field, `f${index}`, typed && (typed.get(field.name) ?? [])))}
${submit.confirm ? html`<label class="tick sure"><input type="checkbox" required><span>${submit.confirm}</span></label>` : ''}
<button class="send${submit.style === 'danger' ? ' grave' : ''}">${submit.label}</button>
</form>`;
}

/** So many choices are read at one glance; more are folded into the phone's own picker. */
const AT_A_GLANCE = 4;

function drawField(field: Field, id: string, typed: readonly string[] | undefined): Html {
  const held = typed ?? linesOf(field.value);
  const [value = ''] = held;
  const attributes = html`id="${id}" name="${inputName(field)}"${field.required ? html` required` : ''}${
    field.hint ? html` placeholder="${field.hint}"` : ''
  }`;
  switch (field.kind) {
    case 'text':
      return labelled(field, id, html`<input ${attributes} value="${value}" autocomplete="off">`);
    case 'longtext':
      // The first line break after the tag is not part of the text.
      return labelled(field, id, html`<textarea ${attributes} rows="5">${`\n${value}`}</textarea>`);
    case 'number':
      return labelled(
        field,
        id,
        html`<input ${attributes} value="${value}" inputmode="decimal" autocomplete="off">`,
      );
    case 'date':
      return labelled(field, id, html`<input ${attributes} type="date" value="${value}">`);
    case 'datetime':
      return labelled(field, id, html`<input ${attributes} type="datetime-local" value="${value}">`);
    case 'checkbox':
      return html`<label class="tick"><input type="checkbox" name="${inputName(field)}" value="true"${checked(
        typed ? typed.length > 0 : field.value === true,
      )}><span>${field.label}</span></label>`;
    case 'select':
    case 'person':
      return drawChoice(field, id, value, attributes);
    case 'multiselect':
    case 'persons':
      return drawChoices(field, id, held, attributes);
    default:
      return unreachable(field.kind);
  }
}

/** Words stand in for choices where there are none. */
function drawChoice(field: Field, id: string, value: string, attributes: Html): Html {
  const { options = [], required } = field;
  if (!hasOptions(field)) return labelled(field, id, html`<input ${attributes} value="${value}">`);
  if (required && options.length <= AT_A_GLANCE) {
    return group(field, options, (option) => radio(field, option, option.value === value));
  }
  const empty = required ? '请选择' : '不选';
  return labelled(
    field,
    id,
    html`<select ${attributes}><option value="">${empty}</option>${options.map(
      (option) =>
        html`<option value="${option.value}"${option.value === value ? html` selected` : ''}>${option.label}</option>`,
    )}</select>`,
  );
}

function drawChoices(field: Field, id: string, held: readonly string[], attributes: Html): Html {
  if (!hasOptions(field)) {
    return labelled(field, id, html`<input ${attributes} value="${held.join('、')}">`);
  }
  return group(
    field,
    field.options ?? [],
    (option) =>
      html`<label><input type="checkbox" name="${inputName(field)}" value="${option.value}"${checked(
        held.includes(option.value),
      )}><span>${option.label}</span></label>`,
  );
}

function radio(field: Field, { value, label }: Option, chosen: boolean): Html {
  return html`<label><input type="radio" name="${inputName(field)}" value="${value}" required${checked(
    chosen,
  )}><span>${label}</span></label>`;
}

function group(field: Field, options: readonly Option[], draw: (option: Option) => Html): Html {
  return html`<fieldset><legend>${field.label}${mark(field)}</legend><div class="choices">${options.map(draw)}</div></fieldset>`;
}

function labelled(field: Field, id: string, control: Html): Html {
  return html`<div class="field"><label for="${id}">${field.label}${mark(field)}</label>${control}</div>`;
}

function mark({ required }: Field): Html {
  return required ? html` <em>必填</em>` : html``;
}

function checked(whether: boolean): Html {
  return whether ? html` checked` : html``;
}

function linesOf(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => linesOf(one));
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' ? [value] : [];
}
