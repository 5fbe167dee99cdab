import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lte } from 'drizzle-orm';
import { sessions } from '../../db/schema/web.ts';
import type { Db } from '../../db/store.ts';
import { findPerson, type Person } from '../people/store.ts';
import { HOUR, type Instant } from '../time.ts';

/** A working day with its evening. */
export const SESSION = 12 * HOUR;

/** Opens one. → what the browser's cookie is to hold; here only its hash is kept */
export function beginSession(db: Db, org: string, person: number, now: Instant): string {
  db.delete(sessions).where(lte(sessions.expiresAt, now)).run();
  const cookie = `${org}.${randomBytes(32).toString('base64url')}`;
  db.insert(sessions)
    .values({ hash: hashOf(cookie), person, beganAt: now, expiresAt: now + SESSION })
    .run();
  return cookie;
}

/** Who it is. What they may see is asked of their posts, anew at every request. */
export function personIn(db: Db, cookie: string, now: Instant): Person | undefined {
  const found = db
    .select({ person: sessions.person })
    .from(sessions)
    .where(and(eq(sessions.hash, hashOf(cookie)), gt(sessions.expiresAt, now)))
    .get();
  return found && findPerson(db, found.person);
}

export function endSession(db: Db, cookie: string): void {
  db.delete(sessions)
    .where(eq(sessions.hash, hashOf(cookie)))
    .run();
}

/** What is looked up by a hash needs no comparison in constant time. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
