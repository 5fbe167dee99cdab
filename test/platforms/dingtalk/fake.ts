import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Button, buttonsOf, fault, linksOf, wordsOf } from './card.ts';
import {
  cardPress,
  cardSigned,
  keys as defaultKeys,
  fileMessage,
  type Keys,
  messageOf,
  type Payload,
  type Saying,
  said,
  signed,
} from './payloads.ts';
import { createStreams } from './stream.ts';

/** A message as its readers see it now. */
export interface Shown {
  id: string;
  /** The person's id or the group's. */
  to: string;
  via: 'api' | 'session' | 'card';
  title: string;
  /** Markdown. */
  text: string;
  buttons: Button[];
  /** When it was sent, by the fake's clock. */
  at: number;
  /** A template's variables, and what each person alone sees of it. */
  params?: Record<string, string>;
  own?: Map<string, Record<string, string>>;
  /** How often the API drew it anew. */
  updates?: number;
}

export interface Refused {
  status: number;
  code?: string;
  message?: string;
  /** A whole answer in the shape of the older calls. */
  body?: Payload;
  /** Closes the connection without an answer. */
  drop?: boolean;
}

export interface FakeOptions {
  /** Milliseconds; what the limits, the tokens and the signatures go by. */
  now?: () => number;
  keys?: Keys;
  /** Calls that the organisation has in a month. */
  quota?: number;
  /** Ids that the organisation has; everybody, if left out. */
  staff?: ReadonlySet<string>;
}

interface Pressed {
  cardData?: { cardParamMap: Record<string, string> };
  userPrivateData?: { cardParamMap: Record<string, string> };
}

export type FakeDingTalk = Awaited<ReturnType<typeof fakeDingTalk>>;

const MINUTE = 60_000;
const SESSION = 90 * MINUTE;

export interface FakeDepartment {
  dept_id: number;
  name: string;
  parent: number;
  people: { userid: string; name: string; mobile?: string }[];
}

/** DingTalk on loopback: strict where DingTalk is strict, and it remembers what every reader sees. */
export async function fakeDingTalk(options: FakeOptions = {}) {
  const { now = Date.now, keys = defaultKeys, quota = 5_000, staff } = options;
  const shown: Shown[] = [];
  const calls: { path: string; at: number; code: string }[] = [];
  const tokens = new Map<string, number>();
  const sessions = new Map<string, { to: string; until: number }>();
  const files = new Map<string, Uint8Array>();
  const routes = new Map<string, { url: string; secret: string }>();
  const planned: (Refused | null)[] = [];
  const sends: { path: string; to: string; at: number }[] = [];
  const gone = new Set<string>();
  const departments: FakeDepartment[] = [];
  let metered = 0;
  let hook: ((request: Request) => Promise<Response> | Response) | undefined;

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const streams = createStreams(server, { api, keys, now });

  return {
    api,
    keys,
    shown,
    calls,
    routes,
    streams,
    departments,
    /** What `openDingTalk` takes. */
    config: {
      mode: 'webhook' as const,
      clientId: keys.clientId,
      clientSecret: keys.clientSecret,
      robotCode: keys.clientId,
      token: keys.token,
      aesKey: keys.aesKey,
      api,
      monthlyCalls: quota,
    },
    connect: (to: typeof hook) => {
      hook = to;
    },
    /** The next metered calls are answered so; null as they should be. */
    next: (...answers: (Refused | null)[]) => planned.push(...answers),
    /** They have left the organisation. */
    leaves: (id: string) => gone.add(id),
    metered: () => metered,
    session,
    says,
    sends: sendsFile,
    shows,
    /** What was sent is not to be had any more. */
    loses: () => files.clear(),
    deliver,
    press,
    messagesTo: (to: string) => shown.filter((one) => one.to === to),
    lastTo,
    close: async () => {
      streams.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  /** An address for answers into that chat. */
  function session(to: string): { url: string; until: number } {
    const id = randomUUID();
    const until = now() + SESSION;
    sessions.set(id, { to, until });
    return { url: `${api}/robot/sendBySession?session=${id}`, until };
  }

  async function says(
    by: string | null,
    text: string,
    saying: Saying & { quietly?: boolean } = {},
  ): Promise<Response> {
    const to = saying.group ?? by ?? 'outsider';
    return await deliver(said(by, text, { ...(!saying.quietly && { session: session(to) }), ...saying }));
  }

  async function sendsFile(by: string, name: string, bytes: Uint8Array): Promise<Response> {
    const code = randomUUID();
    files.set(code, bytes);
    return await deliver(fileMessage(by, code, name, { session: session(by) }));
  }

  /** Sends a picture, or several in rich text where something is written beside them. */
  async function shows(by: string, pictures: readonly Uint8Array[], text?: string): Promise<Response> {
    const codes = pictures.map((bytes) => {
      const code = randomUUID();
      files.set(code, bytes);
      return code;
    });
    const richText = [
      { text },
      ...codes.map((downloadCode) => ({ type: 'picture', downloadCode, pictureDownloadCode: downloadCode })),
    ];
    const saying = { session: session(by) };
    if (text !== undefined)
      return await deliver({ ...messageOf(by, 'richText', saying), content: { richText } });
    return await deliver({ ...messageOf(by, 'picture', saying), content: { downloadCode: codes[0] } });
  }

  /** By the stream that is open, or by a signed request. */
  async function deliver(payload: Payload): Promise<Response> {
    if (streams.isOpen()) return await streams.say(payload);
    if (!hook) throw new Error('nobody listens');
    return await hook(signed(payload, { at: now(), keys }));
  }

  /** Presses a button of a message as its reader's client does: says its words, or presses on the card. */
  async function press(on: Shown, label: string, by: string): Promise<Response> {
    const group = on.to.startsWith('cid') ? on.to : undefined;
    if (on.params) return await pressCard(on, label, by);
    const buttons = [...on.buttons, ...linksOf(on.text)];
    const button = buttons.find((one) => one.label === label);
    if (!button)
      throw new Error(`no button says ${label}; there are: ${buttons.map((one) => one.label).join('、')}`);
    const words = wordsOf(button);
    if (words === null) throw new Error(`${label} opens ${button.url}`);
    return await says(by, words, group ? { group } : {});
  }

  async function pressCard(on: Shown, label: string, by: string): Promise<Response> {
    const params = on.params ?? {};
    const at = [1, 2, 3, 4, 5].find((one) => params[`button${one}`] === label);
    if (!at) throw new Error(`no button of the card says ${label}: ${JSON.stringify(params)}`);
    const payload = cardPress(by, on.id, { code: params[`code${at}`] });
    const response = await pressed(payload);
    const answer = (await response.clone().json()) as Pressed;
    if (answer.cardData) draw(on, answer.cardData.cardParamMap);
    if (answer.userPrivateData) on.own?.set(by, answer.userPrivateData.cardParamMap);
    return response;
  }

  async function pressed(payload: Payload): Promise<Response> {
    if (streams.isOpen()) return await streams.press(payload);
    const [route] = routes.values();
    if (!route || !hook) throw new Error('nobody has registered for presses');
    return await hook(cardSigned(payload, route.secret, { at: now() }));
  }

  function lastTo(to: string): Shown {
    const last = shown.findLast((one) => one.to === to);
    if (!last) throw new Error(`nothing was sent to ${to}`);
    return last;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', api);
    const body = await read(request);
    const answer = route(request, path, searchParams, body);
    calls.push({ path, at: now(), code: 'code' in answer ? (answer.code ?? '') : '' });
    if ('drop' in answer && answer.drop) {
      request.socket.destroy();
      return;
    }
    if ('bytes' in answer) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer.bytes);
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    const { code, message = 'refused' } = 'code' in answer ? answer : {};
    response.end(JSON.stringify(answer.body ?? (code ? { code, message, requestid: randomUUID() } : {})));
  }

  type Answer = (Refused & { body?: Payload }) | { bytes: Uint8Array };

  function route(request: IncomingMessage, path: string, query: URLSearchParams, body: Payload): Answer {
    if (path === '/robot/sendBySession') return bySession(query.get('session') ?? '', body);
    if (path.startsWith('/files/'))
      return { bytes: files.get(path.slice('/files/'.length)) ?? new Uint8Array() };
    if (path === '/v1.0/gateway/connections/open') return streams.open(body);
    if (path === '/v1.0/oauth2/accessToken') return token(body);
    if (path.startsWith('/topapi/') || path === '/media/upload')
      return older(path, query.get('access_token') ?? '', body);
    const until = tokens.get(String(request.headers['x-acs-dingtalk-access-token']));
    if (until === undefined || until <= now())
      return { status: 401, code: 'InvalidAuthentication', message: '不合法的access_token' };
    const refused = planned.shift() ?? overLimits(path);
    if (refused) return refused;
    metered++;
    switch (`${request.method} ${path}`) {
      case 'POST /v1.0/robot/oToMessages/batchSend':
        return toPeople(body);
      case 'POST /v1.0/robot/groupMessages/send':
        return toGroup(body);
      case 'POST /v1.0/robot/messageFiles/download':
        return files.has(String(body.downloadCode))
          ? { status: 200, body: { downloadUrl: `${api}/files/${body.downloadCode}` } }
          : { status: 400, code: 'invalidParameter.downloadCode', message: 'it has expired' };
      case 'POST /v1.0/card/instances/createAndDeliver':
        return createCard(body);
      case 'PUT /v1.0/card/instances':
        return updateCard(body);
      case 'POST /v1.0/card/callbacks/register':
        routes.set(String(body.callbackRouteKey), {
          url: String(body.callbackUrl),
          secret: String(body.apiSecret),
        });
        return { status: 200, body: { success: true } };
      default:
        return { status: 404, code: 'InvalidAction.NotFound', message: 'no such call' };
    }
  }

  /** The older API says what is wrong in the body of a 200. */
  function older(path: string, token: string, { dept_id: id, cursor, size }: Payload): Answer {
    if ((tokens.get(token) ?? 0) <= now())
      return { status: 200, body: { errcode: 40014, errmsg: '不合法的access_token' } };
    const refused = planned.shift() ?? overLimits(path);
    if (refused) return refused;
    metered++;
    if (path === '/media/upload')
      return { status: 200, body: { errcode: 0, type: 'file', media_id: `@${randomUUID()}` } };
    const own = departments.find((one) => one.dept_id === id);
    if (!own) return { status: 200, body: { errcode: 60003, errmsg: '部门不存在' } };
    if (path.endsWith('/department/get')) return { status: 200, body: { errcode: 0, result: own } };
    if (path.endsWith('/department/listsub'))
      return { status: 200, body: { errcode: 0, result: departments.filter(({ parent }) => parent === id) } };
    const end = Number(cursor) + Number(size);
    const result = {
      list: own.people.slice(Number(cursor), end),
      has_more: own.people.length > end,
      ...(own.people.length > end && { next_cursor: end }),
    };
    return { status: 200, body: { errcode: 0, result } };
  }

  function token({ appKey, appSecret }: Payload): Answer {
    if (appKey !== keys.clientId || appSecret !== keys.clientSecret)
      return { status: 400, code: 'invalidClientIdOrSecret', message: '无效的clientId或者clientSecret' };
    const accessToken = randomUUID().replaceAll('-', '');
    tokens.set(accessToken, now() + 7_200_000);
    return { status: 200, body: { accessToken, expireIn: 7200 } };
  }

  /** 20 calls a second for each API, and the month's. */
  function overLimits(path: string): Refused | null {
    if (metered >= quota)
      return {
        status: 403,
        code: 'Forbidden.AccessDenied.ApiCountLimitForOrg',
        message: '本月调用量已超过限制',
      };
    const recent = calls.filter((call) => call.path === path && call.code === '' && call.at > now() - 1_000);
    if (recent.length < 20) return null;
    return {
      status: 403,
      code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
      message: '应用访问接口频率超限',
    };
  }

  function toPeople({ robotCode, userIds, msgKey, msgParam }: Payload): Answer {
    if (robotCode !== keys.clientId) return NO_ROBOT;
    if (!Array.isArray(userIds) || userIds.length === 0) return invalid('userIds.empty');
    if (userIds.length > 20) return invalid('userIds.overMax');
    if (new Set(userIds).size < userIds.length) return invalid('userIds.twice');
    const wrong = fault(String(msgKey), String(msgParam));
    if (wrong) return invalid('msgParam.invalid', wrong);
    const known = userIds.map(String).filter((id) => !gone.has(id) && (staff?.has(id) ?? true));
    const allowed = known.filter((id) => !tooFast('people', id));
    const id = randomUUID();
    for (const to of allowed) show(id, to, String(msgKey), String(msgParam));
    return {
      status: 200,
      body: {
        processQueryKey: id,
        invalidStaffIdList: userIds.filter((one) => !known.includes(String(one))),
        flowControlledStaffIdList: known.filter((one) => !allowed.includes(one)),
      },
    };
  }

  function toGroup({ robotCode, openConversationId, msgKey, msgParam }: Payload): Answer {
    if (robotCode !== keys.clientId) return NO_ROBOT;
    const to = String(openConversationId);
    if (!to.startsWith('cid')) return { status: 400, code: 'resource.not.found', message: 'no such group' };
    const wrong = fault(String(msgKey), String(msgParam));
    if (wrong) return invalid('msgParam.invalid', wrong);
    if (tooFast('group', to)) return { status: 400, code: 'send.too.fast', message: '发送过于频繁' };
    const id = randomUUID();
    show(id, to, String(msgKey), String(msgParam));
    return { status: 200, body: { processQueryKey: id } };
  }

  function bySession(id: string, body: Payload): Answer {
    const found = sessions.get(id);
    if (!found || found.until <= now())
      return { status: 200, body: { errcode: 300_005, errmsg: 'session is expired' } };
    if (tooFast('session', found.to))
      return { status: 200, body: { errcode: 130_101, errmsg: 'send too fast, exceed 20 times per minute' } };
    const { title = '', text = '', buttons } = sessionParts(body);
    if (buttons.length > 5 || !text)
      return { status: 200, body: { errcode: 400_105, errmsg: 'unsupported msgtype' } };
    shown.push({ id: randomUUID(), to: found.to, via: 'session', title, text, buttons, at: now() });
    return { status: 200, body: { errcode: 0, errmsg: 'ok' } };
  }

  function createCard(body: Payload): Answer {
    const { outTrackId: track, openSpaceId, cardData, callbackType, callbackRouteKey, cardTemplateId } = body;
    if (!/\.schema$/.test(String(cardTemplateId)))
      return { status: 400, code: 'param.cardTemplateIdEmpty', message: 'no such template' };
    if (callbackType === 'HTTP' && !routes.has(String(callbackRouteKey)))
      return { status: 400, code: 'param.routeKeyInvalid', message: 'no such route' };
    const [, to] = /^dtv1\.card\/\/IM_(?:GROUP|ROBOT)\.(.+)$/.exec(String(openSpaceId)) ?? [];
    if (!to) return { status: 400, code: 'param.openSpaceIdInvalid', message: 'no such space' };
    const params = paramsIn(cardData);
    if (!params) return { status: 400, code: 'param.cardParamMapInvalid', message: 'strings only' };
    if (shown.some(({ id }) => id === track)) return { status: 200, body: { result: { outTrackId: track } } };
    const card: Shown = {
      id: String(track),
      to,
      via: 'card',
      title: '',
      text: '',
      buttons: [],
      at: now(),
      own: new Map(),
    };
    draw(card, params);
    shown.push(card);
    return { status: 200, body: { result: { outTrackId: track }, success: true } };
  }

  function updateCard({ outTrackId, cardData }: Payload): Answer {
    const card = shown.find(({ id }) => id === outTrackId);
    const params = paramsIn(cardData);
    if (!card || !params) return { status: 400, code: 'param.outTrackIdInvalid', message: 'no such card' };
    draw(card, params);
    card.updates = (card.updates ?? 0) + 1;
    return { status: 200, body: { result: true, success: true } };
  }

  function draw(card: Shown, params: Record<string, string>): void {
    card.params = { ...card.params, ...params };
    card.title = card.params.title ?? '';
    card.text = card.params.markdown ?? '';
  }

  function show(id: string, to: string, key: string, param: string): void {
    const { title = '', text, content, fileName = '' }: Record<string, string> = JSON.parse(param);
    const buttons = buttonsOf(key, param);
    shown.push({ id, to, via: 'api', title, text: text ?? content ?? fileName, buttons, at: now() });
  }

  /** 20 messages a minute into one chat. */
  function tooFast(path: string, to: string): boolean {
    const recent = sends.filter((one) => one.to === to && one.path === path && one.at > now() - MINUTE);
    if (recent.length >= 20) return true;
    sends.push({ path, to, at: now() });
    return false;
  }
}

const NO_ROBOT: Refused = { status: 400, code: 'invalidParameter.robotCode.auth', message: 'robot 不存在' };

function invalid(what: string, message = 'invalid'): Refused {
  return { status: 400, code: `invalidParameter.${what}`, message };
}

function sessionParts(body: Payload): { title?: string; text?: string; buttons: Button[] } {
  const part = body[String(body.msgtype)];
  if (typeof part !== 'object' || part === null) return { buttons: [] };
  const {
    title,
    text,
    content,
    btns,
  }: { title?: string; text?: string; content?: string; btns?: { title: string; actionURL: string }[] } =
    part;
  const buttons = (btns ?? []).map((button) => ({ label: button.title, url: button.actionURL }));
  return { ...(title !== undefined && { title }), text: text ?? content ?? '', buttons };
}

function paramsIn(data: unknown): Record<string, string> | null {
  const { cardParamMap }: { cardParamMap?: Record<string, unknown> } = Object(data);
  const entries = Object.entries(cardParamMap ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return cardParamMap && entries.length === Object.keys(cardParamMap).length
    ? Object.fromEntries(entries)
    : null;
}

async function read(request: IncomingMessage): Promise<Payload> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  if (request.headers['content-type']?.startsWith('multipart/')) return {};
  return text ? JSON.parse(text) : {};
}
