import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto';
import { Rejected } from '../errors.ts';

/**
 * What DingTalk and WeCom seal their callbacks with: base64 of AES-256-CBC over 16 random bytes, the message's length
 * in four bytes, the message, and whom it is for; filled up to 32 bytes, twice what a cipher's own padding knows.
 * {@link https://open.dingtalk.com/document/orgapp/callback-overview}
 * {@link https://developer.work.weixin.qq.com/document/path/90968}
 */
export interface Seal {
  /** What does not open is a `Rejected`. */
  open(sealed: string): { message: Uint8Array; owner: string };
  /** `random`: 16 bytes. */
  close(message: string, owner: string, random: Uint8Array): string;
}

const BLOCK = 16;
const PAD = 32;
const HEAD = 20;

/** `aesKey`: 43 characters; `variable`: where it is configured. */
export function createSeal(aesKey: string, variable: string): Seal {
  const bytes = Buffer.from(`${aesKey}=`, 'base64');
  const key = createSecretKey(bytes);
  const iv = bytes.subarray(0, BLOCK);
  // One for all messages: in CBC only the first block depends on what came before, and that one is random bytes.
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return { open, close };

  function open(sealed: string): { message: Uint8Array; owner: string } {
    const given = Buffer.from(sealed, 'base64');
    // Part of a block would shift every message after it.
    if (given.length < PAD || given.length % BLOCK !== 0) throw unreadable();
    const plain = unpad(decipher.update(given));
    const end = HEAD + (plain.length < HEAD ? 0 : plain.readUInt32BE(BLOCK));
    if (end > plain.length) throw unreadable();
    return { message: plain.subarray(HEAD, end), owner: plain.subarray(end).toString('utf8') };
  }

  function close(message: string, owner: string, random: Uint8Array): string {
    const body = Buffer.from(message);
    const head = Buffer.alloc(HEAD);
    head.set(random.subarray(0, BLOCK));
    head.writeUInt32BE(body.length, BLOCK);
    const plain = Buffer.concat([head, body, Buffer.from(owner)]);
    const pad = PAD - (plain.length % PAD);
    const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad))]).toString('base64');
  }

  function unpad(padded: Buffer): Buffer {
    const length = padded.at(-1) ?? 0;
    if (length < 1 || length > PAD || length > padded.length) throw unreadable();
    if (!padded.subarray(-length).every((byte) => byte === length)) throw unreadable();
    return padded.subarray(0, -length);
  }

  function unreadable(): Rejected {
    return new Rejected(400, `the message does not decrypt with ${variable}`);
  }
}

/** SHA-1 of the four in alphabetical order. */
export function sealSignature(token: string, timestamp: string, nonce: string, sealed: string): Buffer {
  return createHash('sha1').update([token, timestamp, nonce, sealed].sort().join('')).digest();
}
