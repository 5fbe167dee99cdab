import { collect } from './collect.ts';
import { type Delivery, deliver } from './deliver.ts';
import type { Org } from './org.ts';
import { nextJob, tick } from './tick.ts';
import type { Clock, Instant } from './time.ts';

/** A clock that moves when told: the console's and the tests'. */
export interface MovableClock extends Clock {
  set(now: Instant): void;
}

/** Moves the clock forward, stopping wherever something falls due, as if the time had passed; → messages delivered. */
export async function advance(org: Org, clock: MovableClock, to: Instant): Promise<number> {
  let { sent, next } = await carry(org);
  while (clock.now() < to) {
    const soonest = Math.min(nextJob(org) ?? to, next ?? to, to);
    clock.set(Math.max(soonest, clock.now() + 1));
    await tick(org);
    const delivery = await carry(org);
    sent += delivery.sent;
    next = delivery.next;
  }
  return sent;
}

/** Fetches what people sent, then sends what is queued: what came of the one is among the other. */
export async function carry(org: Org): Promise<Delivery> {
  const { next: fetch } = await collect(org);
  const { sent, next } = await deliver(org);
  const times = [fetch, next].filter((at) => at !== null);
  return { sent, next: times.length > 0 ? Math.min(...times) : null };
}
