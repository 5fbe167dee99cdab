import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlsOf, fault, linksOf, questionsOf, textOf } from './card.ts';
import {
  check,
  click,
  keys as defaultKeys,
  event,
  type Keys,
  left,
  message,
  press,
  sealed,
  text,
} from './payloads.ts';

type Node = Record<string, unknown>;

/** A message as its reader sees it now. */
export interface Shown {
  id: string;
  /** The member's or the chat's id. */
  to: string;
  type: 'template_card' | 'text' | 'file';
  /** The template card; null of a text. */
  card: Node | null;
  text: string;
  /** When it was sent, by the fake's clock. */
  at: number;
  /** How often it was drawn anew. */
  updates: number;
}

export interface FakeOptions {
  /** Milliseconds; what the limits, the tokens, the codes and the signatures go by. */
  now?: () => number;
  keys?: Keys;
  /** Where WeCom sends what happens to. */
  hook?: (request: Request) => Promise<Response> | Response;
}

/** An answer that is given before a call is looked at. */
export interface Planned {
  errcode: number;
  errmsg?: string;
  more?: Node;
  drop?: boolean;
  /** It did happen, and only the answer is lost. */
  after?: boolean;
}

interface MenuButton {
  name: string;
  type?: string;
  key?: string;
  sub_button?: MenuButton[];
}

export interface Listed {
  departments: { id: number; name: string; parentid: number; order: number }[];
  /** By department. */
  members: Record<number, { userid: string; name: string; department: number[]; open_userid: string }[]>;
}

export type FakeWecom = Awaited<ReturnType<typeof fakeWecom>>;

const SECRET = 'app-secret-of-a-test';
const TOKEN_SECONDS = 7_200;
const CODE_LASTS = 72 * 3_600_000;
const ADDRESS = '203.0.113.7';

/** WeCom on loopback: strict where it is strict, silent where it is silent, and it remembers what every reader sees. */
export async function fakeWecom(options: FakeOptions = {}) {
  const { now = Date.now, keys = defaultKeys } = options;
  const shown: Shown[] = [];
  const calls: { path: string; code: number }[] = [];
  /** Messages that WeCom took and never delivered, for pace. */
  const dropped: { to: string; at: number }[] = [];
  const tokens = new Map<string, number>();
  const codes = new Map<string, { message: Shown; user: string; until: number; used: boolean }>();
  const tasks = new Map<string, string>();
  const repeats = new Map<string, { at: number; answer: Node }>();
  const files = new Map<string, { name: string; bytes: Uint8Array }>();
  const chats = new Map<string, { name: string; owner: string; members: string[] }>();
  const unreachable = new Set<string>();
  const planned: Planned[] = [];
  const app: Node = {
    name: '支部助手',
    close: 0,
    allow_userinfos: { user: [] },
    allow_partys: { partyid: [1] },
    allow_tags: { tagid: [] },
  };
  let trusted = true;
  let directory: Listed | undefined;
  let menu: string[] = [];
  let hook = options.hook;

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    api,
    keys,
    shown,
    calls,
    dropped,
    app,
    /** What `openWecom` takes. */
    config: { ...keys, secret: SECRET, api },
    messagesTo: (id: string): Shown[] => shown.filter((one) => one.to === id).map((one) => ({ ...one })),
    lastTo,
    connect: (to: NonNullable<FakeOptions['hook']>) => {
      hook = to;
    },
    deliver,
    says: (by: string, said: string, more: { id?: string } = {}) =>
      deliver(text(by, said, { of: keys, at: seconds(), ...more })),
    sends: sendsFile,
    shows,
    /** What was sent is not to be had any more. */
    loses: () => files.clear(),
    chooses: (by: string, key: string) => deliver(click(by, key, { of: keys, at: seconds() })),
    enters: (by: string) => deliver(event(by, 'enter_agent', { EventKey: '' }, { of: keys, at: seconds() })),
    leaves: (user: string) => deliver(left(user, { of: keys, at: seconds() })),
    press: pressOn,
    checks: (word: string) => hooked(check(word, { at: now(), of: keys })),
    /** The next calls are answered like this. */
    next: (...answers: Planned[]) => void planned.push(...answers),
    forgetTokens: () => tokens.clear(),
    /** The address that calls come from is taken off the trusted list, or put on it. */
    trust: (yes: boolean) => {
      trusted = yes;
    },
    /** Out of the app's sight, or in it again. */
    hide: (user: string) => void unreachable.add(user),
    /** Departments and members whom the app may see. */
    list: (listed: Listed) => {
      directory = listed;
    },
    /** A group chat that the app has made. */
    chat: (id: string) => void chats.set(id, { name: '群', owner: '', members: [] }),
    chats,
    /** The keys of the app's menu. */
    menu: () => menu,
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  function seconds(): number {
    return Math.floor(now() / 1000);
  }

  function hooked(request: Request): Promise<Response> | Response {
    if (!hook)
      throw new Error('the fake is connected to nothing: wecom.connect((request) => app.fetch(request))');
    return hook(request);
  }

  /** As WeCom does it: again, up to three times in all, while the answer is not 200. */
  async function deliver(plain: string): Promise<Response> {
    let response = await hooked(sealed(plain, { at: now(), of: keys }));
    for (let time = 1; time < 3 && response.status >= 500; time++)
      response = await hooked(sealed(plain, { at: now(), of: keys }));
    return response;
  }

  function sendsFile(by: string, name: string, bytes: Uint8Array | string, { named = false } = {}) {
    const media = `media_${randomUUID()}`;
    files.set(media, { name, bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes });
    const content = { MediaId: media, ...(named && { FileName: name }) };
    return deliver(message(by, 'file', content, { of: keys, at: seconds() }));
  }

  /** Sends a picture. */
  function shows(by: string, bytes: Uint8Array) {
    const media = `media_${randomUUID()}`;
    files.set(media, { name: `${media}.jpg`, bytes });
    const content = { PicUrl: 'http://wework.qpic.cn/0', MediaId: media };
    return deliver(message(by, 'image', content, { of: keys, at: seconds() }));
  }

  /** Presses a button on a card as it stands; `choose`: what is chosen in its lists, by what a reader sees. */
  async function pressOn(
    on: Shown | string,
    label: string,
    { by, choose = {} }: { by: string; choose?: Record<string, string | string[]> },
  ): Promise<{ status: number; text: string }> {
    const target = find(typeof on === 'string' ? on : on.id);
    if (!target?.card) throw new Error('there is no card to press on');
    const card = target.card;
    const control = controlsOf(card).find((one) => one.label === label);
    if (!control)
      throw new Error(
        `no button says ${label}; there are: ${controlsOf(card)
          .map((one) => one.label)
          .join('、')}`,
      );
    if (!control.key) throw new Error(`${label} opens ${control.url}`);
    const selected = Object.fromEntries(
      questionsOf(card).map(({ question, options: all, chosen }) => {
        const said = choose[question];
        return [question, said === undefined ? chosen : [said].flat().map((one) => optionOf(all, one))];
      }),
    );
    const code = codeFor(target, by);
    const asked = questionsOf(card).length > 0;
    const menu = ((card.action_menu as { action_list: Node[] } | undefined)?.action_list ?? []).some(
      (one) => one.key === control.key,
    );
    const plain = press(by, String(card.task_id), control.key, {
      of: keys,
      at: seconds(),
      code,
      menu,
      ...(asked && { selected }),
    });
    const { status } = await deliver(plain);
    return { status, text: target.text };
  }

  function codeFor(target: Shown, user: string): string {
    const code = `code-${randomUUID()}`;
    codes.set(code, { message: target, user, until: now() + CODE_LASTS, used: false });
    return code;
  }

  function lastTo(id: string): Shown {
    const last = shown.findLast((one) => one.to === id);
    if (!last) throw new Error(`nothing was sent to ${id}`);
    return { ...last };
  }

  function find(id: string): Shown | undefined {
    return shown.find((one) => one.id === id);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', api);
    const path = pathname.replace(/^\/cgi-bin\//, '');
    const raw = await readAll(request);
    const body = readJson(raw, request);
    const plan = planned.shift();
    const real = plan && !plan.after ? {} : route(request.method ?? 'GET', path, searchParams, body, raw);
    const answer: Node = plan
      ? { errcode: plan.errcode, errmsg: plan.errmsg ?? 'planned', ...plan.more }
      : { errcode: 0, errmsg: 'ok', ...real };
    calls.push({ path, code: Number(answer.errcode) });
    if (plan?.drop) {
      request.socket.destroy();
      return;
    }
    const file = answer.file as { name: string; bytes: Uint8Array } | undefined;
    if (file) {
      const disposition = `attachment; filename="${Buffer.from(file.name).toString('latin1')}"`;
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': disposition,
      });
      response.end(file.bytes);
      return;
    }
    response
      .writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
      .end(JSON.stringify(answer));
  }

  function route(method: string, path: string, query: URLSearchParams, body: Node, raw: Buffer): Node {
    if (path === 'gettoken') return token(query);
    const refused = unauthorized(query.get('access_token'));
    if (refused) return refused;
    if (!trusted) return error(60020, 'not allow to access from your ip');
    switch (`${method} ${path}`) {
      case 'GET agent/get':
        return query.get('agentid') === String(keys.agentId)
          ? app
          : error(301002, 'not allow operate another agent');
      case 'GET media/get':
        return files.has(query.get('media_id') ?? '')
          ? { file: files.get(query.get('media_id') ?? '') }
          : error(40007, 'invalid media_id');
      case 'POST media/upload':
        return upload(raw, query.get('type'));
      case 'GET department/list':
        return directory ? { department: directory.departments } : error(60011, 'no privilege to access');
      case 'GET user/simplelist':
        return directory
          ? { userlist: directory.members[Number(query.get('department_id'))] ?? [] }
          : error(60011, 'no privilege to access');
      case 'POST message/send':
        return send(body);
      case 'POST menu/create':
        return putMenu(body, query.get('agentid'));
      case 'POST appchat/create':
        return createChat(body);
      case 'GET appchat/get': {
        const chat = chats.get(query.get('chatid') ?? '');
        return chat ? { chat_info: { ...chat, userlist: chat.members } } : error(86003, 'chatid not exist');
      }
      case 'POST appchat/update':
        return changeChat(body);
      case 'POST appchat/send':
        return sendToChat(body);
      case 'POST message/update_template_card':
        return redraw(body);
      default:
        return error(404, 'no such call');
    }
  }

  /** The part of a form: its name, and what lies between its head and the boundary. */
  function upload(raw: Buffer, type: string | null): Node {
    const text = raw.toString('latin1');
    const [, boundary = ''] = /^(--[^\r\n]+)\r\n/.exec(text) ?? [];
    const name = /name="media"; filename="([^"]+)"/.exec(text)?.[1];
    const start = text.indexOf('\r\n\r\n') + 4;
    const end = text.indexOf(`\r\n${boundary}--`);
    if (type !== 'file' || !name || end < start) return error(40058, 'invalid Request Parameter, media');
    if (end - start < 6) return error(40006, 'invalid media size');
    const media = `media_${randomUUID()}`;
    files.set(media, { name: Buffer.from(name, 'latin1').toString('utf8'), bytes: raw.subarray(start, end) });
    return { type: 'file', media_id: media, created_at: String(seconds()) };
  }

  function token(query: URLSearchParams): Node {
    if (query.get('corpid') !== keys.corpId) return error(40013, 'invalid corpid');
    if (query.get('corpsecret') !== SECRET) return error(40001, 'invalid credential');
    const issued = randomUUID().repeat(8);
    tokens.set(issued, now() + TOKEN_SECONDS * 1000);
    return { access_token: issued, expires_in: TOKEN_SECONDS };
  }

  function unauthorized(given: string | null): Node | null {
    if (!given) return error(41001, 'access_token missing');
    const until = tokens.get(given);
    if (until === undefined) return error(40014, 'invalid access_token');
    return until > now() ? null : error(42001, 'access_token expired');
  }

  /** What WeCom adds to every refusal, this machine's address and a link. */
  function error(errcode: number, said: string): Node {
    const more = `hint: [${randomUUID()}], from ip: ${ADDRESS}, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
    return { errcode, errmsg: `${said}, ${more}` };
  }

  function send(body: Node): Node {
    const { touser: user, agentid, msgtype: type } = body;
    if (agentid !== keys.agentId) return error(40056, 'invalid agentid');
    if (typeof user !== 'string' || !user || user.includes('|')) return error(40031, 'invalid UserID list');
    if (unreachable.has(user)) return error(81013, 'user & party & tag all invalid');
    const json = JSON.stringify(body);
    const before = body.enable_duplicate_check === 1 ? repeats.get(json) : undefined;
    const interval = Number(body.duplicate_check_interval ?? 1800) * 1000;
    if (before && before.at > now() - interval) return before.answer;
    const sent: Shown = {
      id: randomUUID(),
      to: user,
      type: 'text',
      card: null,
      text: '',
      at: now(),
      updates: 0,
    };
    if (type === 'template_card') {
      const card = body.template_card as Node;
      const wrong = fault(card) ?? taken(card);
      if (wrong) return error(40058, `invalid Request Parameter, ${wrong}`);
      tasks.set(String(card.task_id), sent.id);
      Object.assign(sent, { type: 'template_card', card, text: textOf(card) });
    } else if (type === 'text') {
      const wrong = textFault(body);
      if (wrong) return wrong;
      sent.text = contentOf(body);
    } else if (type === 'file') {
      const file = files.get(String((body.file as Node | undefined)?.media_id));
      if (!file) return error(40007, 'invalid media_id');
      Object.assign(sent, { type: 'file', text: `（文件）${file.name}` });
    } else return error(40008, 'invalid message type');
    const response_code = sent.card && canChange(sent.card) ? codeFor(sent, user) : '';
    const answer = { msgid: sent.id, ...(response_code && { response_code }) };
    repeats.set(json, { at: now(), answer });
    if (tooMany(user)) dropped.push({ to: user, at: now() });
    else shown.push(sent);
    return answer;
  }

  function taken(card: Node): string | null {
    return tasks.has(String(card.task_id)) ? 'task_id is not unique' : null;
  }

  function putMenu(body: Node, agent: string | null): Node {
    if (agent !== String(keys.agentId)) return error(40056, 'invalid agentid');
    const buttons = body.button as MenuButton[];
    const leaves = buttons.flatMap((one) => one.sub_button ?? [one]);
    if (buttons.length < 1 || buttons.length > 3) return error(40016, 'invalid button size');
    if (buttons.some((one) => (one.sub_button ?? []).length > 5))
      return error(40023, 'invalid sub button size');
    const small = ({ name }: MenuButton, most: number) => name !== '' && Buffer.byteLength(name) <= most;
    if (!buttons.every((one) => small(one, 16))) return error(40018, 'invalid button name size');
    if (!leaves.every((one) => small(one, 40))) return error(40025, 'invalid sub button name size');
    if (!leaves.every(({ type, key }) => type === 'click' && key && Buffer.byteLength(key) <= 128))
      return error(40019, 'invalid button key size');
    menu = leaves.map(({ key }) => key ?? '');
    return {};
  }

  function createChat({ chatid: id, name, owner, userlist }: Node): Node {
    const members = Array.isArray(userlist) ? userlist.map(String) : [];
    if (typeof id !== 'string' || !/^[0-9a-zA-Z]{1,32}$/.test(id)) return error(86001, 'invalid chatid');
    if (chats.has(id)) return error(86215, 'chatid exists');
    if (!(app.allow_partys as { partyid: number[] }).partyid.includes(1)) return error(60011, 'no privilege');
    if (members.length < 2 || !members.includes(String(owner))) return error(86216, 'invalid userlist');
    chats.set(id, { name: String(name), owner: String(owner), members });
    return { chatid: id };
  }

  function changeChat({ chatid: id, add_user_list: add, del_user_list: remove }: Node): Node {
    const chat = chats.get(String(id));
    if (!chat) return error(86003, 'chatid not exist');
    const left = chat.members.filter((one) => !(remove as string[]).includes(one));
    chat.members = [...left, ...(add as string[])];
    return {};
  }

  function sendToChat(body: Node): Node {
    const { chatid: id } = body;
    if (typeof id !== 'string' || !chats.has(id)) return error(86003, 'chatid not exist');
    const file = files.get(String((body.file as Node | undefined)?.media_id));
    if (body.msgtype === 'file' && file) {
      const said = `（文件）${file.name}`;
      shown.push({ id: randomUUID(), to: id, type: 'file', card: null, text: said, at: now(), updates: 0 });
      return {};
    }
    if (body.msgtype !== 'text') return error(40008, 'invalid message type');
    const wrong = textFault(body);
    if (wrong) return wrong;
    shown.push({
      id: randomUUID(),
      to: id,
      type: 'text',
      card: null,
      text: contentOf(body),
      at: now(),
      updates: 0,
    });
    return {};
  }

  function textFault(body: Node): Node | null {
    const content = contentOf(body);
    if (!content) return error(44004, 'empty content');
    return Buffer.byteLength(content) > 2048 ? error(45002, 'content size out of limit') : null;
  }

  function contentOf(body: Node): string {
    return String((body.text as Node | undefined)?.content ?? '');
  }

  /** 30 a minute and 1000 an hour; the rest WeCom takes and forgets. */
  function tooMany(user: string): boolean {
    const within = (span: number) => shown.filter((one) => one.to === user && one.at > now() - span).length;
    return within(60_000) >= 30 || within(3_600_000) >= 1_000;
  }

  function redraw(body: Node): Node {
    const { userids, agentid, response_code: code } = body;
    if (agentid !== keys.agentId) return error(40056, 'invalid agentid');
    const known = codes.get(String(code));
    if (!known || known.used || known.until <= now()) return error(42056, 'invalid or used response_code');
    if (!Array.isArray(userids) || userids.length !== 1 || userids[0] !== known.user)
      return error(40031, 'invalid userids');
    const card = body.template_card as Node;
    const wrong = fault(card, true);
    if (wrong) return error(40058, `invalid Request Parameter, ${wrong}`);
    if (card.task_id !== known.message.card?.task_id)
      return error(40058, 'invalid Request Parameter, task_id');
    known.used = true;
    Object.assign(known.message, { card, text: textOf(card), updates: known.message.updates + 1 });
    return {};
  }
}

/** Whatever somebody can answer can be drawn anew; a mere notice cannot. */
function canChange({ card_type: type, action_menu: menu }: Node): boolean {
  return type !== 'text_notice' || menu !== undefined;
}

function optionOf(options: { id: string; text: string }[], said: string): string {
  const found = options.find(({ id, text }) => text === said || id === said);
  if (!found) throw new Error(`there is no ${said} among ${options.map((one) => one.text).join('、')}`);
  return found.id;
}

/** Where a card leads to in a browser. */
export function formOn({ card, text: said }: Shown): string {
  const links = card ? linksOf(card) : [...said.matchAll(/https?:\S+/g)].map(([link]) => link);
  const found = links.find((link) => link.includes('/form/'));
  if (!found) throw new Error(`there is no form on: ${said}`);
  return found;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readJson(raw: Buffer, { headers }: IncomingMessage): Node {
  return headers['content-type']?.includes('json') ? JSON.parse(raw.toString('utf8')) : {};
}
