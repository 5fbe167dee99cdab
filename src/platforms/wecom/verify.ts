import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { Rejected } from '../../errors.ts';
import { type Instant, MINUTE, SECOND } from '../../time.ts';
import { decodeText } from '../body.ts';
import { createSeal, sealSignature } from '../seal.ts';
import type { WecomKeys } from './config.ts';

/** Lets in what WeCom has signed; anything else is a `Rejected`. */
export interface Gate {
  /** The address check: the word that is to be answered. */
  challenge(query: URLSearchParams, now: Instant): string;
  /** A message: what it says in XML. */
  message(query: URLSearchParams, raw: Uint8Array, now: Instant): string;
}

/** WeCom asks again within seconds when nobody answers. */
const AGE = 5 * MINUTE;

export function createGate({ corpId, token, aesKey }: WecomKeys): Gate {
  const seal = createSeal(aesKey, 'WECOM_AES_KEY');
  return { challenge, message };

  function challenge(query: URLSearchParams, now: Instant): string {
    // A plus sign that nobody escaped arrives as a space.
    const sealed = query.get('echostr')?.replaceAll(' ', '+');
    if (!sealed) throw new Rejected(400, 'echostr is missing');
    return open(query, sealed, now);
  }

  function message(query: URLSearchParams, raw: Uint8Array, now: Instant): string {
    const signed = signedOf(query);
    return open(query, sealedIn(decodeText(raw)), now, signed);
  }

  function open(query: URLSearchParams, sealed: string, now: Instant, signed = signedOf(query)): string {
    compareSignature(token, signed, sealed);
    compareAge(signed, now);
    const { message, owner } = seal.open(sealed);
    if (owner !== corpId) throw new Rejected(400, 'the message is for another corp id than WECOM_CORP_ID');
    return decodeText(message);
  }
}

const OPEN = '<Encrypt>';
const CLOSE = '</Encrypt>';

/** The one sealed element, found without a parser: nothing unsigned is parsed. */
function sealedIn(body: string): string {
  const start = body.indexOf(OPEN);
  const end = body.indexOf(CLOSE);
  const alone = start >= 0 && start === body.lastIndexOf(OPEN) && end === body.lastIndexOf(CLOSE);
  const held = alone ? body.slice(start + OPEN.length, Math.max(end, start)).trim() : '';
  const sealed = /^<!\[CDATA\[.*\]\]>$/s.test(held) ? held.slice(9, -3).trim() : held;
  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(sealed)) throw new Rejected(400, 'the body is no message of WeCom');
  return sealed;
}

interface Signed {
  signature: Buffer;
  timestamp: string;
  nonce: string;
}

function signedOf(query: URLSearchParams): Signed {
  const signature = query.get('msg_signature');
  const timestamp = query.get('timestamp');
  const nonce = query.get('nonce');
  if (!signature) throw new Rejected(401, 'msg_signature is missing');
  if (!timestamp) throw new Rejected(401, 'timestamp is missing');
  if (!nonce) throw new Rejected(401, 'nonce is missing');
  if (!/^[0-9a-fA-F]{40}$/.test(signature))
    throw new Rejected(401, 'msg_signature is not a SHA-1 in hexadecimal');
  if (!/^\d{1,12}$/.test(timestamp)) throw new Rejected(401, 'timestamp is not a number of seconds');
  return { signature: Buffer.from(signature, 'hex'), timestamp, nonce };
}

function compareSignature(token: string, { signature, timestamp, nonce }: Signed, sealed: string): void {
  if (!timingSafeEqual(signature, sealSignature(token, timestamp, nonce, sealed)))
    throw new Rejected(401, 'msg_signature does not match');
}

function compareAge({ timestamp }: Signed, now: Instant): void {
  const behind = now - Number(timestamp) * SECOND;
  if (behind > AGE) throw new Rejected(401, 'the request is too old');
  if (behind < -AGE) throw new Rejected(401, 'the request is from the future: check this machine’s clock');
}
