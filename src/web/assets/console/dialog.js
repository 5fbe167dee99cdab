// @ts-check
import { byId, h, icon } from './dom.js';

/** @import { Child } from './dom.js' */

/**
 * A modal dialog: Esc and the backdrop close it, the focus returns to where it was.
 * @template T
 * @param {string} title
 * @param {(close: (result?: T) => void) => { body: Child[], foot?: Child[], wide?: boolean }} build
 * @returns {Promise<T | undefined>}
 */
export function dialog(title, build) {
  return new Promise((resolve) => {
    /** @param {T} [value] */
    const close = (value) => {
      element.close();
      element.remove();
      resolve(value);
    };
    const { body, foot = [], wide = false } = build(close);
    const element = h(
      'dialog',
      {
        class: wide ? 'dialog wide' : 'dialog',
        'aria-label': title,
        onclose: () => close(),
        onpointerdown: (/** @type {PointerEvent} */ event) => {
          if (event.target === element) close();
        },
      },
      h(
        'div',
        { class: 'dialog-frame' },
        h(
          'header',
          {},
          h('h2', {}, title),
          h(
            'button',
            { class: 'icon', type: 'button', 'aria-label': '关闭', onclick: () => close() },
            icon('close'),
          ),
        ),
        ...body,
        foot.length > 0 && h('footer', {}, ...foot),
      ),
    );
    document.body.append(element);
    element.showModal();
  });
}

/**
 * @param {string} question
 * @param {string} label what the deciding button says
 * @param {boolean} danger
 * @returns {Promise<boolean>}
 */
export async function confirm(question, label, danger) {
  const sure = await dialog('请确认', (/** @type {(result?: boolean) => void} */ close) => ({
    body: [h('p', { class: 'question' }, question)],
    foot: [
      h('button', { class: 'button', type: 'button', onclick: () => close(false) }, '返回'),
      h(
        'button',
        {
          class: danger ? 'button danger-solid' : 'button primary',
          type: 'button',
          autofocus: true,
          onclick: () => close(true),
        },
        label,
      ),
    ],
  }));
  return sure === true;
}

/**
 * @param {string} text
 * @param {'info' | 'success' | 'warning' | 'error'} [tone]
 */
export function toast(text, tone = 'info') {
  const element = h('p', { class: `toast ${tone}` }, text);
  byId('toasts').replaceChildren(element);
  setTimeout(() => element.remove(), Math.min(9000, 2500 + text.length * 90));
}
