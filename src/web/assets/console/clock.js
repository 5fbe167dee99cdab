// @ts-check
import { dialog, toast } from './dialog.js';
import { byId, h, icon } from './dom.js';
import { state } from './state.js';
import { instantOf, onDay, sayDay, shift, timeOf } from './when.js';

/** @param {(to: string) => Promise<void>} forward */
export function drawClock(forward) {
  const menu = h(
    'div',
    { class: 'menu', id: 'forward', popover: 'auto', role: 'menu', 'aria-label': '快进' },
    item('1 小时后', () => shift(state.now, 60), true),
    item('明天 9:00', () => onDay(state.now, 1, '09:00')),
    item('1 周后', () => shift(state.now, 7 * 24 * 60)),
    h('button', { type: 'button', role: 'menuitem', onclick: () => ask(menu, forward) }, '选择时间…'),
  );
  const button = h(
    'button',
    {
      class: 'forward',
      type: 'button',
      'aria-haspopup': 'menu',
      popovertarget: 'forward',
      title: '快进：让时间走到以后',
    },
    icon('forward'),
    h('span', {}, '快进'),
  );
  menu.addEventListener('toggle', (event) => {
    button.setAttribute('aria-expanded', String(event instanceof ToggleEvent && event.newState === 'open'));
  });
  menu.addEventListener('keydown', (event) => {
    const items = [...menu.querySelectorAll('button')];
    const at = items.findIndex((each) => each.matches(':focus'));
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    items.at((at + step) % items.length)?.focus();
  });

  /**
   * @param {string} label
   * @param {() => string} to
   * @param {boolean} [first] takes the focus when the menu opens
   */
  function item(label, to, first) {
    return h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        autofocus: first,
        onclick: () => {
          menu.hidePopover();
          button.focus();
          forward(to());
        },
      },
      label,
    );
  }

  byId('clock').append(h('p', { class: 'now', id: 'now' }), button, menu);
}

export function drawNow() {
  byId('now').replaceChildren(
    h('span', { class: 'unseen' }, '现在是'),
    h('span', { class: 'now-day' }, sayDay(state.now)),
    h('b', {}, timeOf(state.now)),
  );
}

/**
 * @param {HTMLElement} menu
 * @param {(to: string) => Promise<void>} forward
 */
async function ask(menu, forward) {
  menu.hidePopover();
  const input = h('input', {
    type: 'datetime-local',
    id: 'until',
    min: state.now.slice(0, 16),
    autofocus: true,
  });
  input.value = state.now.slice(0, 16);
  const to = await dialog('快进到', (/** @type {(result?: string) => void} */ close) => ({
    body: [
      h('div', { class: 'field' }, h('label', { for: 'until' }, '走到这个时间'), input),
      h('p', { class: 'note' }, '途中该发的通知、提醒会照常送出。时间只能往前走。'),
    ],
    foot: [
      h('button', { class: 'button', type: 'button', onclick: () => close() }, '取消'),
      h('button', { class: 'button primary', type: 'button', onclick: () => close(input.value) }, '快进'),
    ],
  }));
  if (to === undefined) return;
  if (to === '') return toast('请选择一个时间。', 'warning');
  await forward(instantOf(to, state.now));
}
