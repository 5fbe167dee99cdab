import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fault, textOf } from './card.ts';
import { press } from './client.ts';
import {
  botAdded,
  botDeleted,
  cardPress,
  keys as defaultKeys,
  directChat,
  fileMessage,
  type Keys,
  type Mentioned,
  menu,
  message,
  messageOf,
  type Payload,
  sealed,
} from './payloads.ts';
import { accept, type Wire } from './wire.ts';

/** A message as its readers see it now. */
export interface Shown {
  id: string;
  /** The open_id or chat_id it was sent to. */
  to: string;
  type: 'interactive' | 'text' | 'file';
  /** The file, of a message that is one. */
  file?: { name: string; bytes: Uint8Array };
  /** Card JSON; null of a text message. */
  card: unknown;
  text: string;
  uuid: string;
  /** When it was sent, by the fake's clock. */
  at: number;
  /** How often it was drawn anew. */
  updates: number;
}

export interface Toasted {
  status: number;
  toast?: { type: string; content: string };
  /** What the pressed card shows after the answer, if the answer has a card. */
  text?: string;
}

export interface FakeOptions {
  /** Milliseconds; what the limits, the tokens and the signatures go by. */
  now?: () => number;
  /** Lark's limits of pace; off for tests of something else. */
  limits?: boolean;
  keys?: Keys;
  /** Where Lark sends events and callbacks to. */
  hook?: (request: Request) => Promise<Response> | Response;
}

export type FakeLark = Awaited<ReturnType<typeof fakeLark>>;

const SECRET = 'app-secret-of-a-test';
const TOKEN_SECONDS = 7_200;
/** Entries on a page of the directory, far fewer than Lark's. */
const PAGE = 3;
const DAY = 86_400_000;

/** An open platform on loopback: strict where Lark is strict, and it remembers what every reader sees. */
export async function fakeLark(options: FakeOptions = {}) {
  const { now = Date.now, limits = true, keys = defaultKeys } = options;
  const botId = 'ou_bot_of_a_test';
  const shown: (Shown & { recalled?: boolean })[] = [];
  const calls: { method: string; path: string; code: number; at: number }[] = [];
  const tokens = new Map<string, number>();
  const sentUuids = new Map<string, { id: string; at: number }>();
  const sends: { api: string; to: string; at: number }[] = [];
  const refusals = new Map<string, Refused>();
  const files = new Map<string, { message: string; type: 'file' | 'image'; bytes: Uint8Array }>();
  const uploads = new Map<string, Uploaded>();
  const planned: Planned[] = [];
  const scopes = new Set([
    'im:message:send_as_bot',
    'im:message:readonly',
    'im:resource',
    'im:message.p2p_msg:readonly',
    'im:message.group_at_msg:readonly',
    'im:chat.members:bot_access',
  ]);
  let hook = options.hook;
  let over: Wire | undefined;
  let down = false;
  const gone = new Set<string>();
  const directory: { departments: Payload[]; users: Payload[]; tops: string[]; alone: string[] } = {
    departments: [],
    users: [],
    tops: [],
    alone: [],
  };

  const server = createServer((request, response) => void serve(request, response));
  const wires: Wire[] = [];
  const arrivals: ((wire: Wire) => void)[] = [];
  server.on('upgrade', (request, socket) => {
    const wire = accept(request, socket);
    wires.push(wire);
    void wire.opened.then(() => {
      for (const arrived of arrivals.splice(0)) arrived(wire);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    domain,
    keys,
    botId,
    shown,
    calls,
    /** What `openLark` takes. */
    config: {
      mode: 'webhook' as const,
      appId: keys.appId,
      appSecret: SECRET,
      encryptKey: keys.encryptKey,
      verificationToken: keys.verificationToken,
      domain,
    },
    /** All that a person (open_id) or a group (chat_id) was sent and still sees, oldest first. */
    messagesTo: (id: string): Shown[] =>
      shown.filter((one) => one.to === id && !one.recalled).map((one) => ({ ...one })),
    lastTo,
    connect,
    connected,
    /** Nothing is answered, and every connection is cut; or all is well again. */
    outage,
    /** The departments and people that the app may see. */
    directory,
    /** They have left the company. */
    leaves: (id: string) => void gone.add(id),
    says,
    sends: sendsFile,
    shows,
    /** What was sent is not to be had any more. */
    loses: () => files.clear(),
    press: pressOn,
    chooses,
    added: (chat: string, name = '群') => deliver(botAdded(chat, { name })),
    removed: (chat: string) => deliver(botDeleted(chat)),
    deliver,
    /** From now on sends to this address are refused: a blocked user, a dissolved group, and so on. */
    refuse: (id: string, why: keyof typeof WHY) => void refusals.set(id, WHY[why]),
    accept: (id: string) => void refusals.delete(id),
    /** The next call of the API is answered like this, before it is looked at. */
    next: (...answers: Planned[]) => void planned.push(...answers),
    forgetTokens: () => tokens.clear(),
    /** What the tenant has granted to the app. */
    scopes,
    recall: (id: string) => void Object.assign(find(id) ?? {}, { recalled: true }),
    close,
  };

  function close(): Promise<void> {
    for (const wire of wires) wire.drop();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }

  function outage(begins: boolean): void {
    down = begins;
    if (begins) for (const wire of wires) wire.drop();
  }

  /** Where events and callbacks go; also an option. */
  function connect(to: (request: Request) => Promise<Response> | Response): void {
    hook = to;
  }

  /** Resolves when somebody has opened a long connection; from then on everything goes over it. */
  async function connected(): Promise<Wire> {
    const wire = await new Promise<Wire>((resolve) => arrivals.push(resolve));
    over = wire;
    return wire;
  }

  async function deliver(payload: Payload): Promise<Response> {
    if (over) {
      const { code, data } = await over.event(payload);
      return Response.json(data ?? {}, { status: code });
    }
    if (!hook)
      throw new Error('the fake is connected to nothing: lark.connect((request) => app.fetch(request))');
    return await hook(sealed(payload, { at: now(), keys }));
  }

  /** Says something to the bot: in the direct chat, or in a group, where the bot is mentioned unless `quietly`. */
  function says(
    by: string,
    text: string,
    { chat, quietly = false }: { chat?: string; quietly?: boolean } = {},
  ) {
    const mentions: Mentioned[] = chat && !quietly ? [{ id: botId, name: '支部助手' }] : [];
    const words = mentions.length ? `@_user_1 ${text}` : text;
    return deliver(
      message(by, words, { of: keys, ...(chat && { chat }), ...(mentions.length && { mentions }) }),
    );
  }

  function sendsFile(by: string, name: string, bytes: Uint8Array | string) {
    const id = `om_${randomUUID()}`;
    const key = `file_${randomUUID()}`;
    files.set(key, {
      message: id,
      type: 'file',
      bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
    });
    return deliver(fileMessage(by, { key, name }, { id, of: keys }));
  }

  /** Sends a picture, or several in rich text where something is written beside them. */
  function shows(by: string, pictures: readonly Uint8Array[], text?: string) {
    const id = `om_${randomUUID()}`;
    const sent = pictures.map((bytes) => {
      const key = `img_${randomUUID()}`;
      files.set(key, { message: id, type: 'image', bytes });
      return key;
    });
    if (text === undefined) return deliver(messageOf(by, 'image', { image_key: sent[0] }, { id, of: keys }));
    const content = [
      [{ tag: 'text', text }],
      ...sent.map((key) => [{ tag: 'img', image_key: key, width: 300, height: 300 }]),
    ];
    return deliver(messageOf(by, 'post', { title: '', content }, { id, of: keys }));
  }

  function chooses(by: string, key: string) {
    return deliver(menu(by, key));
  }

  /** Presses a button on a message, as its readers see it; the card changes as the answer says. */
  async function pressOn(
    on: Shown | string,
    label: string,
    { by, form, times = 1 }: { by: string; form?: Record<string, unknown>; times?: number },
  ): Promise<Toasted> {
    const target = find(typeof on === 'string' ? on : on.id);
    if (!target?.card) throw new Error('there is no card to press on');
    const { value, form: filled } = press(target.card, label, form);
    const chat = target.to.startsWith('oc_') ? target.to : directChat(by);
    const payload = cardPress(by, value, {
      message: target.id,
      chat,
      of: keys,
      ...(filled && { form: filled }),
    });
    let last: Toasted = { status: 0 };
    for (let time = 0; time < times; time++) last = await answered(target, await deliver(payload));
    return last;
  }

  async function answered(target: Shown, response: Response): Promise<Toasted> {
    if (response.status !== 200) return { status: response.status };
    const { toast, card } = (await response.json()) as {
      toast?: Toasted['toast'];
      card?: { type: string; data: unknown };
    };
    if (card) {
      const wrong = card.type === 'raw' ? fault(JSON.stringify(card.data)) : 'not a raw card';
      if (wrong) throw new Error(`200673: ${wrong}`);
      draw(target, JSON.stringify(card.data));
    }
    return { status: 200, ...(toast && { toast }), ...(card && { text: target.text }) };
  }

  function lastTo(id: string): Shown {
    const last = shown.findLast((one) => one.to === id && !one.recalled);
    if (!last) throw new Error(`nothing was sent to ${id}`);
    return { ...last };
  }

  function find(id: string): (Shown & { recalled?: boolean }) | undefined {
    return shown.find((one) => one.id === id);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', domain);
    const body = await read(request);
    const answer =
      (down ? { code: -1, drop: true } : planned.shift()) ??
      (await upload(path, body, request)) ??
      route(request.method ?? 'GET', path, searchParams, body, request.headers.authorization);
    calls.push({ method: request.method ?? '', path, code: answer.code, at: now() });
    if (answer.drop) {
      request.socket.destroy();
      return;
    }
    if (answer.bytes) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer.bytes);
      return;
    }
    const {
      code,
      msg = code === 0 ? 'success' : 'refused',
      status = code === 0 ? 200 : 400,
      headers = {},
      data,
      more,
    } = answer;
    const error =
      code === 0 ? {} : { error: { log_id: randomUUID(), troubleshooter: 'https://open.feishu.cn/search' } };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify({ code, msg, ...(data && { data }), ...more, ...error }));
  }

  function route(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Payload,
    authorization?: string,
  ): Planned {
    if (path === '/open-apis/auth/v3/tenant_access_token/internal') return token(body);
    if (path === '/callback/ws/endpoint') return endpoint(body);
    const refused = unauthorized(authorization);
    if (refused) return refused;
    if (method === 'GET' && path === '/open-apis/bot/v3/info') {
      return {
        code: 0,
        msg: 'ok',
        more: { bot: { activate_status: 2, app_name: '支部助手', open_id: botId } },
      };
    }
    if (method === 'GET' && path === '/open-apis/application/v6/scopes') {
      return {
        code: 0,
        data: { scopes: [...scopes].map((scope) => ({ scope_name: scope, grant_status: 1 })) },
      };
    }
    if (method === 'POST' && path === '/open-apis/im/v1/messages')
      return create(query.get('receive_id_type'), body);
    const patched = /^\/open-apis\/im\/v1\/messages\/([^/]+)$/.exec(path);
    if (method === 'PATCH' && patched?.[1]) return patch(patched[1], body);
    const contact = /^\/open-apis\/contact\/v3\/(.+)$/.exec(path);
    if (method === 'GET' && contact?.[1]) return contacts(contact[1], query);
    const resource = /^\/open-apis\/im\/v1\/messages\/([^/]+)\/resources\/([^/]+)$/.exec(path);
    if (method === 'GET' && resource)
      return download(String(resource[1]), String(resource[2]), query.get('type'));
    return { code: 404, status: 404, msg: 'no such call' };
  }

  /** The directory, a page at a time; what the app may not see is refused. */
  function contacts(path: string, query: URLSearchParams): Planned {
    if (!scopes.has('contact:contact.base:readonly')) return { code: 99991672, msg: 'Access denied.' };
    if (query.get('user_id_type') !== 'open_id' || query.get('department_id_type') !== 'open_department_id')
      return { code: 40001, msg: 'invalid parameter' };
    const { departments, users, tops, alone } = directory;
    const shown = (one: Payload) => ({
      ...one,
      status: { is_resigned: gone.has(String(one.open_id)), is_frozen: false },
    });
    const page = (all: Payload[]): Planned => {
      const size = Math.min(Number(query.get('page_size')), PAGE);
      const from = Number(query.get('page_token') ?? 0);
      const more = from + size < all.length;
      const items = all.slice(from, from + size);
      return { code: 0, data: { items, has_more: more, ...(more && { page_token: String(from + size) }) } };
    };
    if (path === 'scopes')
      return { code: 0, data: { department_ids: tops, user_ids: alone, has_more: false } };
    if (path === 'users/batch') {
      const ids = query.getAll('user_ids');
      return page(users.filter(({ open_id: id }) => ids.includes(String(id))).map(shown));
    }
    if (path === 'users/find_by_department') {
      const wanted = query.get('department_id') ?? '';
      return page(users.filter((one) => (one.department_ids as string[]).includes(wanted)).map(shown));
    }
    const [, id, children] = /^departments\/([^/]+)(\/children)?$/.exec(path) ?? [];
    const own = departments.find((one) => one.open_department_id === id);
    if (!own) return { code: 40004, msg: 'no dept authority error' };
    if (!children) return { code: 0, data: { department: own } };
    const beneath = (above: unknown): Payload[] =>
      departments
        .filter((one) => one.parent_department_id === above)
        .flatMap((one) => [one, ...beneath(one.open_department_id)]);
    return page(beneath(id));
  }

  function token({ app_id: id, app_secret: secret }: Payload): Planned {
    if (id !== keys.appId) return { code: 10003, status: 200, msg: 'invalid param' };
    if (secret !== SECRET) return { code: 10014, status: 200, msg: 'app secret invalid' };
    const issued = `t-${randomUUID()}`;
    tokens.set(issued, now() + TOKEN_SECONDS * 1000);
    return { code: 0, msg: 'ok', more: { tenant_access_token: issued, expire: TOKEN_SECONDS } };
  }

  function endpoint({ AppID: id, AppSecret: secret }: Payload): Planned {
    if (id !== keys.appId || secret !== SECRET) return { code: 514, status: 200, msg: 'auth failed' };
    const URL = `${domain.replace('http', 'ws')}/ws?device_id=1&service_id=1`;
    const ClientConfig = {
      PingInterval: 120,
      ReconnectCount: -1,
      ReconnectInterval: 0.01,
      ReconnectNonce: 0,
    };
    return { code: 0, msg: '', data: { URL, ClientConfig } };
  }

  function unauthorized(authorization?: string): Planned | null {
    if (!authorization) return { code: 99991661, msg: 'Missing access token for authorization.' };
    const until = tokens.get(authorization.replace(/^Bearer /, ''));
    if (until !== undefined && until > now()) return null;
    return {
      code: 99991663,
      msg: 'Invalid access token for authorization. Please make a request with token attached.',
    };
  }

  /** A form of three parts; no empty file, none over 30 MB, and of the types that Lark names. */
  async function upload(path: string, body: Payload, request: IncomingMessage): Promise<Planned | null> {
    if (path !== '/open-apis/im/v1/files') return null;
    const refused = unauthorized(request.headers.authorization);
    if (refused) return refused;
    if (!scopes.has('im:resource'))
      return { code: 99991672, msg: 'Access denied. One of the following scopes is required: [im:resource]' };
    const { form } = body;
    const [type, name, file] =
      form instanceof FormData ? ['file_type', 'file_name', 'file'].map((part) => form.get(part)) : [];
    const known = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'].includes(String(type));
    if (!known || typeof name !== 'string' || !(file instanceof Blob))
      return { code: 234001, msg: 'Invalid request param.' };
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.length === 0 || bytes.length > 30 * 1024 * 1024)
      return { code: 234010, msg: 'File size is 0 or over the limit.' };
    const key = `file_v3_${randomUUID()}`;
    uploads.set(key, { name, bytes });
    return { code: 0, data: { file_key: key } };
  }

  function create(type: string | null, body: Payload): Planned {
    const { receive_id: to, msg_type: kind, content, uuid } = body;
    if (
      typeof to !== 'string' ||
      typeof content !== 'string' ||
      (kind !== 'interactive' && kind !== 'text' && kind !== 'file')
    )
      return INVALID;
    if ((type === 'chat_id') !== to.startsWith('oc_') || (type === 'open_id') !== to.startsWith('ou_'))
      return WHY.unknown;
    if (typeof uuid !== 'string' || uuid.length > 50) return INVALID;
    const slow = tooFast('create', to);
    if (slow) return slow;
    const refused = refusals.get(to);
    if (refused) return refused;
    const before = sentUuids.get(uuid);
    if (before && before.at > now() - 3_600_000) return { code: 0, data: { message_id: before.id } };
    const uploaded = kind === 'file' ? uploads.get(JSON.parse(content).file_key) : undefined;
    const wrong =
      kind === 'interactive'
        ? cardFault(content)
        : kind === 'file'
          ? fileFault(uploaded)
          : textFault(content);
    if (wrong) return wrong;
    const id = `om_${createHash('sha1').update(`${shown.length} ${uuid}`).digest('hex')}`;
    const sent: Shown = { id, to, type: kind, card: null, text: '', uuid, at: now(), updates: -1 };
    if (uploaded) sent.file = uploaded;
    draw(sent, content);
    shown.push(sent);
    sentUuids.set(uuid, { id, at: now() });
    return {
      code: 0,
      data: { message_id: id, chat_id: to.startsWith('ou_') ? directChat(to) : to, msg_type: kind },
    };
  }

  function patch(id: string, { content }: Payload): Planned {
    const target = find(id);
    if (!target || typeof content !== 'string') return INVALID;
    if (target.recalled) return { code: 230011, msg: 'The message is recalled.' };
    if (target.type !== 'interactive') return { code: 230001, msg: 'This message is NOT a card.' };
    if (now() - target.at > 14 * DAY)
      return { code: 230031, msg: 'Message can only be modified within 14 days after sending.' };
    const slow = tooFast('patch', id);
    if (slow) return slow;
    const refused = refusals.get(target.to);
    if (refused) return refused;
    const wrong = cardFault(content);
    if (wrong) return wrong;
    draw(target, content);
    return { code: 0, data: {} };
  }

  function download(id: string, key: string, type: string | null): Planned {
    const file = files.get(key);
    if (type !== 'file' && type !== 'image') return { code: 234001, msg: 'Invalid request param.' };
    if (file?.message !== id || file.type !== type) return { code: 234003, msg: 'File not in message.' };
    return { code: 0, bytes: file.bytes };
  }

  /** The app's 50 a second and 1000 a minute for each call; everybody's and every message's own 5 a second. */
  function tooFast(api: string, to: string): Planned | null {
    if (!limits) return null;
    const at = now();
    const within = (span: number) => sends.filter((send) => send.api === api && send.at > at - span);
    if (within(1_000).length >= 50 || within(60_000).length >= 1_000) {
      const reset = within(1_000).length >= 50 ? 1 : 60;
      const headers = { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': String(reset) };
      return { code: 99991400, status: 429, msg: 'request trigger frequency limit', headers };
    }
    if (within(1_000).filter((send) => send.to === to).length >= 5)
      return { code: 230020, msg: 'This operation triggers the frequency limit.' };
    sends.push({ api, to, at });
    return null;
  }
}

function draw(target: Shown, content: string): void {
  target.card = target.type === 'interactive' ? JSON.parse(content) : null;
  if (target.file) target.text = target.file.name;
  else target.text = target.type === 'interactive' ? textOf(target.card) : JSON.parse(content).text;
  target.updates++;
}

function cardFault(content: string): Refused | null {
  const wrong = fault(content);
  if (wrong === null) return null;
  if (Buffer.byteLength(content) > 30 * 1024)
    return { code: 230025, msg: 'The length of the message content reaches its limit.' };
  return {
    code: 230099,
    msg: `Failed to create card content, ext=ErrCode: 11310; ErrMsg: ${wrong}; ErrorValue: ${content.slice(0, 80)}`,
  };
}

/** A key that Lark has never given out. */
function fileFault(uploaded: Uploaded | undefined): Refused | null {
  return uploaded
    ? null
    : { code: 230001, msg: 'Your request contains an invalid request parameter, file_key is invalid.' };
}

interface Uploaded {
  name: string;
  bytes: Uint8Array;
}

function textFault(content: string): Refused | null {
  return typeof JSON.parse(content).text === 'string' ? null : INVALID;
}

export interface Refused {
  code: number;
  msg?: string;
  status?: number;
}

/** An answer of the API; `drop` closes the connection without one. */
export interface Planned extends Refused {
  headers?: Record<string, string>;
  data?: Payload;
  more?: Payload;
  bytes?: Uint8Array;
  drop?: boolean;
}

const INVALID: Refused = { code: 230001, msg: 'Your request contains an invalid request parameter.' };

const WHY = {
  blocked: { code: 230053, msg: 'The user has stopped the bot from sending messages.' },
  dissolved: { code: 232009, msg: 'Your request specifies a chat which has already been dissolved.' },
  outside: { code: 230002, msg: 'Bot can NOT be out of the chat.' },
  unavailable: { code: 230013, msg: 'Bot has NO availability to this user.' },
  muted: { code: 230035, msg: 'Send Message Permission deny.' },
  unknown: { code: 230034, msg: 'The receive_id is invalid.' },
} satisfies Record<string, Refused>;

async function read(request: IncomingMessage): Promise<Payload> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data'))
    return { form: await new Response(bytes, { headers: { 'content-type': type } }).formData() };
  const text = bytes.toString('utf8');
  return text ? JSON.parse(text) : {};
}
