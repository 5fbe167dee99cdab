import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { HOUR, type Instant, MINUTE } from '../../time.ts';
import { decodeText, parseJson } from '../body.ts';
import { createSeal, type Seal, sealSignature } from '../seal.ts';
import type { DingTalkConfig } from './config.ts';

/** Lets in what DingTalk has signed; anything else is a `Rejected`. */
export type Gate = (request: Arrived, now: Instant) => Admitted;

export interface Arrived {
  headers: Headers;
  query: URLSearchParams;
  raw: Uint8Array;
}

export type Admitted =
  /** Said to the robot. */
  | { kind: 'robot'; payload: unknown }
  /** A button pressed on a card made of a template. */
  | { kind: 'card'; payload: unknown }
  /** Something changed in the organisation; the answer is sealed as the event is. */
  | { kind: 'event'; payload: unknown; seal: Seal; token: string };

/** The robot's own page says an hour. {@link https://open.dingtalk.com/document/orgapp/receive-message} */
const AGE = HOUR;
const CARD_AGE = 5 * MINUTE;

export function createGate(config: Extract<DingTalkConfig, { mode: 'webhook' }>): Gate {
  const { clientId, clientSecret, token, aesKey } = config;
  const sealed = token && aesKey ? { token, seal: createSeal(aesKey, 'DINGTALK_AES_KEY') } : null;
  const secret = cardSecret(config);
  return gate;

  function gate({ headers, query, raw }: Arrived, now: Instant): Admitted {
    if (headers.has('x-ddpaas-signature')) {
      const time = needed(headers.get('x-ddpaas-signature-timestamp'), 'x-ddpaas-signature-timestamp');
      compareMac(secret, time, needed(headers.get('x-ddpaas-signature'), 'x-ddpaas-signature'));
      compareAge(time, now, CARD_AGE);
      return { kind: 'card', payload: parseJson(decodeText(raw)) };
    }
    const signature = query.get('msg_signature') ?? query.get('signature');
    if (signature !== null) return openEvent(signature, query, raw, now);
    if (!headers.has('sign') && !headers.has('timestamp'))
      throw new Rejected(401, 'the request is not signed');
    const time = needed(headers.get('timestamp'), 'timestamp');
    compareMac(clientSecret, `${time}\n${clientSecret}`, needed(headers.get('sign'), 'sign'));
    compareAge(time, now, AGE);
    return { kind: 'robot', payload: parseJson(decodeText(raw)) };
  }

  function openEvent(signature: string, query: URLSearchParams, raw: Uint8Array, now: Instant): Admitted {
    if (!sealed) throw new Rejected(401, 'events need DINGTALK_TOKEN and DINGTALK_AES_KEY');
    const time = needed(query.get('timestamp') ?? query.get('timeStamp'), 'timestamp');
    const nonce = needed(query.get('nonce'), 'nonce');
    if (!/^[0-9a-fA-F]{40}$/.test(signature))
      throw new Rejected(401, 'the signature is not a SHA-1 in hexadecimal');
    const encrypt = sealedIn(raw);
    const digest = sealSignature(sealed.token, time, nonce, encrypt);
    if (!timingSafeEqual(Buffer.from(signature, 'hex'), digest))
      throw new Rejected(401, 'the signature does not match');
    compareAge(time, now, AGE);
    const { message, owner } = sealed.seal.open(encrypt);
    if (owner !== clientId) throw new Rejected(400, 'the event is for another app than DINGTALK_CLIENT_ID');
    return { kind: 'event', payload: parseJson(decodeText(message)), ...sealed };
  }
}

/** What card callbacks are signed with: registered with DingTalk by ourselves, so that it need not be configured. */
export function cardSecret({
  clientId,
  clientSecret,
}: Pick<DingTalkConfig, 'clientId' | 'clientSecret'>): string {
  return createHmac('sha256', clientSecret).update(`card callbacks of ${clientId}`).digest('hex');
}

const Sealed = z.object({ encrypt: z.string().regex(/^[0-9A-Za-z+/]+={0,2}$/) });

function sealedIn(raw: Uint8Array): string {
  const parsed = Sealed.safeParse(parseJson(decodeText(raw)));
  if (!parsed.success) throw new Rejected(400, 'the body is no sealed event');
  return parsed.data.encrypt;
}

function needed(value: string | null, name: string): string {
  if (!value) throw new Rejected(401, `${name} is missing`);
  return value;
}

function compareMac(key: string, text: string, given: string): void {
  if (!/^[0-9A-Za-z+/]{43}=$/.test(given))
    throw new Rejected(401, 'the signature is not a SHA-256 in base64');
  const digest = createHmac('sha256', key).update(text).digest();
  if (!timingSafeEqual(Buffer.from(given, 'base64'), digest))
    throw new Rejected(401, 'the signature does not match');
}

/** `time`: milliseconds since 1970. */
function compareAge(time: string, now: Instant, age: number): void {
  if (!/^\d{13}$/.test(time)) throw new Rejected(401, 'the timestamp is not a number of milliseconds');
  const behind = now - Number(time);
  if (behind > age) throw new Rejected(401, 'the request is too old');
  if (behind < -age) throw new Rejected(401, 'the request is from the future: check this machine’s clock');
}
