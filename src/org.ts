import type { KeyObject } from 'node:crypto';
import type { Store } from '../db/store.ts';
import type { Log } from './log.ts';
import type { Platform, PlatformName } from './platforms/platform.ts';
import type { Clock } from './time.ts';

/** One organisation: its database, its clock, the platforms it is on, and how to have its messages sent soon. */
export interface Org {
  slug: string;
  settings: Settings;
  clock: Clock;
  store: Store;
  log: Log;
  platforms: Map<PlatformName, Platform>;
  /** Asks the runtime to deliver what is queued; returns at once. */
  wake(): void;
  /** Has the runtime stay up for what is still to be done after an answer; left out where it does so anyway. */
  keep?(work: Promise<void>): void;
}

export interface Settings {
  /** Public address without a trailing slash, for links. */
  url: string;
  /** The first administrator's account. */
  admin?: { platform: PlatformName; id: string };
  /** Signs links. Where it is not configured, opening the organisation adds one. */
  signing?: Signing;
}

/** A key object, so that no log can show what it holds. */
export interface Signing {
  /** The organisation that a link is of: its slug. */
  org: string;
  key: KeyObject;
}
