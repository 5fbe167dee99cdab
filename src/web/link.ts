import { Buffer } from 'node:buffer';
import { createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { eq, lte } from 'drizzle-orm';
import { facts } from '../../db/schema/org.ts';
import { usedLinks } from '../../db/schema/web.ts';
import type { Db } from '../../db/store.ts';
import type { Signing } from '../org.ts';
import { macOf } from '../sign.ts';
import { type Instant, MINUTE } from '../time.ts';

/** What a link is good for: one for the board opens nothing else. */
export type Purpose = 'board';

/** A link's own words, readable and signed: who may, of which organisation, until when, and an id to use it once by. */
interface Claim {
  org: string;
  person: number;
  expiresAt: Instant;
  id: string;
}

/** As long as it takes to press a button in a chat. */
export const VALID = 15 * MINUTE;

/** `org.person.expiry.id.signature`: no character that an address would have to escape. */
export function signLink(signing: Signing, purpose: Purpose, person: number, now: Instant): string {
  const id = randomBytes(16).toString('base64url');
  const claim: Claim = { org: signing.org, person, expiresAt: now + VALID, id };
  return `${wordsOf(claim).join('.')}.${macOf(signing, [purpose, ...wordsOf(claim)])}`;
}

/** What a link says, if this organisation signed it for this purpose and its time is not up. */
export function readLink(signing: Signing, purpose: Purpose, token: string, now: Instant): Claim | null {
  const [org, person, expiry, id, mac] = FORM.exec(token)?.slice(1) ?? [];
  if (!org || !person || !expiry || !id || !mac) return null;
  const claim: Claim = { org, person: Number(person), expiresAt: Number(expiry), id };
  const signed = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(signing, [purpose, ...wordsOf(claim)])));
  return signed && org === signing.org && now < claim.expiresAt ? claim : null;
}

/** 32 bytes in base64url are 43 characters, so that lengths always agree. */
const FORM = /^([a-z0-9-]{1,63})\.(\d{1,15})\.(\d{1,15})\.([\w-]{22})\.([\w-]{43})$/;

/** The first to come uses it up; whoever comes later is told no. */
export function spendLink(db: Db, claim: Claim, now: Instant): boolean {
  db.delete(usedLinks).where(lte(usedLinks.expiresAt, now)).run();
  const used = db.select().from(usedLinks).where(eq(usedLinks.id, claim.id)).get();
  if (used) return false;
  db.insert(usedLinks).values({ id: claim.id, expiresAt: claim.expiresAt }).run();
  return true;
}

function wordsOf({ org, person, expiresAt, id }: Claim): (string | number)[] {
  return [org, person, expiresAt, id];
}

const FACT = 'secret';

/** Where no secret is configured: made once, and kept in the organisation's own database. */
export function keptSigning(db: Db, org: string): Signing {
  const kept = db.select().from(facts).where(eq(facts.name, FACT)).get();
  const value = kept?.value ?? randomBytes(32).toString('base64url');
  if (!kept) db.insert(facts).values({ name: FACT, value }).run();
  return { org, key: createSecretKey(Buffer.from(value, 'utf8')) };
}
