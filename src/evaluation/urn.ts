import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Signing } from '../org.ts';

/**
 * An urn: texts without an order, sealed so that nothing shows but how many would fit. Every sealing looks like a new
 * one of the same length; who lacks the organisation's secret learns nothing from comparing two. See anonymous.md.
 */
export interface Urn {
  salt: string;
  sealed: string;
}

const NONCE = 12;
const TAG = 16;
const SALT = 16;

/** Room for so many bytes of texts. */
export function emptyUrn(signing: Signing, poll: string, room: number): Urn {
  const salt = randomBytes(SALT).toString('base64');
  return { salt, sealed: seal(signing, poll, salt, [], room) };
}

export function texts(signing: Signing, poll: string, { salt, sealed }: Urn): string[] {
  const bytes = Buffer.from(sealed, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', keyOf(signing, poll, salt), bytes.subarray(0, NONCE));
  cipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  const plain = Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString();
  const list: unknown = JSON.parse(plain);
  if (!Array.isArray(list)) throw new Error('the urn holds no list');
  return list.map(String);
}

/** The urn with one text more; in alphabetical order, so that nothing says which came when. */
export function putInto(signing: Signing, poll: string, urn: Urn, text: string): Urn {
  const { salt, sealed } = urn;
  const room = Buffer.from(sealed, 'base64').length - NONCE - TAG;
  return { salt, sealed: seal(signing, poll, salt, [...texts(signing, poll, urn), text], room) };
}

/** As long as it was, and nothing in it: in its place on the disk the old one is overwritten. */
export function blank({ salt, sealed }: Urn): Urn {
  return { salt: 'A'.repeat(salt.length), sealed: 'A'.repeat(sealed.length) };
}

function seal(signing: Signing, poll: string, salt: string, list: readonly string[], room: number): string {
  const plain = Buffer.from(JSON.stringify(list.toSorted()));
  if (plain.length > room) throw new RangeError('the urn is too small');
  const padded = Buffer.concat([plain, Buffer.alloc(room - plain.length, ' ')]);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(signing, poll, salt), nonce);
  const body = Buffer.concat([cipher.update(padded), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Its own for each poll, and gone with the poll's salt. */
function keyOf({ org, key }: Signing, poll: string, salt: string): Buffer {
  return createHmac('sha256', key).update(['urn', org, poll, salt].join('\n')).digest();
}
