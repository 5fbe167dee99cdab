import { eq } from 'drizzle-orm';
import { calendars } from '../../db/schema/web.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Settings, Signing } from '../org.ts';
import { macOf, signingOf } from '../sign.ts';
import type { Instant } from '../time.ts';
import { hashOf } from './session.ts';

/** Somebody's calendar has an address from now on, if it had none. */
export function ensureCalendar(db: Db, settings: Settings, person: number, now: Instant): void {
  const kept = db.select().from(calendars).where(eq(calendars.person, person)).get();
  if (!kept) replaceCalendar(db, settings, person, now);
}

/** A new address; the one before is nobody's any more. */
export function replaceCalendar(db: Db, settings: Settings, person: number, now: Instant): void {
  const before = db.select().from(calendars).where(eq(calendars.person, person)).get();
  const number = (before?.number ?? 0) + 1;
  const values = { hash: hashOf(tokenOf(signingOf(settings), person, number)), number, madeAt: now };
  db.insert(calendars)
    .values({ person, ...values })
    .onConflictDoUpdate({ target: calendars.person, set: values })
    .run();
  record(db, {
    at: now,
    actor: `person:${person}`,
    action: before ? 'calendar.replaced' : 'calendar.made',
    subject: `person:${person}`,
    after: { number },
  });
}

/** The address, made again from the secret; null if that is another one since. */
export function calendarAddress(db: Db, settings: Settings, person: number): string | null {
  const kept = db.select().from(calendars).where(eq(calendars.person, person)).get();
  if (!kept) return null;
  const token = tokenOf(signingOf(settings), person, kept.number);
  return hashOf(token) === kept.hash ? `${settings.url}/calendar/${token}.ics` : null;
}

export function calendarOwner(db: Db, token: string): number | undefined {
  return db
    .select({ person: calendars.person })
    .from(calendars)
    .where(eq(calendars.hash, hashOf(token)))
    .get()?.person;
}

function tokenOf(signing: Signing, person: number, number: number): string {
  return `${signing.org}.${macOf(signing, ['calendar', signing.org, person, number])}`;
}
