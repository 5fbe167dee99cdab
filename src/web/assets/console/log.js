// @ts-check
import { carryOver, drawCard, focusIn } from './card.js';
import { avatar, botAvatar, byId, h } from './dom.js';
import { entriesOf, isMine, state } from './state.js';
import { dayOf, sayDay, timeOf } from './when.js';

/** @import { Entry } from './state.js' */
/** @import { Tap } from './card.js' */

const PAGE = 80;
let shown = PAGE;

/** @param {Tap} tap */
export function drawLog(tap) {
  shown = PAGE;
  redraw(tap);
  toEnd();
}

/**
 * One new or changed entry of the open chat.
 * @param {Entry} entry
 * @param {Tap} tap
 */
export function drawEntry(entry, tap) {
  const log = byId('log');
  const before = log.querySelector(`[data-id="${CSS.escape(entry.id)}"]`);
  const stay = atEnd();
  if (before) replace(before, entry, tap);
  else append(log, entry, tap);
  if (stay || isMine(entry)) toEnd();
  else if (!before) byId('newer').hidden = false;
}

/** To the newest entry; of one taller than the screen, to its beginning. */
export function toEnd() {
  const log = byId('log');
  const last = log.lastElementChild;
  const tall = last instanceof HTMLElement && last.offsetHeight > log.clientHeight - 40;
  log.scrollTop = tall ? last.offsetTop - 12 : log.scrollHeight;
  byId('newer').hidden = true;
}

/** @returns {boolean} */
export function atEnd() {
  const log = byId('log');
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

/** @param {Tap} tap */
function redraw(tap) {
  const entries = entriesOf(state.chat);
  const log = byId('log');
  log.replaceChildren();
  if (entries.length === 0) log.append(welcome());
  if (entries.length > shown) log.append(earlier(tap));
  for (const entry of entries.slice(-shown)) append(log, entry, tap);
}

/**
 * @param {Element} before
 * @param {Entry} entry
 * @param {Tap} tap
 */
function replace(before, entry, tap) {
  const focus = focusIn(before);
  const after = drawRow(entry, before.classList.contains('follow'), tap);
  before.replaceWith(after);
  carryOver(before, after, focus);
  after.classList.add('changed');
}

/**
 * @param {HTMLElement} log
 * @param {Entry} entry
 * @param {Tap} tap
 */
function append(log, entry, tap) {
  log.querySelector('.welcome')?.remove();
  const last = log.lastElementChild;
  const newDay = !(last instanceof HTMLElement) || last.dataset.day !== dayOf(entry.at);
  if (newDay) log.append(h('p', { class: 'day' }, h('span', {}, sayDay(entry.at))));
  const follow = !newDay && last.dataset.from === fromOf(entry) && last.dataset.minute === timeOf(entry.at);
  log.append(drawRow(entry, follow, tap));
}

/**
 * @param {Entry} entry
 * @param {boolean} follow whether the sender and the minute stand above already
 * @param {Tap} tap
 */
function drawRow(entry, follow, tap) {
  const mine = isMine(entry);
  const from = fromOf(entry);
  return h(
    'div',
    {
      class: `entry ${entry.kind}${mine ? ' mine' : ''}${follow ? ' follow' : ''}`,
      'data-id': entry.id,
      'data-day': dayOf(entry.at),
      'data-minute': timeOf(entry.at),
      'data-from': from,
    },
    entry.kind === 'card' ? botAvatar() : avatar(entry.from),
    h(
      'div',
      { class: 'entry-body' },
      h(
        'p',
        { class: 'byline' },
        h('span', mine ? { class: 'unseen' } : {}, mine ? '我' : from),
        h('time', {}, timeOf(entry.at)),
      ),
      entry.kind === 'card' ? drawCard(entry, tap) : h('p', { class: 'bubble' }, entry.text),
    ),
  );
}

/** @param {Entry} entry */
function fromOf(entry) {
  return entry.kind === 'card' ? '支部助手' : entry.from;
}

/** @param {Tap} tap */
function earlier(tap) {
  return h(
    'button',
    {
      class: 'earlier',
      type: 'button',
      onclick: () => {
        const log = byId('log');
        const below = log.scrollHeight - log.scrollTop;
        shown += PAGE;
        redraw(tap);
        log.scrollTop = log.scrollHeight - below;
      },
    },
    '看更早的消息',
  );
}

function welcome() {
  const name = state.me?.name.replace(/[（(].*$/u, '');
  return h(
    'div',
    { class: 'welcome' },
    botAvatar(),
    h('h2', {}, state.chat === null ? `${name ?? ''}，你好` : state.chat),
    h(
      'p',
      {},
      state.chat === null
        ? '我是支部助手：活动通知、签到请假、会后记录和到期提醒，都在这里。说“帮助”看看能做什么。'
        : '支部的通知和签到会出现在这个群里。',
    ),
  );
}
