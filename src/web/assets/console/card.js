// @ts-check
import { confirm } from './dialog.js';
import { h, icon } from './dom.js';
import { control } from './form.js';

/** @import { Block, Button, Count, Message } from './api.js' */
/** @typedef {(message: Message, button: Button, form?: Record<string, unknown>) => Promise<void>} Tap */

const FOLDED = 24;

/**
 * A card as the bot sent it. `tap` is called with the form's values for the button that submits them.
 * @param {Message} message
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
export function drawCard(message, tap) {
  const { card } = message;
  return h(
    'article',
    { class: `card ${card.tone}`, 'aria-label': card.title },
    h('h2', {}, card.title),
    h(
      'div',
      { class: 'card-body' },
      ...card.blocks.map((block) => drawBlock(block, message, tap)),
      message.file && attachment(message.file),
      card.actions.length > 0 &&
        h(
          'div',
          { class: 'actions' },
          ...card.actions.map((button) => pressable(button, () => tap(message, button))),
        ),
    ),
  );
}

/**
 * @param {Block} block
 * @param {Message} message
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
function drawBlock(block, message, tap) {
  switch (block.type) {
    case 'text':
      return h('p', { class: 'text' }, block.text);
    case 'note':
      return h('p', { class: 'note' }, block.text);
    case 'divider':
      return h('hr');
    case 'facts':
      return h(
        'dl',
        { class: 'facts' },
        ...block.facts.flatMap((fact) => [h('dt', {}, fact.label), h('dd', {}, fact.value)]),
      );
    case 'progress':
      return progress(block.total, block.parts);
    case 'roster':
      return roster(block.label, block.names);
    case 'table':
      return table(block.columns, block.rows);
    case 'chart':
      return chart(block.svg);
    case 'form':
      return form(block, message, tap);
  }
}

/**
 * The bar holds the parts that add up to the total; what is counted twice (其中…) or comes on top stands beside it.
 * @param {Count} total
 * @param {Count[]} parts
 */
function progress(total, parts) {
  const words = [total, ...parts].map((part) => `${part.label} ${part.count}`).join('，');
  const bar = h('div', { class: 'bar', role: 'img', 'aria-label': words });
  const legend = h('p', { class: 'legend' }, count(total));
  let sum = 0;
  let pieces = 0;
  for (const part of parts) {
    const inside = !part.label.startsWith('其中') && sum + part.count <= total.count;
    const colour = `piece${pieces % 4}`;
    legend.append(inside ? count(part, `key ${colour}`) : count(part));
    if (!inside) continue;
    const piece = h('span', { class: colour });
    piece.style.width = `${total.count > 0 ? (part.count / total.count) * 100 : 0}%`;
    bar.append(piece);
    sum += part.count;
    pieces += 1;
  }
  return h('div', { class: 'progress' }, bar, legend);
}

/**
 * @param {Count} part
 * @param {string} [key]
 */
function count(part, key) {
  return h('span', { class: key }, `${part.label} `, h('b', {}, part.count));
}

/**
 * @param {string} label
 * @param {string[]} names
 */
function roster(label, names) {
  if (names.length === 0) return h('div', { hidden: true });
  const title = [label, h('span', { class: 'count' }, names.length)];
  const chips = h('p', { class: 'names' }, ...names.map((name) => h('span', { class: 'name' }, name)));
  if (names.length <= FOLDED)
    return h('div', { class: 'roster' }, h('p', { class: 'roster-label' }, ...title), chips);
  return h('details', { class: 'roster' }, h('summary', { class: 'roster-label' }, ...title), chips);
}

const LONG = 8;

/**
 * @param {{ key: string, label: string, align?: 'left' | 'right' }[]} columns
 * @param {Record<string, string>[]} rows
 */
function table(columns, rows) {
  // Without room of its own a column of Chinese text shrinks to a character's width.
  const kinds = columns.map(({ key, align }) => {
    const long = rows.some((row) => (row[key] ?? '').length > LONG);
    return { class: `${align === 'right' ? 'right' : ''} ${long ? 'long' : ''}`.trim() || undefined };
  });
  const heads = columns.map(({ label }, index) => h('th', { scope: 'col', ...kinds[index] }, label));
  const lines = rows.map((row) =>
    h('tr', {}, ...columns.map(({ key }, index) => h('td', kinds[index], row[key]))),
  );
  const label = columns.map((column) => column.label).join('、');
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

/**
 * The server draws it, every text in it escaped; parsed as XML it can bring no script that would run.
 * @param {string} svg
 */
function chart(svg) {
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  return h('div', { class: 'drawn' }, document.importNode(drawn, true));
}

/**
 * @param {Extract<Block, { type: 'form' }>} block
 * @param {Message} message
 * @param {Tap} tap
 */
function form(block, message, tap) {
  const controls = block.fields.map((field) => control(field, `f${message.id}-${field.name}`));
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = pressable(block.submit, async () => {
    const wrong = controls.find((each) => each.problem() !== null);
    problem.textContent = wrong?.problem() ?? '';
    if (wrong) return wrong.focus();
    const values = controls.map((each) => /** @type {const} */ ([each.name, each.read()]));
    touched.delete(element);
    await tap(message, block.submit, Object.fromEntries(values.filter(([, value]) => value !== undefined)));
  });
  const element = h(
    'form',
    {
      class: 'form',
      novalidate: true,
      'data-shape': JSON.stringify([
        block.submit.id,
        block.fields.map(({ name, kind, options }) => [name, kind, options]),
      ]),
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        button.click();
      },
      onchange: () => touched.add(element),
      oninput: () => touched.add(element),
    },
    ...controls.map((each) => each.element),
    problem,
    h('div', { class: 'actions' }, button),
  );
  return element;
}

/** Forms somebody has begun to fill in. @type {WeakSet<Element>} */
const touched = new WeakSet();

const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex="0"], summary';

/**
 * When a message changes under a person's hands, the form they began, the place of the focus and the bar's
 * old width move over to the new drawing. To be called when `after` has taken the place of `before`.
 * @param {Element} before
 * @param {Element} after
 * @param {{ element: Element, index: number } | null} focus
 */
export function carryOver(before, after, focus) {
  const old = before.querySelector('form');
  const fresh = after.querySelector('form');
  const same = old && fresh && old.dataset.shape === fresh.dataset.shape;
  if (same && touched.has(old)) fresh.replaceWith(old);

  const fold = after.querySelector('details');
  if (fold) fold.open = before.querySelector('details')?.open === true;

  const target =
    focus && (after.contains(focus.element) ? focus.element : after.querySelectorAll(FOCUSABLE)[focus.index]);
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });

  const widths = pieces(before).map((piece) => piece.style.width);
  for (const [index, piece] of pieces(after).entries()) grow(piece, widths[index]);
}

/**
 * Where the focus is inside a drawing about to be replaced.
 * @param {Element} drawing
 * @returns {{ element: Element, index: number } | null}
 */
export function focusIn(drawing) {
  const element = document.activeElement;
  if (!element || !drawing.contains(element)) return null;
  return { element, index: [...drawing.querySelectorAll(FOCUSABLE)].indexOf(element) };
}

/**
 * @param {Element} drawing
 * @returns {HTMLElement[]}
 */
function pieces(drawing) {
  return [...drawing.querySelectorAll('.bar > *')].filter((piece) => piece instanceof HTMLElement);
}

/**
 * From the old width to the new one, at the style sheet's pace.
 * @param {HTMLElement} piece
 * @param {string | undefined} from
 */
function grow(piece, from) {
  if (from === undefined) return;
  const to = piece.style.width;
  piece.style.width = from;
  piece.getBoundingClientRect();
  piece.style.width = to;
}

/**
 * A button that asks first where it should, and cannot be pressed twice while the server thinks.
 * @param {Button} button
 * @param {() => unknown} press
 * @returns {HTMLElement}
 */
function pressable(button, press) {
  if (button.url) {
    return h(
      'a',
      { class: 'button', href: button.url, target: '_blank', rel: 'noopener noreferrer' },
      button.label,
      icon('out'),
    );
  }
  const element = h(
    'button',
    { class: `button ${button.style ?? ''}`, type: 'button', 'data-action': button.id },
    button.label,
  );
  element.addEventListener('click', async () => {
    if (element.getAttribute('aria-disabled') === 'true') return;
    if (button.confirm && !(await confirm(button.confirm, button.label, button.style === 'danger'))) return;
    element.setAttribute('aria-disabled', 'true');
    await press();
    element.removeAttribute('aria-disabled');
  });
  return element;
}

/** @param {{ name: string, url: string }} file */
function attachment(file) {
  return h('a', { class: 'attachment', href: file.url, download: file.name }, icon('file'), file.name);
}
