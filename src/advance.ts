import { deliver } from './deliver.ts';
import type { Org } from './org.ts';
import { nextJob, tick } from './tick.ts';
import type { Clock, Instant } from './time.ts';

/** A clock that moves when told: the console's and the tests'. */
export interface MovableClock extends Clock {
  set(now: Instant): void;
}

/** Moves the clock forward, stopping wherever something falls due, as if the time had passed; → messages delivered. */
export async function advance(org: Org, clock: MovableClock, to: Instant): Promise<number> {
  let { sent, next } = await deliver(org);
  while (clock.now() < to) {
    const soonest = Math.min(nextJob(org) ?? to, next ?? to, to);
    clock.set(Math.max(soonest, clock.now() + 1));
    await tick(org);
    const delivery = await deliver(org);
    sent += delivery.sent;
    next = delivery.next;
  }
  return sent;
}
