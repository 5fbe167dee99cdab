import { DurableObject } from 'cloudflare:workers';
import type { Context, Hono } from 'hono';
import { openStore } from '../db/durable.ts';
import { createApp } from './app.ts';
import { collect } from './collect.ts';
import { type Config, type OrgConfig, readConfig } from './config.ts';
import { deliver } from './deliver.ts';
import { Misconfigured } from './errors.ts';
import { host } from './host.ts';
import { createLog } from './log.ts';
import type { Org } from './org.ts';
import { nextTick, tick } from './tick.ts';
import { DAY, MINUTE, SECOND } from './time.ts';
import { orgNamedIn } from './web/where.ts';

/** The binding of wrangler.toml; beside it stand the variables and secrets that every runtime reads. */
export interface Env {
  ORGANISATION: DurableObjectNamespace<Organisation>;
}

const log = createLog(print, () => Date.now());

/** Finds the organisation that a request is for. Only those that are configured ever become an object. */
export default {
  async fetch(request, env) {
    try {
      const slug = slugOf(request, environment(env));
      if (slug === undefined) return Response.json({ error: 'unknown organisation' }, { status: 404 });
      return await env.ORGANISATION.getByName(slug).fetch(request);
    } catch (error) {
      // Misconfigured, or the object is being moved or is overrun: whoever asked may ask again.
      log.error('request.unserved', { error });
      return Response.json({ error: 'unavailable' }, { status: 503 });
    }
  },
} satisfies ExportedHandler<Env>;

/** One organisation with its database. Its alarm is the tick: it is set to whatever is next to do. */
export class Organisation extends DurableObject<Env> {
  #served: { org: Org; app: Hono } | null = null;
  /** When the alarm goes off; the storage says so only to those who wait. */
  #alarm: number | null = null;
  #delivering: Promise<boolean> | null = null;
  #again = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(() => this.#open());
  }

  override fetch(request: Request): Response | Promise<Response> {
    if (!this.#served) return Response.json({ error: 'unknown organisation' }, { status: 404 });
    return this.#served.app.fetch(request);
  }

  /** Again in a minute whatever happens to this one, and sooner or later than that when all of it is done. */
  override async alarm(): Promise<void> {
    if (!this.#served) return;
    this.#setAlarm(Date.now() + MINUTE);
    const ticked = await tick(this.#served.org);
    const [delivered, collected] = await Promise.all([
      this.#deliver(this.#served.org),
      this.#collect(this.#served.org),
    ]);
    if (ticked && delivered && collected) this.#setAlarm(nextIn(this.#served.org));
  }

  async #open(): Promise<void> {
    const { ORGANISATION } = this.env;
    const config = environment(this.env).orgs.find(({ slug }) =>
      ORGANISATION.idFromName(slug).equals(this.ctx.id),
    );
    // No longer configured: its records stay, and nothing happens to them.
    if (!config) return;
    const store = await openStore(this.ctx.storage);
    const runtime = {
      log,
      wall: () => Date.now(),
      wake: (org: Org) => this.#wake(org),
      keep: (work: Promise<void>) => this.ctx.waitUntil(work),
    };
    const hosted = await host(config, store, runtime);
    this.#served = {
      org: hosted.org,
      app: createApp({ log, hosted: new Map([[config.slug, hosted]]), local }),
    };
    this.#alarm = await this.ctx.storage.getAlarm();
    if (this.#alarm === null) this.#setAlarm(Date.now());
  }

  /** Delivers soon. Should the object go down meanwhile, the alarm takes it up again. */
  #wake(org: Org): void {
    this.#alarmBy(Date.now() + MINUTE);
    this.ctx.waitUntil(this.#deliver(org));
    this.ctx.waitUntil(this.#collect(org));
  }

  /** One delivery at a time; what is asked for meanwhile is one more round. */
  #deliver(org: Org): Promise<boolean> {
    this.#again = true;
    this.#delivering ??= this.#rounds(org);
    return this.#delivering;
  }

  async #rounds(org: Org): Promise<boolean> {
    try {
      while (this.#again) {
        this.#again = false;
        await deliver(org);
      }
      this.#alarmBy(nextIn(org));
      return true;
    } catch (error) {
      log.error('deliver.broken', { org: org.slug, error });
      return false;
    } finally {
      // At once, not in a callback: whoever wakes in between would be forgotten.
      this.#delivering = null;
    }
  }

  /** Beside delivery, which it does not hold up; what two of them find is fetched by one. */
  async #collect(org: Org): Promise<boolean> {
    try {
      const { next } = await collect(org);
      if (next !== null) this.#alarmBy(nextIn(org));
      return true;
    } catch (error) {
      log.error('collect.broken', { org: org.slug, error });
      return false;
    }
  }

  #alarmBy(at: number): void {
    if (this.#alarm === null || at < this.#alarm) this.#setAlarm(at);
  }

  #setAlarm(at: number): void {
    this.#alarm = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }
}

/** Cloudflare keeps what a worker prints. */
function print(line: string): void {
  // biome-ignore lint/suspicious/noConsole: there is no other way out.
  console.log(line);
}

/** When something is next to do, by the machine's clock, which the organisation's may be ahead of. */
function nextIn(org: Org): number {
  const next = nextTick(org);
  return Date.now() + (next === null ? DAY : Math.max(next - org.clock.now(), SECOND));
}

/** The organisation a request names; where it names none, the one whose console is open, or the first. */
function slugOf(request: Request, { orgs }: Config): string | undefined {
  const [, hooked] = /^\/hooks\/([^/]+)/.exec(new URL(request.url).pathname) ?? [];
  const named = hooked ?? orgNamedIn(request);
  if (named !== undefined) return orgs.find(({ slug }) => slug === named)?.slug;
  return (orgs.find(({ console }) => console !== null) ?? orgs[0])?.slug;
}

const configs = new WeakMap<Env, Config>();

function environment(env: Env): Config {
  let config = configs.get(env);
  if (!config) {
    config = configure(env);
    configs.set(env, config);
  }
  return config;
}

/** Read as everywhere else, but strangers can reach a worker: the console is off unless it is asked for. */
function configure(env: Env): Config {
  const given = Object.entries(env).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const variables: Record<string, string> = { ...DEFAULTS, ...Object.fromEntries(given) };
  const config = readConfig(variables, variables.ZHIBU_ORGS);
  for (const org of config.orgs) checkPlatforms(org);
  return config;
}

/** The port is that of `wrangler dev`. */
const DEFAULTS = { ZHIBU_CONSOLE: 'off', PORT: '8787' };

function checkPlatforms({ slug, settings, lark, dingtalk, wecom }: OrgConfig): void {
  if (lark?.mode === 'websocket')
    throw new Misconfigured(`LARK_MODE of ${slug} must be webhook: no connection stays open on Workers.`);
  if (dingtalk?.mode === 'stream')
    throw new Misconfigured(`DINGTALK_MODE of ${slug} must be webhook: no connection stays open on Workers.`);
  if (!lark && !dingtalk && !wecom) return;
  if (LOOPBACK_NAME.test(new URL(settings.url).hostname))
    throw new Misconfigured(`ZHIBU_URL of ${slug} must be the address that the worker is deployed at.`);
}

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LOOPBACK = /^(127\.|::1$)/;

/** Cloudflare routes by the host's name and says who calls: a deployed worker is local to nobody. */
function local(c: Context): boolean {
  return (
    LOOPBACK_NAME.test(new URL(c.req.url).hostname) &&
    LOOPBACK.test(c.req.header('cf-connecting-ip') ?? '::1')
  );
}
