import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../db/node.ts';
import { verify } from '../src/audit/store.ts';
import { keys } from '../test/platforms/lark/payloads.ts';
import { median, quantile, seeded, shuffle, table } from './figures.ts';
import { closedLoop, type Outcome, openLoop } from './load.ts';
import { acceptingPlatform } from './platform.ts';
import { pressRequest, type Tap } from './requests.ts';
import { recorded, seed } from './seed.ts';
import { type Server, startServer } from './server.ts';

const ROUNDS = 5;
/** As many taps under way at once as a city has when some of its branches begin at the same hour. */
const CONNECTIONS = 256;
const STORM = { presses: 10_000, connections: 512, milliseconds: 1_000 };

/**
 * Presses a round: about two seconds' work for each. Before the first, each is warmed up until the engine has compiled
 * what is hot, since a server runs for weeks.
 */
const STACKS = {
  ours: { name: 'ours: the whole path', script: 'src/node.ts', warming: 20_000, presses: 10_000 },
  floor: { name: '(a) same stack, no database', script: 'bench/floor.ts', warming: 20_000, presses: 20_000 },
  sdk: { name: '(b) Lark SDK + better-sqlite3', script: 'bench/sdk.ts', warming: 8_000, presses: 4_000 },
} as const;
type Stack = keyof typeof STACKS;

interface Round {
  rate: number;
  /** Processor time of the server, µs a request. */
  cpu: number;
  p50: number;
  p99: number;
}

/** Check-ins a second through each stack, in rounds that take turns, and then a storm on ours alone. */
export async function benchCheckIns(folder: string): Promise<boolean> {
  const file = join(folder, 'main.db');
  const taps = await seedFile(file);
  const next = takeFrom(taps);
  const platform = await acceptingPlatform();
  const stacks = Object.keys(STACKS) as Stack[];
  const servers = new Map<Stack, Server>();
  for (const stack of stacks)
    servers.set(stack, await startServer(STACKS[stack].script, env(folder, stack, platform.domain)));
  const rounds = new Map<Stack, Round[]>(stacks.map((stack) => [stack, []]));
  for (const stack of stacks) await press(stack, STACKS[stack].warming);
  for (let round = 0; round < ROUNDS; round++) {
    for (const stack of stacks) {
      for (const [other, server] of servers) server.pause(other !== stack);
      const before = cpuOf(stack);
      const outcome = await press(stack, STACKS[stack].presses);
      rounds.get(stack)?.push(measured(outcome, cpuOf(stack) - before));
    }
  }
  for (const [stack, server] of servers) server.pause(stack !== 'ours');
  const storm = await stormOn(portOf('ours'), next('ours', STORM.presses));
  for (const server of servers.values()) {
    server.pause(false);
    await server.stop();
  }
  platform.close();
  print(rounds, storm, platform.accepted());
  return checkFile(file, next.count('ours'));

  async function press(stack: Stack, presses: number): Promise<Outcome> {
    const requests = next(stack, presses).map(pressRequest);
    const outcome = await closedLoop(portOf(stack), requests, CONNECTIONS);
    if (outcome.failed > 0) throw new Error(`${stack}: ${outcome.failed} failed, such as ${outcome.example}`);
    return outcome;
  }

  function cpuOf(stack: Stack): number {
    return servers.get(stack)?.cpu() ?? Number.NaN;
  }

  function portOf(stack: Stack): number {
    return servers.get(stack)?.port ?? 0;
  }
}

/** Every stack presses every card at most once. */
function takeFrom(taps: Tap[]) {
  const taken = new Map<Stack, number>();
  function next(stack: Stack, count: number): Tap[] {
    const from = taken.get(stack) ?? 0;
    taken.set(stack, from + count);
    if (from + count > taps.length) throw new Error(`more than ${taps.length} presses`);
    return taps.slice(from, from + count);
  }
  next.count = (stack: Stack) => taken.get(stack) ?? 0;
  return next;
}

async function seedFile(file: string): Promise<Tap[]> {
  const random = seeded(1);
  const presses = Math.max(...Object.values(STACKS).map((stack) => stack.warming + ROUNDS * stack.presses));
  const store = openStore(file);
  const waves = await store.change((db) => seed(db, Date.now(), Math.ceil(presses / 21_000)));
  store.close();
  return waves.flatMap((wave) => shuffle(wave, random));
}

function env(folder: string, stack: Stack, domain: string): Record<string, string> {
  const own = stack === 'ours' ? folder : join(folder, stack);
  mkdirSync(own, { recursive: true });
  return {
    DATA_DIR: own,
    ZHIBU_SECRET: 'signs the links of a benchmark, and no others',
    LARK_APP_ID: keys.appId,
    LARK_APP_SECRET: 'secret of the benchmark',
    LARK_ENCRYPT_KEY: keys.encryptKey,
    LARK_VERIFICATION_TOKEN: keys.verificationToken,
    LARK_DOMAIN: domain,
  };
}

async function stormOn(port: number, taps: Tap[]): Promise<Outcome> {
  return openLoop(port, taps.map(pressRequest), STORM.connections, STORM.milliseconds);
}

function measured({ span, latencies }: Outcome, cpu: number): Round {
  return {
    rate: (latencies.length / span) * 1000,
    cpu: (cpu / latencies.length) * 1000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

function print(rounds: Map<Stack, Round[]>, storm: Outcome, delivered: number): void {
  const middle = (stack: Stack, figure: keyof Round) =>
    median((rounds.get(stack) ?? []).map((round) => round[figure]));
  const ratio = (stack: Stack) => middle('ours', 'rate') / middle(stack, 'rate');
  const lines = (Object.keys(STACKS) as Stack[]).map((stack) => [
    STACKS[stack].name,
    middle(stack, 'rate').toFixed(0),
    `${middle(stack, 'p50').toFixed(1)} ms`,
    `${middle(stack, 'p99').toFixed(1)} ms`,
    `${middle(stack, 'cpu').toFixed(0)} µs`,
    stack === 'ours'
      ? ''
      : stack === 'floor'
        ? `${(ratio(stack) * 100).toFixed(0)} %`
        : `${ratio(stack).toFixed(1)} ×`,
  ]);
  console.log(`Check-ins on Lark, ${CONNECTIONS} connections, median of ${ROUNDS} rounds that take turns\n`);
  console.log(table([['', 'requests/s', 'p50', 'p99', 'processor', 'ours to it'], ...lines]));
  console.log('\n  target: 50 % of (a) and 3 × (b); within reach: 70 % and 5 ×');
  console.log(`  messages sent and cards drawn anew meanwhile: ${delivered}\n`);
  const late = storm.latencies.filter((latency) => latency > 3_000).length;
  console.log(`${STORM.presses} presses arriving in one second, timed from their arrival\n`);
  console.log(
    table([
      ['answered', 'p50', 'p99', 'longest', 'after 3 s'],
      [
        String(storm.latencies.length - storm.failed),
        `${quantile(storm.latencies, 0.5).toFixed(0)} ms`,
        `${quantile(storm.latencies, 0.99).toFixed(0)} ms`,
        `${quantile(storm.latencies, 1).toFixed(0)} ms`,
        String(late),
      ],
    ]),
  );
  console.log('\n  target: all answered, none after 3 s; within reach: none after 1 s, p99 100 ms\n');
}

/** What was answered is recorded, each once, with its line in the journal, and both hold together. */
function checkFile(file: string, pressed: number): boolean {
  const store = openStore(file);
  const { present, journal } = store.read((db) => recorded(db));
  const chain = store.read((db) => verify(db));
  const whole = present === pressed && journal === pressed && chain.ok && store.check() === 'ok';
  console.log(
    `  recorded ${present} of ${pressed}, journal ${chain.ok ? 'whole' : 'broken'}: ${whole ? 'right' : 'WRONG'}\n`,
  );
  store.close();
  return whole;
}
