import { eq } from 'drizzle-orm';
import { accounts, persons } from '../../db/schema/people.ts';
import { advance } from '../../src/advance.ts';
import { createApp } from '../../src/app.ts';
import type { OrgConfig } from '../../src/config.ts';
import { deliver } from '../../src/deliver.ts';
import { host } from '../../src/host.ts';
import { createLog } from '../../src/log.ts';
import type { Settings } from '../../src/org.ts';
import type { PlatformName } from '../../src/platforms/platform.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { type Found, foundUnits } from '../helpers/people.ts';

export type StandingClock = ReturnType<typeof standing>;

/** A clock that stands until it is set. */
export function standing(now: WallTime) {
  let at = instantOf(now);
  return {
    now: () => at,
    set(to: number) {
      at = to;
    },
  };
}

export interface Connecting {
  platform: PlatformName;
  clock: StandingClock;
  units: Found;
  /** A person's account there. */
  account(person: number): string;
  config: Partial<Pick<OrgConfig, 'lark' | 'dingtalk' | 'wecom'>>;
  settings?: Partial<Settings>;
}

/**
 * An organisation on a platform, everybody with an account: whatever comes through `hook` goes through the app, and
 * what the organisation sends is delivered before the answer is looked at.
 */
export async function connected({ platform, clock, units, account, config, settings }: Connecting) {
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), clock.now);
  const { store } = testStore();
  await store.change((db) => {
    foundUnits(db, units);
    for (const { id } of db.select().from(persons).all()) {
      db.insert(accounts)
        .values({ platform, id: account(id), person: id, linkedAt: clock.now() })
        .run();
    }
  });
  const whole: OrgConfig = {
    slug: 'main',
    settings: { url: 'https://zhibu.example', ...settings },
    console: null,
    lark: null,
    ...config,
  };
  const hosted = await host(whole, store, { log, wall: clock.now, wake() {} });
  const { org } = hosted;
  const app = createApp({ log, hosted: new Map([['main', hosted]]), local: () => false });
  return {
    hosted,
    org,
    app,
    store,
    clock,
    logged,
    config: whole,
    hook: async (request: Request) => {
      const response = await app.fetch(request);
      await deliver(org);
      return response;
    },
    /** Somebody's account. */
    id: (name: string) => {
      const found = store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
      if (!found) throw new Error(`nobody is called ${name}`);
      return account(found.id);
    },
    /** Lets the time pass until then; whatever falls due happens and is delivered. */
    at: (wall: WallTime) => advance(org, clock, instantOf(wall)),
    /** Lets some seconds pass: what the pace held back is delivered. */
    wait: (seconds: number) => advance(org, clock, clock.now() + seconds * 1000),
  };
}
