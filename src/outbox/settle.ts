import { eq, isNotNull, sql } from 'drizzle-orm';
import { amongGiven } from '../../db/many.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { type Instant, MINUTE, SECOND } from '../time.ts';
import type { Message } from './store.ts';

/** While it is being sent nobody else takes it; afterwards it is taken up again, as after a crash. */
const LEASE = MINUTE;

const updateClaimed = prepared((db) =>
  db
    .update(outbox)
    .set({ claimedUntil: given('until'), drawing: outbox.refreshAt })
    .where(amongGiven(outbox.id, 'ids'))
    .prepare(),
);

export function claim(db: Db, now: Instant, ids: number[]): void {
  if (ids.length > 0) updateClaimed(db).run({ until: now + LEASE, ids: JSON.stringify(ids) });
}

/** Whatever was being sent when the process ended is taken up at once: nobody else sends for this organisation. */
export function releaseClaims(db: Db): void {
  db.update(outbox).set({ claimedUntil: null }).where(isNotNull(outbox.claimedUntil)).run();
}

const updateSent = prepared((db) =>
  db
    .update(outbox)
    .set({
      settledAt: given('now'),
      remoteId: given('remoteId'),
      outcome: 'sent',
      claimedUntil: null,
      reason: null,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

export function settleSent(db: Db, now: Instant, id: number, remoteId: string): void {
  updateSent(db).run({ now, id, remoteId });
}

const updateRefreshed = prepared((db) =>
  db
    .update(outbox)
    .set({
      remoteId: given('remoteId'),
      refreshedAt: given('now'),
      refreshAt: sql`nullif(${outbox.refreshAt}, ${outbox.drawing})`,
      drawing: null,
      claimedUntil: null,
      attempts: 0,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

/** `remoteId`: another one where the card was sent once more. */
export function settleRefreshed(db: Db, now: Instant, id: number, remoteId: string): void {
  updateRefreshed(db).run({ now, id, remoteId });
}

export function settleFailed(
  db: Db,
  now: Instant,
  id: number,
  outcome: 'givenUp' | 'dropped',
  reason: string,
): void {
  db.update(outbox)
    .set({ settledAt: now, outcome, reason, claimedUntil: null, refreshAt: null })
    .where(eq(outbox.id, id))
    .run();
}

/** A live card that can no longer be drawn stays as it is. */
export function settleStale(db: Db, id: number, reason: string): void {
  db.update(outbox)
    .set({ topic: null, reason, claimedUntil: null, refreshAt: null, drawing: null })
    .where(eq(outbox.id, id))
    .run();
}

/** One that was never sent is drawn when it is. */
export function putBack(db: Db, message: Message, until: Instant, reason: string): void {
  const again = message.remoteId ? { refreshAt: until } : { dueAt: until, refreshAt: null };
  db.update(outbox)
    .set({ ...again, claimedUntil: null, attempts: message.attempts + 1, reason })
    .where(eq(outbox.id, message.id))
    .run();
}

/** It is not its time yet; that is no try. */
export function hold(db: Db, id: number, until: Instant, reason: string): void {
  db.update(outbox).set({ dueAt: until, reason }).where(eq(outbox.id, id)).run();
}

/** Seconds, then minutes, at most an hour: 2ⁿ s. Eleven tries are spread over about half an hour, twenty over ten hours. */
export function backOff(attempts: number): number {
  return Math.min(2 ** attempts * SECOND, 60 * MINUTE);
}
