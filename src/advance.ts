import { deliver } from './deliver.ts';
import type { Org } from './org.ts';
import { nextTick, tick } from './tick.ts';
import type { Clock, Instant } from './time.ts';

/** A clock that moves when told: the console's and the tests'. */
export interface MovableClock extends Clock {
  set(now: Instant): void;
}

/** Moves the clock forward, stopping wherever something falls due, as if the time had passed; → messages delivered. */
export async function advance(org: Org, clock: MovableClock, to: Instant): Promise<number> {
  let delivered = (await deliver(org)).sent;
  while (clock.now() < to) {
    const next = nextTick(org) ?? to;
    clock.set(Math.min(Math.max(next, clock.now() + 1), to));
    await tick(org);
    delivered += (await deliver(org)).sent;
  }
  return delivered;
}
