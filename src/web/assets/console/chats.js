// @ts-check
import { avatar, botAvatar, byId, groupAvatar, h, icon } from './dom.js';
import { describe } from './people.js';
import { chats, entriesOf, state, unread } from './state.js';
import { sayShort } from './when.js';

/** @import { Entry } from './state.js' */

/** @param {() => void} change asks for another person */
export function drawMe(change) {
  const { me } = state;
  byId('me').replaceChildren(
    h(
      'button',
      { class: 'me', type: 'button', 'aria-haspopup': 'dialog', onclick: change },
      avatar(me?.name ?? '？'),
      h(
        'span',
        { class: 'me-words' },
        h('span', { class: 'unseen' }, '我是'),
        h('strong', {}, me?.name ?? '请选择身份'),
        h('small', {}, me ? describe(me) : '以谁的身份试用'),
      ),
      h('span', { class: 'switch' }, '切换'),
    ),
  );
}

/** @param {(chat: string | null) => void} open */
export function drawChats(open) {
  const list = byId('chats');
  const rows = [...list.querySelectorAll('button')];
  const focused = rows.findIndex((button) => button.matches(':focus'));
  list.replaceChildren(...chats().map((chat) => h('li', {}, row(chat, open))));
  list.querySelectorAll('button')[focused]?.focus();
}

/**
 * @param {string | null} chat
 * @param {(chat: string | null) => void} open
 */
function row(chat, open) {
  const last = entriesOf(chat).at(-1);
  const news = unread(chat);
  return h(
    'button',
    {
      class: 'chat',
      type: 'button',
      'aria-current': chat === state.chat && 'true',
      onclick: () => open(chat),
    },
    chat === null ? botAvatar() : groupAvatar(),
    h(
      'span',
      { class: 'chat-words' },
      h(
        'span',
        { class: 'chat-line' },
        h('strong', {}, nameOf(chat)),
        last && h('time', {}, sayShort(last.at, state.now)),
      ),
      h(
        'span',
        { class: 'chat-line' },
        h('small', {}, last ? preview(last) : chat === null ? '说“帮助”看看能做什么' : '还没有消息'),
        news > 0 &&
          h('span', { class: 'badge' }, news > 99 ? '99+' : news, h('span', { class: 'unseen' }, '条未读')),
      ),
    ),
  );
}

/** @param {Entry} entry */
function preview(entry) {
  if (entry.kind === 'card') return entry.card.title;
  return entry.chat === null ? entry.text : `${entry.from}：${entry.text}`;
}

/**
 * @param {string | null} chat
 * @returns {string}
 */
export function nameOf(chat) {
  return chat ?? '支部助手';
}

/** @param {() => void} back */
export function drawTop(back) {
  const button = byId('back');
  if (button.childElementCount === 0) {
    button.append(icon('back'));
    button.addEventListener('click', back);
  }
  const members = state.people.filter(
    (person) => state.chat !== null && person.units.includes(state.chat),
  ).length;
  byId('title').textContent = nameOf(state.chat);
  byId('subtitle').textContent = state.chat === null ? '只有你看得到这里的消息' : `群聊 · ${members} 人`;
  document.title = `${nameOf(state.chat)} · 支部`;
}
