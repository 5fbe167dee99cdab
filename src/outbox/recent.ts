import { and, asc, count, eq, gt, gte, lt, min, notExists, notLike, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { outbox } from '../../db/schema/outbox.ts';
import type { Db } from '../../db/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';
import type { Message } from './store.ts';

/** Rows looked at: more than any platform takes in an hour. */
const LATEST = 20_000;

/** Whom a platform was sent something since then, and when, the oldest first: what a pace goes by after a restart. */
export function sentSince(db: Db, platform: PlatformName, since: Instant): { to: Address; at: Instant }[] {
  return db
    .select({ kind: outbox.kind, id: outbox.address, at: sql<number>`${outbox.settledAt}` })
    .from(outbox)
    .where(
      and(
        gt(outbox.id, newestOf(db) - LATEST),
        eq(outbox.platform, platform),
        eq(outbox.outcome, 'sent'),
        gte(outbox.settledAt, since),
      ),
    )
    .orderBy(asc(outbox.settledAt))
    .all()
    .map(({ kind, id, at }) => ({ to: { platform, kind, id }, at }));
}

/** Messages that reached nobody, not by another account of their reader's either, by reader and reason; what told of such ones aside. */
export function givenUpSince(
  db: Db,
  since: Instant,
): (Pick<Message, 'person' | 'kind' | 'address' | 'reason'> & { count: number })[] {
  const { person, kind, address, reason, key } = outbox;
  const elsewhere = alias(outbox, 'elsewhere');
  const forwarded = db
    .select({ one: sql`1` })
    .from(elsewhere)
    .where(and(gt(elsewhere.key, sql`${key} || '@'`), lt(elsewhere.key, sql`${key} || 'A'`)));
  return db
    .select({ person, kind, address, reason, count: count() })
    .from(outbox)
    .where(
      and(
        gt(outbox.id, newestOf(db) - LATEST),
        eq(outbox.outcome, 'givenUp'),
        gte(outbox.settledAt, since),
        notLike(key, 'givenUp:%'),
        notExists(forwarded),
      ),
    )
    .groupBy(person, kind, address, reason)
    .orderBy(min(outbox.id))
    .all();
}

function newestOf(db: Db): number {
  const newest = db
    .select({ id: sql<number>`max(${outbox.id})` })
    .from(outbox)
    .get();
  return newest?.id ?? 0;
}
