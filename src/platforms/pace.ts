import type { Instant } from '../time.ts';
import type { Address, Platform, Rate } from './platform.ts';

/** Keeps a platform's limits: each address's own and the app's together. */
export interface Pacer {
  /** Takes a place if there is one now; otherwise says when the next is free and takes none. */
  take(address: Address, now: Instant): Instant;
  /** When the app as a whole may send again. */
  freeAt(now: Instant): Instant;
  /** How far back the limits look, in milliseconds. */
  span: number;
  /** Something was sent before this pacer was there. */
  recall(address: Address, at: Instant): void;
}

const pacers = new WeakMap<Platform, Pacer>();

export function pacerOf(platform: Platform): Pacer {
  let pacer = pacers.get(platform);
  if (!pacer) {
    pacer = createPacer(platform.pace.app, platform.pace.address);
    pacers.set(platform, pacer);
  }
  return pacer;
}

/** Sliding windows: the times of the last sends, as many as the largest limit looks back on. */
export function createPacer(app: Rate[], address: Rate[]): Pacer {
  const all: Instant[] = [];
  const each = new Map<string, Instant[]>();
  return {
    take,
    freeAt: (now) => freeAt(all, app, now),
    span: Math.max(longest(app), longest(address)),
    recall,
  };

  function take(to: Address, now: Instant): Instant {
    const own = each.get(keyOf(to)) ?? [];
    const free = Math.max(freeAt(all, app, now), freeAt(own, address, now));
    if (free > now) return free;
    recall(to, now);
    if (each.size > 10_000) sweep(now);
    return now;
  }

  function recall(to: Address, at: Instant): void {
    const own = each.get(keyOf(to)) ?? [];
    note(all, app, at);
    note(own, address, at);
    each.set(keyOf(to), own);
  }

  function sweep(now: Instant): void {
    const span = longest(address);
    for (const [key, sends] of each) if ((sends.at(-1) ?? 0) + span <= now) each.delete(key);
  }
}

function keyOf({ kind, id }: Address): string {
  return `${kind}:${id}`;
}

function freeAt(sends: Instant[], rates: Rate[], now: Instant): Instant {
  return rates.reduce((latest, rate) => {
    const first = sends.at(-rate.count);
    return first === undefined ? latest : Math.max(latest, first + rate.per);
  }, now);
}

function note(sends: Instant[], rates: Rate[], now: Instant): void {
  sends.push(now);
  const most = Math.max(0, ...rates.map((rate) => rate.count));
  if (sends.length > 2 * most) sends.splice(0, sends.length - most);
}

function longest(rates: Rate[]): number {
  return Math.max(0, ...rates.map((rate) => rate.per));
}
