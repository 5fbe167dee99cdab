import { createCipheriv, createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';

/** Requests as DingTalk makes them, written from its pages and sharing no code with the product. */
export interface Keys {
  clientId: string;
  clientSecret: string;
  token: string;
  aesKey: string;
}

export const keys: Keys = {
  clientId: 'dingclientofatest',
  clientSecret: 'the-client-secret-of-a-test',
  token: 'token-of-a-test',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

const CORP = 'dingcorpofatest';
export const HOOK = 'http://zhibu.test/hooks/main/dingtalk';

export type Payload = Record<string, unknown>;

/** base64(HMAC-SHA256(secret, text)). */
export function mac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

export interface Sending {
  /** The time the headers say, in milliseconds. */
  at: number;
  keys?: Keys;
  /** Changes the headers after signing. */
  headers?: Record<string, string | null>;
  url?: string;
}

/** What is said to the robot: the headers are signed, the body is not. */
export function signed(body: Payload | string | Uint8Array<ArrayBuffer>, sending: Sending): Request {
  const { clientSecret } = sending.keys ?? keys;
  const timestamp = String(sending.at);
  return posted(body, sending.url, {
    timestamp,
    sign: mac(clientSecret, `${timestamp}\n${clientSecret}`),
    ...sending.headers,
  });
}

/** A press on a template's card, signed with what was registered for it. */
export function cardSigned(body: Payload, secret: string, sending: Pick<Sending, 'at' | 'headers'>): Request {
  const time = String(sending.at);
  return posted(body, HOOK, {
    'x-ddpaas-signature-timestamp': time,
    'x-ddpaas-signature': mac(secret, time),
    ...sending.headers,
  });
}

export function posted(
  body: Payload | string | Uint8Array<ArrayBuffer>,
  url = HOOK,
  given: Record<string, string | null> = {},
): Request {
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' });
  for (const [name, value] of Object.entries(given)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(url, { method: 'POST', headers, body: bytes });
}

/** rand16 | length | message | owner, filled up to 32 bytes. */
function seal(of: Keys, message: string, owner = of.clientId): string {
  const key = Buffer.from(`${of.aesKey}=`, 'base64');
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([randomBytes(16), length, body, Buffer.from(owner)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad))]).toString('base64');
}

export function sealSign(token: string, timestamp: string, nonce: string, sealed: string): string {
  return createHash('sha1').update([token, timestamp, nonce, sealed].sort().join('')).digest('hex');
}

export interface Sealing extends Sending {
  owner?: string;
  /** Changes the address after signing. */
  query?: Record<string, string | null>;
}

/** A sealed event. */
export function sealed(event: Payload, sealing: Sealing): Request {
  const of = sealing.keys ?? keys;
  const encrypt = seal(of, JSON.stringify(event), sealing.owner);
  const timestamp = String(sealing.at);
  const nonce = randomBytes(4).toString('hex');
  const query = new URLSearchParams({
    msg_signature: sealSign(of.token, timestamp, nonce, encrypt),
    timestamp,
    nonce,
  });
  for (const [name, value] of Object.entries(sealing.query ?? {})) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return posted({ encrypt }, `${sealing.url ?? HOOK}?${query}`);
}

export interface Saying {
  /** The group; left out: with the robot alone. */
  group?: string;
  title?: string;
  /** How the address for answers is called, and until when it is good. */
  session?: { url: string; until: number };
  id?: string;
}

/** What the robot is told that somebody said. */
export function said(staff: string | null, text: string, saying: Saying = {}): Payload {
  return { ...messageOf(staff, 'text', saying), text: { content: saying.group ? ` ${text}` : text } };
}

export function fileMessage(staff: string, code: string, fileName: string, saying: Saying = {}): Payload {
  return {
    ...messageOf(staff, 'file', saying),
    content: { downloadCode: code, fileName, spaceId: '1', fileId: '2' },
  };
}

export function messageOf(staff: string | null, msgtype: string, saying: Saying = {}): Payload {
  const { group, title, session, id } = saying;
  return {
    msgtype,
    msgId: id ?? `msg${randomUUID()}==`,
    createAt: 1_796_090_000_000,
    conversationId: group ?? `cid-alone-with-${staff}`,
    conversationType: group ? '2' : '1',
    ...(group && { conversationTitle: title ?? '一个群', isInAtList: true }),
    chatbotCorpId: CORP,
    chatbotUserId: '$:LWCP_v1:$bot',
    senderId: `$:LWCP_v1:$${staff ?? 'outsider'}`,
    senderNick: staff === null ? '外单位的人' : `昵称${staff}`,
    ...(staff !== null && { senderStaffId: staff, senderCorpId: CORP }),
    ...(session && { sessionWebhook: session.url, sessionWebhookExpiredTime: session.until }),
    robotCode: keys.clientId,
    isAdmin: false,
  };
}

/** A press on a template's card. */
export function cardPress(staff: string, track: string, params: Payload): Payload {
  return {
    type: 'actionCallback',
    outTrackId: track,
    corpId: CORP,
    userId: staff,
    content: JSON.stringify({ cardPrivateData: { actionIds: ['1'], params } }),
  };
}
