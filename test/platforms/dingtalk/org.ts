import { createSecretKey } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { accounts, persons } from '../../../db/schema/people.ts';
import { advance } from '../../../src/advance.ts';
import { createApp } from '../../../src/app.ts';
import { deliver } from '../../../src/deliver.ts';
import { host } from '../../../src/host.ts';
import { createLog } from '../../../src/log.ts';
import type { DingTalkConfig } from '../../../src/platforms/dingtalk/config.ts';
import { instantOf, type WallTime } from '../../../src/time.ts';
import { testStore } from '../../helpers/org.ts';
import { type Found, foundUnits } from '../../helpers/people.ts';
import { type FakeOptions, fakeDingTalk } from './fake.ts';

export type DingTalkOrg = Awaited<ReturnType<typeof dingTalkOrg>>;

const SIGNING = { org: 'main', key: createSecretKey(Buffer.from('a secret that signs the links of tests')) };

interface Options extends FakeOptions {
  config?: (config: Extract<DingTalkConfig, { mode: 'webhook' }>) => DingTalkConfig;
}

/**
 * An organisation on DingTalk, everybody with an account, the clock standing at `now`: whatever DingTalk sends goes
 * through the app, and what the organisation sends is delivered before the answer is looked at.
 */
export async function dingTalkOrg(now: WallTime, units: Found = {}, options: Options = {}) {
  let at = instantOf(now);
  const clock = {
    now: () => at,
    set(to: number) {
      at = to;
    },
  };
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), clock.now);
  const ding = await fakeDingTalk({ now: clock.now, ...options });
  onTestFinished(() => ding.close());
  const { store } = testStore();
  await store.change((db) => {
    foundUnits(db, units);
    for (const { id } of db.select().from(persons).all()) {
      db.insert(accounts)
        .values({ platform: 'dingtalk', id: `staff${id}`, person: id, linkedAt: at })
        .run();
    }
  });
  const settings = { url: 'https://zhibu.example', signing: SIGNING };
  const dingtalk = options.config?.(ding.config) ?? ding.config;
  const hosted = await host({ slug: 'main', settings, console: null, lark: null, dingtalk }, store, {
    log,
    wall: clock.now,
    wake() {},
  });
  const { org } = hosted;
  const app = createApp({ log, hosted: new Map([['main', hosted]]), local: () => false });
  ding.connect(async (request) => {
    const response = await app.fetch(request);
    await deliver(org);
    return response;
  });
  return {
    ding,
    hosted,
    org,
    app,
    store,
    clock,
    logged,
    /** Somebody's id in the organisation. */
    id: (name: string) => {
      const found = store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
      if (!found) throw new Error(`nobody is called ${name}`);
      return `staff${found.id}`;
    },
    fills,
    /** Lets the time pass until then; whatever falls due happens and is delivered. */
    at: (wall: WallTime) => advance(org, clock, instantOf(wall)),
    /** Lets some seconds pass: what the pace held back is delivered. */
    wait: (seconds: number) => advance(org, clock, at + seconds * 1000),
  };

  /** Fills in the form behind a card’s button, in a browser. → the page that comes of it */
  async function fills(
    buttons: { label: string; url: string }[],
    label: string,
    fields: Record<string, string | string[]>,
  ): Promise<string> {
    const link = buttons.find((button) => button.label === label)?.url ?? '';
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(`f.${name}`, one);
    const answer = await app.request(link, { method: 'POST', body });
    await deliver(org);
    if (answer.status !== 303) return await answer.text();
    return await (await app.request(answer.headers.get('location') ?? '')).text();
  }
}
