import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { accounts, chats, persons, units } from '../../../db/schema/people.ts';
import { advance } from '../../../src/advance.ts';
import { createApp } from '../../../src/app.ts';
import { deliver } from '../../../src/deliver.ts';
import { host } from '../../../src/host.ts';
import { createLog } from '../../../src/log.ts';
import { instantOf, type WallTime } from '../../../src/time.ts';
import { testStore } from '../../helpers/org.ts';
import { type Found, foundUnits } from '../../helpers/people.ts';
import { fakeWecom, formOn, type Shown } from './fake.ts';

export type WecomOrg = Awaited<ReturnType<typeof wecomOrg>>;

/**
 * An organisation on WeCom, everybody with an account, the clock standing at `now`: whatever WeCom sends goes through
 * the app, and what the organisation sends is delivered before the answer is looked at.
 */
export async function wecomOrg(now: WallTime, found: Found = {}) {
  let at = instantOf(now);
  const clock = {
    now: () => at,
    set(to: number) {
      at = to;
    },
  };
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), clock.now);
  const wecom = await fakeWecom({ now: clock.now });
  onTestFinished(() => wecom.close());
  const { store } = testStore();
  await store.change((db) => {
    foundUnits(db, found);
    for (const { id } of db.select().from(persons).all()) {
      db.insert(accounts)
        .values({ platform: 'wecom', id: `user${id}`, person: id, linkedAt: at })
        .run();
    }
  });
  const settings = { url: 'https://zhibu.example' };
  const config = { slug: 'main', settings, console: null, lark: null, wecom: wecom.config };
  const hosted = await host(config, store, { log, wall: clock.now, wake() {} });
  const { org } = hosted;
  const app = createApp({ log, hosted: new Map([['main', hosted]]), local: () => false });
  wecom.connect(async (request) => {
    const response = await app.fetch(request);
    await deliver(org);
    return response;
  });
  return {
    wecom,
    hosted,
    org,
    app,
    store,
    logged,
    config,
    clock,
    fills,
    /** Somebody's account. */
    user: (name: string) => {
      const person = store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
      if (!person) throw new Error(`nobody is called ${name}`);
      return `user${person.id}`;
    },
    /** A group chat that the app has made, of this unit. */
    group: async (id: string, path: string) => {
      wecom.chat(id);
      await store.change((db) => {
        const unit = db.select().from(units).where(eq(units.path, path)).get()?.id ?? null;
        db.insert(chats).values({ platform: 'wecom', id, unit, name: path, joinedAt: at }).run();
      });
    },
    /** Lets the time pass until then; whatever falls due happens and is delivered. */
    at: (wall: WallTime) => advance(org, clock, instantOf(wall)),
    /** Lets some seconds pass: what the pace held back is delivered. */
    wait: (seconds: number) => advance(org, clock, at + seconds * 1000),
  };

  /** Fills in the form that a card leads to, in a browser; → what the page says then. */
  async function fills(on: Shown, values: Record<string, string | string[]>): Promise<string> {
    const link = formOn(on);
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(values))
      for (const one of [value].flat()) body.append(`f.${name}`, one);
    const sent = await app.request(link, { method: 'POST', body });
    await deliver(org);
    if (sent.status !== 303) return await sent.text();
    return await (await app.request(link)).text();
  }
}
