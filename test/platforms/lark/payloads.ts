import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';

/** Requests as Lark makes them, written from its pages and sharing no code with the product. */
export interface Keys {
  appId: string;
  encryptKey: string;
  verificationToken: string;
}

export const keys: Keys = {
  appId: 'cli_0123456789abcdef',
  encryptKey: 'an encrypt key of a test',
  verificationToken: 'verification-token-of-a-test',
};

export type Payload = Record<string, unknown>;

/** base64(IV + AES-256-CBC(SHA-256(key), PKCS#7)). */
export function seal(encryptKey: string, plain: string, iv: Buffer = randomBytes(16)): string {
  const key = createHash('sha256').update(encryptKey).digest();
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

export interface Sending {
  /** The time the headers say, in milliseconds. */
  at: number;
  keys?: Keys;
  /** How the outer body is written; pretty-printed or escaped is still JSON. */
  write?: (outer: { encrypt: string }) => string;
  /** Changes the headers after signing. */
  headers?: Record<string, string | null>;
  url?: string;
}

/** An encrypted and signed request. */
export function sealed(payload: Payload, sending: Sending): Request {
  const { encryptKey } = sending.keys ?? keys;
  const body = (sending.write ?? JSON.stringify)({ encrypt: seal(encryptKey, JSON.stringify(payload)) });
  return signed(body, sending);
}

/** Any body, signed over its bytes. */
export function signed(body: string | Uint8Array<ArrayBuffer>, sending: Sending): Request {
  const { encryptKey } = sending.keys ?? keys;
  const timestamp = String(Math.floor(sending.at / 1000));
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(body)
    .digest('hex');
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  });
  for (const [name, value] of Object.entries(sending.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Request(sending.url ?? 'http://zhibu.test/hooks/main/lark', { method: 'POST', headers, body });
}

/** The address check of the platform's page: not signed. */
export function unsigned(body: Payload | string, url = 'http://zhibu.test/hooks/main/lark'): Request {
  const headers = { 'content-type': 'application/json' };
  return new Request(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export function challenge(word: string, token = keys.verificationToken): Payload {
  return { challenge: word, token, type: 'url_verification' };
}

export function event(
  type: string,
  body: Payload,
  { id = newId(), of = keys, at = '1796281200000' } = {},
): Payload {
  return {
    schema: '2.0',
    header: {
      event_id: id,
      event_type: type,
      create_time: at,
      token: of.verificationToken,
      app_id: of.appId,
      tenant_key: 'tenant0000000001',
    },
    event: body,
  };
}

export interface Mentioned {
  id: string;
  name: string;
  type?: 'user' | 'bot';
}

export interface MessageOptions {
  /** A group's chat id; left out: the direct chat with the bot. */
  chat?: string;
  /** The first is `@_user_1` in the text. */
  mentions?: Mentioned[];
  id?: string;
  eventId?: string;
  of?: Keys;
}

export function message(by: string, text: string, options: MessageOptions = {}): Payload {
  return messageOf(by, 'text', { text }, options);
}

/** Rich text: lines of spans such as `{tag: 'text', text}` and `{tag: 'at', user_id: '@_user_1'}`. */
export function post(by: string, title: string, lines: Payload[][], options: MessageOptions = {}): Payload {
  return messageOf(by, 'post', { title, content: lines }, options);
}

export function fileMessage(
  by: string,
  file: { key: string; name: string },
  options: MessageOptions = {},
): Payload {
  return messageOf(by, 'file', { file_key: file.key, file_name: file.name }, options);
}

export function messageOf(by: string, type: string, content: Payload, options: MessageOptions = {}): Payload {
  const { chat, mentions, id = `om_${newId()}`, eventId = newId(), of = keys } = options;
  return event(
    'im.message.receive_v1',
    {
      sender: { sender_id: userId(by), sender_type: 'user', tenant_key: 'tenant0000000001' },
      message: {
        message_id: id,
        create_time: '1796281200000',
        update_time: '1796281200000',
        chat_id: chat ?? directChat(by),
        chat_type: chat ? 'group' : 'p2p',
        message_type: type,
        content: JSON.stringify(content),
        ...(mentions && {
          mentions: mentions.map((mentioned, index) => ({
            key: `@_user_${index + 1}`,
            id: userId(mentioned.id),
            name: mentioned.name,
            tenant_key: 'tenant0000000001',
            ...(mentioned.type && { mentioned_type: mentioned.type }),
          })),
        }),
        user_agent: 'Mozilla/5.0 Lark/7.50.0',
      },
    },
    { id: eventId, of },
  );
}

export interface PressOptions {
  /** The tapped card's message and chat. */
  message?: string;
  chat?: string;
  /** A form's values as a client sends them; a string stands for itself. */
  form?: Payload | string;
  eventId?: string;
  /** When, in µs. */
  at?: string;
  of?: Keys;
}

/** A button pressed; `value` is what the button carries. */
export function cardPress(by: string, value: unknown, options: PressOptions = {}): Payload {
  const {
    message: id = `om_${newId()}`,
    chat = directChat(by),
    form,
    eventId = newId(),
    of = keys,
    at = '1796281200000000',
  } = options;
  return event(
    'card.action.trigger',
    {
      operator: { tenant_key: 'tenant0000000001', ...userId(by) },
      token: `c-${newId()}`,
      action: {
        value,
        tag: 'button',
        timezone: 'Asia/Shanghai',
        ...(form !== undefined && { form_value: form, name: 'zhibu_submit' }),
      },
      host: 'im_message',
      context: { open_message_id: id, open_chat_id: chat },
    },
    { id: eventId, of, at },
  );
}

export function botAdded(chat: string, { by = 'ou_operator', name = '群' } = {}): Payload {
  return event('im.chat.member.bot.added_v1', {
    chat_id: chat,
    operator_id: userId(by),
    external: false,
    name,
  });
}

export function botDeleted(chat: string, { by = 'ou_operator', name = '群' } = {}): Payload {
  return event('im.chat.member.bot.deleted_v1', {
    chat_id: chat,
    operator_id: userId(by),
    external: false,
    name,
  });
}

export function menu(by: string, key: string, { name = '张三' } = {}): Payload {
  return event('application.bot.menu_v6', {
    operator: { operator_name: name, operator_id: userId(by) },
    event_key: key,
    timestamp: '1796281200',
  });
}

/** The chat that a person has with the bot. */
export function directChat(openId: string): string {
  return `oc_direct_${openId}`;
}

function userId(openId: string): Payload {
  return { open_id: openId, union_id: `on_${openId}`, user_id: `u_${openId}` };
}

function newId(): string {
  return randomUUID().replaceAll('-', '');
}
