import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { accounts, persons } from '../../../db/schema/people.ts';
import { advance } from '../../../src/advance.ts';
import { createApp } from '../../../src/app.ts';
import { deliver } from '../../../src/deliver.ts';
import { host } from '../../../src/host.ts';
import { createLog } from '../../../src/log.ts';
import { instantOf, type WallTime } from '../../../src/time.ts';
import { testStore } from '../../helpers/org.ts';
import { type Found, foundUnits } from '../../helpers/people.ts';
import { fakeLark } from './fake.ts';

export type LarkOrg = Awaited<ReturnType<typeof larkOrg>>;

/**
 * An organisation on Lark, everybody with an account, the clock standing at `now`: whatever Lark sends goes through
 * the app, and what the organisation sends is delivered before the answer is looked at.
 */
export async function larkOrg(now: WallTime, units: Found = {}) {
  let at = instantOf(now);
  const clock = {
    now: () => at,
    set(to: number) {
      at = to;
    },
  };
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), clock.now);
  const lark = await fakeLark({ now: clock.now });
  onTestFinished(() => lark.close());
  const { store } = testStore();
  await store.change((db) => {
    foundUnits(db, units);
    for (const { id } of db.select().from(persons).all()) {
      db.insert(accounts)
        .values({ platform: 'lark', id: `ou_${id}`, person: id, linkedAt: at })
        .run();
    }
  });
  const settings = { url: 'https://zhibu.example' };
  const hosted = await host({ slug: 'main', settings, console: null, lark: lark.config }, store, {
    log,
    wall: clock.now,
    wake() {},
  });
  const { org } = hosted;
  const app = createApp({ log, hosted: new Map([['main', hosted]]), local: () => false });
  lark.connect(async (request) => {
    const response = await app.fetch(request);
    await deliver(org);
    return response;
  });
  return {
    lark,
    hosted,
    org,
    app,
    store,
    clock,
    logged,
    /** Somebody's open_id. */
    ou: (name: string) => {
      const found = store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
      if (!found) throw new Error(`nobody is called ${name}`);
      return `ou_${found.id}`;
    },
    /** Lets the time pass until then; whatever falls due happens and is delivered. */
    at: (wall: WallTime) => advance(org, clock, instantOf(wall)),
    /** Lets some seconds pass: what the pace held back is delivered. */
    wait: (seconds: number) => advance(org, clock, at + seconds * 1000),
  };
}
