import { Buffer } from 'node:buffer';
import { createDecipheriv, createHash, createSecretKey } from 'node:crypto';
import { Rejected } from '../../errors.ts';

const BLOCK = 16;

/** Opens what Lark has sealed: base64 of an IV and AES-256-CBC under SHA-256 of the Encrypt Key, PKCS#7 padded. */
export type Unseal = (sealed: string) => Uint8Array;

/**
 * One decipher for all messages, as making one costs more than the decryption. In CBC a block needs only the block
 * before it, and each message brings its own: what comes out for its IV is noise and is dropped, the rest is right.
 */
export function createUnseal(encryptKey: string): Unseal {
  const key = createSecretKey(createHash('sha256').update(encryptKey).digest());
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(BLOCK)).setAutoPadding(false);
  return unseal;

  function unseal(sealed: string): Uint8Array {
    const bytes = Buffer.from(sealed, 'base64');
    // Part of a block would shift every message after it.
    if (bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) throw unreadable();
    return unpad(decipher.update(bytes).subarray(BLOCK));
  }
}

function unpad(padded: Uint8Array): Uint8Array {
  const length = padded.at(-1) ?? 0;
  if (length < 1 || length > BLOCK) throw unreadable();
  if (!padded.subarray(-length).every((byte) => byte === length)) throw unreadable();
  return padded.subarray(0, -length);
}

function unreadable(): Rejected {
  return new Rejected(400, 'the body does not decrypt with the Encrypt Key');
}
