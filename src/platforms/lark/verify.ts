import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../time.ts';
import { decodeText, parseJson } from '../body.ts';
import type { LarkKeys } from './config.ts';
import { createUnseal } from './crypt.ts';

/** Lets in what Lark has signed, and the challenge, which it does not sign; anything else is a `Rejected`. */
export type Gate = (headers: Headers, raw: Uint8Array, now: Instant) => Admitted;

type Admitted = { kind: 'challenge'; challenge: string } | { kind: 'payload'; payload: unknown };

/** Events are sent again for seven hours when nobody answered; a press on a card is sent once. */
const EVENT_AGE = 8 * HOUR;
const CALLBACK_AGE = 5 * MINUTE;

/** A challenge is some two hundred bytes. More is not even decrypted for somebody who has not signed it. */
const UNSIGNED_SIZE = 4096;

const Sealed = z.object({ encrypt: z.string() });

const Head = z.object({
  type: z.string().optional(),
  token: z.string().optional(),
  challenge: z.string().optional(),
  header: z.object({ token: z.string().optional(), event_type: z.string().optional() }).optional(),
});

export function createGate({ encryptKey, verificationToken }: LarkKeys): Gate {
  const unseal = createUnseal(encryptKey);
  const token = Buffer.from(verificationToken);
  return gate;

  function gate(headers: Headers, raw: Uint8Array, now: Instant): Admitted {
    const signed = signatureOf(headers);
    if (!signed) return openChallenge(raw);
    compareSignature(signed, encryptKey, raw);
    compareAge(signed, now, EVENT_AGE);
    const payload = open(raw);
    const head = headOf(payload);
    compareToken(head.header?.token ?? head.token);
    if (head.type === 'url_verification') return challengeOf(head.challenge);
    if (head.header?.event_type === 'card.action.trigger') compareAge(signed, now, CALLBACK_AGE);
    return { kind: 'payload', payload };
  }

  function openChallenge(raw: Uint8Array): Admitted {
    const head = raw.byteLength <= UNSIGNED_SIZE ? unsignedHead(raw) : null;
    if (head?.type !== 'url_verification') throw new Rejected(401, 'the request is not signed');
    compareToken(head.token);
    return challengeOf(head.challenge);
  }

  function unsignedHead(raw: Uint8Array): z.infer<typeof Head> | null {
    try {
      return headOf(open(raw));
    } catch (error) {
      if (error instanceof Rejected) return null;
      throw error;
    }
  }

  function open(raw: Uint8Array): unknown {
    const outer = parseJson(decodeText(raw));
    const sealed = Sealed.safeParse(outer);
    return sealed.success ? parseJson(decodeText(unseal(sealed.data.encrypt))) : outer;
  }

  function compareToken(given: string | undefined): void {
    if (given === undefined) throw new Rejected(401, 'the Verification Token is missing');
    if (!equal(Buffer.from(given), token)) throw new Rejected(401, 'the Verification Token is wrong');
  }
}

interface Signed {
  signature: Buffer;
  timestamp: string;
  nonce: string;
}

/** Null if the request makes no claim to be signed; half a claim is refused. */
function signatureOf(headers: Headers): Signed | null {
  const signature = headers.get('x-lark-signature');
  const timestamp = headers.get('x-lark-request-timestamp');
  const nonce = headers.get('x-lark-request-nonce');
  if (signature === null && timestamp === null && nonce === null) return null;
  if (!signature) throw new Rejected(401, 'the signature header is missing');
  if (!timestamp) throw new Rejected(401, 'the timestamp header is missing');
  if (!nonce) throw new Rejected(401, 'the nonce header is missing');
  if (!/^[0-9a-fA-F]{64}$/.test(signature))
    throw new Rejected(401, 'the signature is not a SHA-256 in hexadecimal');
  if (!/^\d{1,12}$/.test(timestamp)) throw new Rejected(401, 'the timestamp is not a number of seconds');
  return { signature: Buffer.from(signature, 'hex'), timestamp, nonce };
}

/** Over the bytes as they came: parsing and writing them again would change spaces and escapes. */
function compareSignature(
  { signature, timestamp, nonce }: Signed,
  encryptKey: string,
  raw: Uint8Array,
): void {
  const digest = createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(raw)
    .digest();
  if (!equal(signature, digest)) throw new Rejected(401, 'the signature does not match');
}

function compareAge({ timestamp }: Signed, now: Instant, age: number): void {
  const behind = now - Number(timestamp) * SECOND;
  if (behind > age) throw new Rejected(401, 'the request is too old');
  if (behind < -age) throw new Rejected(401, 'the request is from the future: check this machine’s clock');
}

function equal(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function headOf(payload: unknown): z.infer<typeof Head> {
  const head = Head.safeParse(payload);
  if (!head.success) throw new Rejected(400, 'the body is no event of Lark');
  return head.data;
}

function challengeOf(challenge: string | undefined): Admitted {
  if (challenge === undefined) throw new Rejected(400, 'the challenge is missing');
  return { kind: 'challenge', challenge };
}
