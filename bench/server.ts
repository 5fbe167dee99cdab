import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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
  pid: number | undefined;
  stop(): Promise<void>;
}

/** Starts a server in a process of its own, on a core of its own, and waits for the address that it prints. */
export async function startServer(script: string, env: Record<string, string>): Promise<Server> {
  const node = [process.execPath, ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []), script];
  const [command, ...args] = pinned ? ['taskset', '-c', SERVER_CORE, ...node] : node;
  const child = spawn(command ?? '', args, {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { port: await portOf(child), pid: child.pid, stop: () => stop(child) };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the server has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /http:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new Error(`the server ended before it listened: ${child.spawnargs.join(' ')}`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
