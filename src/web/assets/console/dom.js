// @ts-check
/** @typedef {Node | string | number | false | null | undefined} Child */

/**
 * An element with attributes, listeners (`on…`) and children. Strings become text nodes, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== false && child != null).map(asNode));
  return element;
}

/**
 * @param {Child} child
 * @returns {Node | string}
 */
function asNode(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  down: 'M6 9l6 6 6-6',
  forward: 'M4 6l7 6-7 6zM13 6l7 6-7 6z',
  send: 'M4 12l16-8-6 16-3-7z',
  clip: 'M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400L14.500 7',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4 4',
  group:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-3.500 2.900-6 6.500-6s6.500 2.500 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2.200.8 3.500 2.900 3.500 5.500',
  flag: 'M6 3v18M6 4.500c4.500-2.500 7.500 2 13 0v9c-5.500 2-8.500-2.500-13 0',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  out: 'M9 5h10v10M19 5L6 18',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
};

/**
 * A line drawing, hidden from screen readers: the words beside it say the same.
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon-line');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * A round with a person's last characters, coloured by the name.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function avatar(name) {
  const plain = name.replace(/[（(].*$/u, '');
  const hue = [...plain].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  return h('span', { class: `avatar hue${hue}`, 'aria-hidden': 'true' }, [...plain].slice(-2).join(''));
}

/** @returns {HTMLElement} */
export function botAvatar() {
  return h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('flag'));
}

/** @returns {HTMLElement} */
export function groupAvatar() {
  return h('span', { class: 'avatar group', 'aria-hidden': 'true' }, icon('group'));
}
