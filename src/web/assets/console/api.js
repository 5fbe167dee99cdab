// @ts-check
/**
 * The console's API, as the server documents it. `card` is the structured form of `text`.
 *
 * @typedef {{ name: string, units: string[], posts: string[] }} Person
 * @typedef {{ value: string, label: string }} Option
 * @typedef {{ name: string, label: string, kind: string, required: boolean, value?: unknown, options?: Option[], hint?: string }} Field
 * @typedef {{ id: string, label: string, style?: 'primary' | 'danger', confirm?: string, url?: string }} Button
 * @typedef {{ label: string, count: number }} Count
 * @typedef {{ type: 'text', text: string }
 *   | { type: 'note', text: string }
 *   | { type: 'facts', facts: { label: string, value: string }[] }
 *   | { type: 'progress', total: Count, parts: Count[] }
 *   | { type: 'roster', label: string, names: string[] }
 *   | { type: 'table', columns: { key: string, label: string, align?: 'left' | 'right' }[], rows: Record<string, string>[] }
 *   | { type: 'chart', svg: string }
 *   | { type: 'divider' }
 *   | { type: 'form', fields: Field[], submit: Button }} Block
 * @typedef {{ title: string, tone: string, blocks: Block[], actions: Button[] }} Card
 * @typedef {{ id: string, seq: number, at: string, chat: string | null, to: string, text: string, card: Card, file?: { name: string, url: string } }} Message
 * @typedef {{ id: string, seq: number, at: string, chat: string | null, from: string, text: string }} Said
 * @typedef {{ tone: 'info' | 'success' | 'warning' | 'error', text: string }} Toast
 * @typedef {{ messages: Message[], toast?: Toast }} Reply
 * @typedef {{ people: Person[], now: string }} People
 */

/** @returns {Promise<People>} */
export function people() {
  return ask('people');
}

/**
 * @param {string} as
 * @param {string | null} chat
 * @param {string} text
 * @returns {Promise<Reply>}
 */
export function say(as, chat, text) {
  return post('say', chat === null ? { as, text } : { as, text, chat });
}

/**
 * @param {string} as
 * @param {string} message
 * @param {string} action
 * @param {Record<string, unknown>} [form]
 * @returns {Promise<Reply>}
 */
export function tap(as, message, action, form) {
  return post('tap', form ? { as, message, action, form } : { as, message, action });
}

/**
 * @param {string} as
 * @param {File} file
 * @returns {Promise<Reply>}
 */
export function upload(as, file) {
  const body = new FormData();
  body.set('as', as);
  body.set('file', file);
  return ask('file', { method: 'POST', body });
}

/**
 * @param {string} now
 * @returns {Promise<{ now: string, delivered: number }>}
 */
export function forward(now) {
  return post('clock', { now });
}

/**
 * Everything the person sees, from the beginning and then as it happens. The browser resumes after a break
 * by itself; where the server refused, it is asked again until `close`.
 * @param {string} as
 * @param {{ message(message: Message): void, said(said: Said): void, clock(clock: { now: string }): void, ready(): void, down(): void }} on
 * @returns {{ close(): void }}
 */
export function stream(as, on) {
  let last = '0';
  /** @type {EventSource} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;

  function open() {
    source = new EventSource(`/console/api/stream?${new URLSearchParams({ as, after: last })}`);
    for (const kind of /** @type {const} */ (['message', 'said', 'clock', 'ready'])) {
      source.addEventListener(kind, (event) => {
        if (event.lastEventId) last = event.lastEventId;
        on[kind](JSON.parse(event.data));
      });
    }
    source.addEventListener('error', () => {
      on.down();
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      again = setTimeout(open, 2000);
    });
  }

  function close() {
    clearTimeout(again);
    source.close();
  }

  // A browser keeps six lines to a server: a page that nobody looks at gives its own back.
  function turn() {
    if (document.hidden) close();
    else if (source.readyState === EventSource.CLOSED) open();
  }

  document.addEventListener('visibilitychange', turn);
  open();
  return {
    close() {
      document.removeEventListener('visibilitychange', turn);
      close();
    },
  };
}

/**
 * @param {string} path
 * @param {unknown} body
 */
function post(path, body) {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const response = await fetch(`/console/api/${path}`, init).catch(() => {
    throw new Error('连不上服务器，请看看它是否还在运行。');
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `服务器没有照常回答（${response.status}）。`);
  return body;
}
