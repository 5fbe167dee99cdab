import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context } from 'hono';
import { type Logger, schedule } from 'node-cron';
import { type NodeStore, openStore } from '../db/node.ts';
import { createApp } from './app.ts';
import { calendarGap } from './calendar.ts';
import type { Machine } from './cli/verb.ts';
import { type Config, type OrgConfig, readConfig } from './config.ts';
import { Misconfigured } from './errors.ts';
import { type Hosted, host } from './host.ts';
import { createLog, type Log } from './log.ts';
import { unheard, unopened } from './machine.ts';
import type { Org } from './org.ts';
import { hubOf } from './platforms/console/hub.ts';
import { type Line, openDingTalkStream } from './platforms/dingtalk/stream.ts';
import { openLarkSocket } from './platforms/lark/socket.ts';
import { createRunner, type Runner } from './runner.ts';
import { tick } from './tick.ts';
import { dayOf } from './time.ts';

/** Many taps arrive at once when a notice goes out. */
const BACKLOG = 4096;
/** Longer than a proxy keeps a connection, so that it never writes into one we are closing. */
const KEEP_ALIVE = 75_000;

export interface Started {
  url: string;
  hosted: ReadonlyMap<string, Hosted>;
  stop(): Promise<void>;
}

/** Opens the databases, serves, ticks once a minute; `stop` finishes what is in hand and closes. */
export async function start(config: Config, log: Log): Promise<Started> {
  const runners = new Map<string, Runner>();
  const stores: NodeStore[] = [];
  const hosted = new Map<string, Hosted>();
  for (const one of config.orgs) {
    const store = openIn(config, one);
    stores.push(store);
    const wake = (org: Org) => runners.get(org.slug)?.wake();
    hosted.set(one.slug, await host(one, store, { log, wall: Date.now, wake }));
  }
  for (const [slug, { org }] of hosted) runners.set(slug, createRunner(org));
  warnOfCalendar(hosted, log);

  const app = createApp({ log, hosted, local });
  app.use(
    '/assets/*',
    serveStatic({ root: relative(process.cwd(), join(import.meta.dirname, 'web')) || '.' }),
  );
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE;
  const url = await listen(server, config);

  const minute = schedule('* * * * *', () => Promise.all([...hosted.values()].map(({ org }) => tick(org))), {
    noOverlap: true,
    logger: minutesTo(log),
  });
  for (const { org } of hosted.values()) await tick(org);
  const sockets = await Promise.all([...hosted.values()].map(connect));
  return { url, hosted, stop };

  async function stop(): Promise<void> {
    await minute.destroy();
    for (const disconnect of sockets) disconnect();
    for (const store of stores) hubOf(store).close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5_000).unref();
    });
    await Promise.all([...runners.values()].map((runner) => runner.stop()));
    for (const store of stores) store.close();
  }
}

/** Of minutes that were missed or went wrong; the next one catches up. */
function minutesTo(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (reason) => log.warn('minute.missed', { reason }),
    error: (error) => log.error('minute.failed', { error }),
  };
}

/** The long connections of Lark and DingTalk, where that is their mode. → how to end them */
async function connect({ org, lark, dingtalk }: Hosted): Promise<() => void> {
  const ends = [
    ...(lark?.config.mode === 'websocket' ? [await openLarkSocket(org, lark, line)] : []),
    ...(dingtalk?.config.mode === 'stream' ? [openDingTalkStream(org, dingtalk, line)] : []),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const line: Line = {
  connect: (url) => new WebSocket(url),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};

/** Once at the start; from then on the metrics say it. */
function warnOfCalendar(hosted: ReadonlyMap<string, Hosted>, log: Log): void {
  const gaps = [...hosted.values()].map(({ org }) => calendarGap(dayOf(org.clock.now())));
  for (const reason of new Set(gaps)) if (reason !== null) log.warn('calendar.gap', { reason });
}

function listen(server: Server, { host, port }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => reject(unheard(code, host, port)));
    server.listen({ host, port, backlog: BACKLOG }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve(`http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}`);
    });
  });
}

function openIn({ dataDir }: Config, { slug }: OrgConfig): NodeStore {
  const file = join(dataDir, `${slug}.db`);
  try {
    return openStore(file);
  } catch (error) {
    throw unopened(file, error);
  }
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

function local(c: Context): boolean {
  return LOOPBACK.test(getConnInfo(c).remote.address ?? '');
}

function fromEnvironment(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readEnvironment(process.env);
}

function readEnvironment(env: Readonly<Record<string, string | undefined>>): Config {
  return readConfig(env, readOrgs(env.ZHIBU_ORGS));
}

/** ZHIBU_ORGS is the JSON itself or the path of a file that holds it. */
function readOrgs(orgs: string | undefined): string | undefined {
  if (!orgs?.trim()) return undefined;
  if (orgs.trimStart().startsWith('{')) return orgs;
  try {
    return readFileSync(orgs, 'utf8');
  } catch {
    throw new Misconfigured(`ZHIBU_ORGS names a file that cannot be read: ${orgs}`);
  }
}

export function standardLog(): Log {
  return createLog((line) => process.stderr.write(`${line}\n`), Date.now);
}

/** What a command of the command line is called with, and where it says what it did and what went wrong. */
export interface Terminal {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  print(line: string): void;
  complain(line: string): void;
}

type Command = (machine: Machine, complain: (line: string) => void) => Promise<number>;

/** Runs a command of the command line on this machine, and exits with its status. */
export async function runOnThisMachine(command: Command): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.exitCode = await runAt(
    {
      args: process.argv.slice(2),
      env: process.env,
      print: (line) => process.stdout.write(`${line}\n`),
      complain: (line) => process.stderr.write(`${line}\n`),
    },
    command,
  );
}

/** → exit status. The databases that it opened are closed. */
export async function runAt({ args, env, print, complain }: Terminal, command: Command): Promise<number> {
  const open: NodeStore[] = [];
  const copies = mkdtempSync(join(tmpdir(), 'zhibu-'));
  const opened = (store: NodeStore) => {
    open.push(store);
    return store;
  };
  try {
    const config = readEnvironment(env);
    const machine: Machine = {
      config,
      args,
      now: Date.now,
      print,
      readFile: (path) => new Uint8Array(readFileSync(path)),
      writeFile: (path, bytes) => writeFileSync(path, bytes),
      open: (org) => opened(openIn(config, org)),
      async openCopy(org) {
        const copy = join(copies, `${org.slug}.db`);
        await opened(openIn(config, org)).backup(copy);
        return opened(openStore(copy));
      },
    };
    return await command(machine, complain);
  } catch (error) {
    complain(
      error instanceof Misconfigured ? error.message : String(error instanceof Error ? error.stack : error),
    );
    return 1;
  } finally {
    for (const store of open) store.close();
    rmSync(copies, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const log = standardLog();
  const started = await start(fromEnvironment(), log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log.info('stopping', { signal });
      started.stop().then(() => process.exit(0), fail);
    });
  }
  process.stdout.write(`支部助手已启动：${started.url}\n`);
}

function fail(error: unknown): never {
  const sentence = error instanceof Misconfigured ? error.message : error;
  process.stderr.write(`${sentence instanceof Error ? sentence.stack : sentence}\n`);
  process.exit(1);
}

if (import.meta.main) main().catch(fail);
