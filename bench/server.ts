import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const SERVER_CORE = '0';
const LOAD_CORE = '1';

/** Whether processes can be kept to a core each; otherwise the two share what there is. */
export const pinned = spawnSync('taskset', ['-c', SERVER_CORE, 'true']).status === 0;

/** Keeps this process, which makes the load, off the server's core. */
export function pinLoad(): void {
  if (pinned) spawnSync('taskset', ['-apc', LOAD_CORE, String(process.pid)]);
}

export interface Server {
  port: number;
  /** Milliseconds of processor time used so far; not a number where the system does not say. */
  cpu(): number;
  /** Stops it where it stands, so that it takes nothing from another's round; or lets it go on. */
  pause(still: boolean): void;
  stop(): Promise<void>;
}

/** Starts a server in a process of its own, with the room for young objects that `npm start` gives the product, on a core of its own, and waits for the address that it prints. */
export async function startServer(script: string, env: Record<string, string>): Promise<Server> {
  const node = [
    process.execPath,
    ...process.execArgv,
    ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []),
    script,
  ];
  const [command, ...args] = pinned ? ['taskset', '-c', SERVER_CORE, ...node] : node;
  const child = spawn(command ?? '', args, {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // What it logs of every refusal and pause is its own business; what it dies of is not.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!/"level":"(info|warn)"|NODE-CRON/.test(line)) console.error(line);
  });
  return { port: await portOf(child), cpu: () => cpuOf(child.pid), pause, stop: () => stop(child) };

  function pause(still: boolean): void {
    child.kill(still ? 'SIGSTOP' : 'SIGCONT');
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the server has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /http:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new Error(`the server ended before it listened: ${child.spawnargs.join(' ')}`);
}

const TICK = 10;

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime and stime, in hundredths of a second. */
function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return Number.NaN;
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
