import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import type { Settings } from '../org.ts';
import { macOf, signingOf } from '../sign.ts';
import { type Instant, MINUTE } from '../time.ts';

/** As long as it takes to look. */
export const VALID = 15 * MINUTE;

/** A link's own words: which file, for whom, until when. Whether they still may see it is asked when it is opened. */
interface Claim {
  file: number;
  person: number;
  expiresAt: Instant;
}

/** `…/file/org.file.person.expiry.signature`. */
export function fileLink(settings: Settings, file: number, person: number, now: Instant): string {
  const signing = signingOf(settings);
  const words = [signing.org, file, person, now + VALID];
  return `${settings.url}/file/${words.join('.')}.${macOf(signing, ['file', ...words])}`;
}

/** What a link says, if this organisation signed it; its time may be up. */
export function readFileLink(settings: Settings, token: string): Claim | null {
  const signing = signingOf(settings);
  const [org, file, person, expiry, mac] = SHAPE.exec(token)?.slice(1) ?? [];
  if (!org || !file || !person || !expiry || !mac || org !== signing.org) return null;
  const wanted = macOf(signing, ['file', org, file, person, expiry]);
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(wanted))) return null;
  return { file: Number(file), person: Number(person), expiresAt: Number(expiry) };
}

/** 32 bytes in base64url are 43 characters, so that lengths always agree. */
const SHAPE = /^([a-z0-9-]{1,63})\.([1-9]\d{0,14})\.([1-9]\d{0,14})\.([1-9]\d{0,14})\.([\w-]{43})$/;
