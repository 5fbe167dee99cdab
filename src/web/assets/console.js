// @ts-check
import * as api from './console/api.js';
import { drawChats, drawMe, drawTop, nameOf } from './console/chats.js';
import { drawClock, drawNow } from './console/clock.js';
import { drawComposer } from './console/composer.js';
import { toast } from './console/dialog.js';
import { byId, h } from './console/dom.js';
import { atEnd, drawEntry, drawLog, toEnd } from './console/log.js';
import { choicesOf, pickOne } from './console/people.js';
import { keep, kept, markRead, remember, state } from './console/state.js';
import { sayDay, timeOf } from './console/when.js';

/** @import { Button, Message, Reply } from './console/api.js' */
/** @import { Entry } from './console/state.js' */

/** The address holds who and where, so that two tabs can be two people: `#as=王芳&chat=第一党支部`. */

/** @type {{ close(): void } | undefined} */
let stream;
/** Whether what is kept has been drawn; until then nothing is announced. */
let caughtUp = false;
/** Many messages at once are one look at the list. @type {ReturnType<typeof setTimeout> | undefined} */
let seeing;

await start();

async function start() {
  drawComposer(send, upload);
  drawClock(forward);
  byId('newer').addEventListener('click', toEnd);
  byId('log').addEventListener('scroll', () => {
    if (atEnd()) byId('newer').hidden = true;
  });
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('text').focus();
  });
  document.addEventListener('keydown', (event) => {
    if (
      event.key === 'Escape' &&
      !event.defaultPrevented &&
      !document.querySelector('dialog[open], :popover-open')
    ) {
      byId('text').focus();
    }
  });
  document.addEventListener('visibilitychange', see);
  addEventListener('hashchange', follow);
  try {
    await loadPeople();
  } catch (error) {
    return byId('log').replaceChildren(h('p', { class: 'blank' }, sentence(error)));
  }
  follow();
}

async function loadPeople() {
  const { people, now } = await api.people();
  state.people = people;
  state.now = now;
  drawNow();
}

/** The address decides who speaks and which chat is open. */
function follow() {
  const address = new URLSearchParams(location.hash.slice(1));
  const name = address.get('as') ?? kept('me');
  const me = state.people.find((person) => person.name === name) ?? firstPerson();
  if (!me) return byId('log').replaceChildren(nobody());
  const chat = address.get('chat');
  document.body.dataset.screen = address.has('chat') ? 'talk' : 'list';
  state.chat = chat === '' ? null : chat;
  if (me.name === state.me?.name) return show();
  become(me);
}

/** @param {import('./console/api.js').Person} me */
function become(me) {
  stream?.close();
  state.me = me;
  state.entries.clear();
  caughtUp = false;
  keep('me', me.name);
  drawMe(change);
  drawTop(() => go(null, false));
  drawChats((chat) => go(chat, true));
  byId('log').replaceChildren();
  stream = api.stream(me.name, {
    message: (message) => receive({ kind: 'card', ...message }),
    said: (said) => receive({ kind: 'said', ...said }),
    clock: ({ now }) => {
      state.now = now;
      drawNow();
    },
    ready: () => {
      byId('link').textContent = '';
      if (!caughtUp) {
        caughtUp = true;
        show();
      }
    },
    down: () => {
      byId('link').textContent = '连接断开，正在重连…';
    },
  });
}

function show() {
  drawTop(() => go(null, false));
  drawLog(tap);
  see();
  const wide = matchMedia('(min-width: 761px)').matches;
  const list = byId('chats').querySelector('button');
  const place = wide ? byId('text') : document.body.dataset.screen === 'talk' ? byId('log') : list;
  place?.focus({ preventScroll: true });
}

/** @param {Entry} entry */
function receive(entry) {
  const news = remember(entry);
  if (news === 'known' || !caughtUp) return;
  if (entry.chat === state.chat) drawEntry(entry, tap);
  if (entry.kind === 'card' && news === 'new') announce(`${nameOf(entry.chat)}：${entry.text}`);
  seeing ??= setTimeout(see, 20);
}

/** What is on the screen counts as read. */
function see() {
  clearTimeout(seeing);
  seeing = undefined;
  if (!caughtUp) return;
  if (document.visibilityState === 'visible' && byId('log').checkVisibility()) markRead(state.chat);
  drawChats((chat) => go(chat, true));
}

/** @param {string} text */
function announce(text) {
  byId('live').textContent = text;
}

/**
 * @param {string | null} chat
 * @param {boolean} open false goes back to the list on a narrow screen
 */
function go(chat, open) {
  const address = new URLSearchParams({ as: state.me?.name ?? '' });
  if (open) address.set('chat', chat ?? '');
  location.hash = address.toString();
}

async function change() {
  await loadPeople().catch((error) => toast(sentence(error), 'error'));
  const name = await pickOne('以谁的身份试用', choicesOf(state.people), state.me?.name);
  if (name !== undefined) location.hash = new URLSearchParams({ as: name }).toString();
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
function send(text) {
  const { me, chat } = state;
  return me ? attempt(() => api.say(me.name, chat, text)) : Promise.resolve(false);
}

/** @param {File} file */
async function upload(file) {
  const { me } = state;
  if (!me) return;
  go(null, true);
  if (await attempt(() => api.upload(me.name, file))) await loadPeople();
}

/**
 * @param {Message} message
 * @param {Button} button
 * @param {Record<string, unknown>} [form]
 */
async function tap(message, button, form) {
  const { me } = state;
  if (me) await attempt(() => api.tap(me.name, message.id, button.id, form));
}

/**
 * @param {() => Promise<Reply>} request
 * @returns {Promise<boolean>}
 */
async function attempt(request) {
  try {
    const { messages, toast: said } = await request();
    for (const message of messages) receive({ kind: 'card', ...message });
    // What a message says already is not said twice.
    if (said && !messages.some((message) => message.text === said.text)) toast(said.text, said.tone);
    return true;
  } catch (error) {
    toast(sentence(error), 'error');
    return false;
  }
}

/** @param {string} to */
async function forward(to) {
  try {
    const { now, delivered } = await api.forward(to);
    state.now = now;
    drawNow();
    toast(`到了 ${sayDay(now)} ${timeOf(now)}，途中送出 ${delivered} 条消息。`, 'success');
  } catch (error) {
    toast(sentence(error), 'error');
  }
}

/** A branch's secretary has the most to try; failing that, whoever comes first. */
function firstPerson() {
  const secretaries = state.people.filter((person) => person.posts.includes('书记'));
  const ofBranch = secretaries.find((person) => person.units.some((unit) => unit.includes('支部')));
  return ofBranch ?? secretaries[0] ?? state.people[0];
}

function nobody() {
  return h(
    'div',
    { class: 'welcome' },
    h('h2', {}, '名册还是空的'),
    h('p', {}, '先导入名册，再回到这里：在命令行里运行 npm run zhibu -- import 名册.csv'),
  );
}

/** @param {unknown} error */
function sentence(error) {
  return error instanceof Error ? error.message : '出了点问题，请再试一次。';
}
