import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';

/** Requests as WeCom makes them, written from its pages and sharing no code with the product. */
export interface Keys {
  corpId: string;
  agentId: number;
  token: string;
  aesKey: string;
}

export const keys: Keys = {
  corpId: 'ww0123456789abcdef',
  agentId: 1000002,
  token: 'callbackTokenOfATest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

/** base64(AES-256-CBC(16 random bytes, length, message, corp id, padding to 32 bytes)). */
export function seal(plain: string | Uint8Array, of: Keys = keys, random = randomBytes(16)): string {
  const key = Buffer.from(`${of.aesKey}=`, 'base64');
  const message = Buffer.from(plain);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const whole = Buffer.concat([random, length, message, Buffer.from(of.corpId)]);
  const pad = 32 - (whole.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([whole, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64');
}

export function signatureOf(token: string, timestamp: string, nonce: string, sealed: string): string {
  return createHash('sha1').update([token, timestamp, nonce, sealed].sort().join('')).digest('hex');
}

export interface Sending {
  /** The time the address says, in milliseconds. */
  at: number;
  of?: Keys;
  /** Changes the address after signing; null takes a part away. */
  query?: Record<string, string | null>;
  /** The whole body, instead of the usual one. */
  body?: string | Uint8Array<ArrayBuffer>;
  nonce?: string;
  /** Where to. */
  hook?: string;
}

const HOOK = 'http://zhibu.test/hooks/main/wecom';

/** A sealed and signed message. */
export function sealed(plain: string | Uint8Array, sending: Sending): Request {
  const of = sending.of ?? keys;
  const encrypted = seal(plain, of);
  const outer =
    `<xml><ToUserName><![CDATA[${of.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt>` +
    `<AgentID><![CDATA[${of.agentId}]]></AgentID></xml>`;
  const headers = { 'content-type': 'text/xml' };
  return new Request(addressOf(encrypted, sending), { method: 'POST', headers, body: sending.body ?? outer });
}

/** The address check that the admin page makes when it is saved. */
export function check(word: string, sending: Sending): Request {
  const encrypted = seal(word, sending.of);
  const address = addressOf(encrypted, sending);
  if (sending.query?.echostr !== null)
    address.searchParams.set('echostr', sending.query?.echostr ?? encrypted);
  return new Request(address);
}

function addressOf(encrypted: string, { at, of = keys, query = {}, nonce, hook = HOOK }: Sending): URL {
  const timestamp = String(Math.floor(at / 1000));
  const once = nonce ?? randomBytes(5).toString('hex');
  const signature = signatureOf(of.token, timestamp, once, encrypted);
  const address = new URL(hook);
  const said = { msg_signature: signature, timestamp, nonce: once, ...query };
  for (const [name, value] of Object.entries(said)) if (value !== null) address.searchParams.set(name, value);
  return address;
}

/** Elements, each a string in CDATA or elements inside it. */
export type Elements = { [name: string]: string | number | Elements | (string | Elements)[] };

export function xml(elements: Elements): string {
  return `<xml>\n${written(elements)}\n</xml>`;
}

function written(elements: Elements): string {
  return Object.entries(elements)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => element(name, one)))
    .join('\n');
}

function element(name: string, value: string | number | Elements): string {
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  const inner =
    typeof value === 'string' ? `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : written(value);
  return `<${name}>${inner}</${name}>`;
}

export interface By {
  /** In seconds. */
  at?: number;
  of?: Keys;
}

const SAID_AT = 1_796_088_600;

function common(by: string, type: string, { at = SAID_AT, of = keys }: By): Elements {
  return { ToUserName: of.corpId, FromUserName: by, CreateTime: at, MsgType: type };
}

export function text(by: string, content: string, more: By & { id?: string } = {}): string {
  const { id = newId(), of = keys } = more;
  return xml({ ...common(by, 'text', more), Content: content, MsgId: id, AgentID: of.agentId });
}

export function message(
  by: string,
  type: string,
  elements: Elements,
  more: By & { id?: string } = {},
): string {
  const { id = newId(), of = keys } = more;
  return xml({ ...common(by, type, more), ...elements, MsgId: id, AgentID: of.agentId });
}

export function event(by: string, name: string, elements: Elements = {}, more: By = {}): string {
  return xml({ ...common(by, 'event', more), Event: name, ...elements, AgentID: (more.of ?? keys).agentId });
}

export function click(by: string, key: string, more: By = {}): string {
  return event(by, 'click', { EventKey: key }, more);
}

export interface PressOptions extends By {
  code?: string;
  menu?: boolean;
  /** What was chosen, by question. */
  selected?: Record<string, string[]>;
}

export function press(by: string, task: string, key: string, options: PressOptions = {}): string {
  const { code = `code-${randomUUID()}`, menu = false, selected } = options;
  const items = Object.entries(selected ?? {}).map(([question, ids]) => ({
    QuestionKey: question,
    OptionIds: ids.length > 0 ? { OptionId: ids } : '',
  }));
  return event(
    by,
    menu ? 'template_card_menu_event' : 'template_card_event',
    {
      EventKey: key,
      TaskId: task,
      CardType: 'button_interaction',
      ResponseCode: code,
      ...(selected && { SelectedItems: items.length > 0 ? { SelectedItem: items } : '' }),
    },
    options,
  );
}

export function left(user: string, more: By = {}): string {
  return event('sys', 'change_contact', { ChangeType: 'delete_user', UserID: user }, more);
}

/** Above what a number can hold. */
function newId(): string {
  return `7${String(randomBytes(8).readBigUInt64BE() % 10n ** 18n).padStart(18, '0')}`;
}
