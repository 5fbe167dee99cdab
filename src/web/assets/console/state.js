// @ts-check
/** @import { Message, Person, Said } from './api.js' */
/** @typedef {({ kind: 'card' } & Message) | ({ kind: 'said' } & Said)} Entry */

/** What the page knows. Drawing reads it; only these functions change it. */
export const state = {
  /** @type {Person[]} */
  people: [],
  /** @type {Person | null} */
  me: null,
  /** A unit's name; null is the direct chat with the bot. @type {string | null} */
  chat: null,
  /** The organisation's time, `2026-03-02T09:00:00+08:00`. */
  now: '',
  /** @type {Map<string, Entry>} */
  entries: new Map(),
};

/**
 * @param {Entry} entry
 * @returns {'new' | 'changed' | 'known'}
 */
export function remember(entry) {
  const before = state.entries.get(entry.id);
  if (before && before.seq >= entry.seq) return 'known';
  state.entries.set(entry.id, entry);
  return before ? 'changed' : 'new';
}

/**
 * One chat's entries, oldest first: a changed message stays where it was sent.
 * @param {string | null} chat
 * @returns {Entry[]}
 */
export function entriesOf(chat) {
  return [...state.entries.values()].filter((entry) => entry.chat === chat).sort(byId);
}

/**
 * @param {Entry} a
 * @param {Entry} b
 */
function byId(a, b) {
  return Number(a.id) - Number(b.id);
}

/** @returns {(string | null)[]} */
export function chats() {
  const units = state.me?.units ?? [];
  const heard = [...state.entries.values()].flatMap((entry) => (entry.chat === null ? [] : [entry.chat]));
  return [null, ...new Set([...units, ...heard])];
}

/**
 * @param {string | null} chat
 * @returns {number}
 */
export function unread(chat) {
  const entries = entriesOf(chat);
  const read = Number(kept(readKey(chat)) ?? 0);
  // A mark beyond the last message is another database's.
  const from = read > Number(entries.at(-1)?.id ?? 0) ? 0 : read;
  return entries.filter((entry) => Number(entry.id) > from && !isMine(entry)).length;
}

/**
 * @param {Entry} entry
 * @returns {boolean}
 */
export function isMine(entry) {
  return entry.kind === 'said' && entry.from === state.me?.name;
}

/** @param {string | null} chat */
export function markRead(chat) {
  const last = entriesOf(chat).at(-1);
  if (last && state.me) keep(readKey(chat), last.id);
}

/** @param {string | null} chat */
function readKey(chat) {
  return `read ${state.me?.name} ${chat ?? ''}`;
}

/**
 * Kept in the browser; where storage is forbidden, for as long as the page lives.
 * @param {string} name
 * @param {string} value
 */
export function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`zhibu ${name}`, value);
  } catch {
    return;
  }
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function kept(name) {
  try {
    return memory.get(name) ?? localStorage.getItem(`zhibu ${name}`) ?? undefined;
  } catch {
    return memory.get(name);
  }
}

/** @type {Map<string, string>} */
const memory = new Map();
