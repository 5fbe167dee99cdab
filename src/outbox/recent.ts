import { and, asc, eq, gt, gte, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema/outbox.ts';
import type { Db } from '../../db/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';

/** Rows looked at: more than any platform takes in an hour. */
const LATEST = 20_000;

/** Whom a platform was sent something since then, and when, the oldest first: what a pace goes by after a restart. */
export function sentSince(db: Db, platform: PlatformName, since: Instant): { to: Address; at: Instant }[] {
  const newest = db
    .select({ id: sql<number>`max(${outbox.id})` })
    .from(outbox)
    .get()?.id;
  return db
    .select({ kind: outbox.kind, id: outbox.address, at: sql<number>`${outbox.settledAt}` })
    .from(outbox)
    .where(
      and(
        gt(outbox.id, (newest ?? 0) - LATEST),
        eq(outbox.platform, platform),
        eq(outbox.outcome, 'sent'),
        gte(outbox.settledAt, since),
      ),
    )
    .orderBy(asc(outbox.settledAt))
    .all()
    .map(({ kind, id, at }) => ({ to: { platform, kind, id }, at }));
}
