import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Context } from 'hono';
import { outbox } from '../../../db/schema/outbox.ts';
import type { Db, Store } from '../../../db/store.ts';
import type { Clock, Instant } from '../../time.ts';
import type { Answer, Incoming } from '../platform.ts';

/** What the console is given of the organisation it opens a window on. */
export interface Spine {
  store: Store;
  clock: Clock;
  receive(incoming: Incoming): Promise<Answer>;
  deliver(): Promise<unknown>;
  /** Lets the time pass until `to`; → messages delivered on the way. */
  advance(to: Instant): Promise<number>;
  /** Whether a request comes from this machine, as far as the runtime can tell. */
  local(c: Context): boolean;
}

const PAUSE = 5;
const PAUSES = 200;

/**
 * Delivers until nothing for the console is due any more, also what another delivery has just claimed: who asked
 * is to see all that came of it. Gives up waiting after a second; it arrives by the stream then.
 */
export async function settle(spine: Spine): Promise<void> {
  for (let pauses = 0; pauses < PAUSES; pauses++) {
    await spine.deliver();
    if (!spine.store.read((db) => waiting(db, spine.clock.now() + (spine.clock.ahead ?? 0)))) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function waiting(db: Db, now: Instant): boolean {
  const unsent = and(isNull(outbox.settledAt), lte(outbox.dueAt, now));
  const undrawn = and(isNotNull(outbox.refreshAt), lte(outbox.refreshAt, now));
  const due = and(eq(outbox.platform, 'console'), or(unsent, undrawn));
  return db.select({ id: outbox.id }).from(outbox).where(due).limit(1).get() !== undefined;
}
