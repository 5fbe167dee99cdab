import { collect } from './collect.ts';
import { deliver } from './deliver.ts';
import type { Org } from './org.ts';
import { type Instant, MINUTE } from './time.ts';

/** Does what waits whenever it is woken, and again when the next is due. */
export interface Runner {
  wake(): void;
  /** Resolves when what is under way has been settled; nothing is begun afterwards. */
  stop(): Promise<void>;
}

/** Sends what is queued, and beside it fetches what was sent: a large file holds up no answer. */
export function createRunner(org: Org): Runner {
  const lines = [createLine(org, 'deliver', deliver), createLine(org, 'collect', collect)];
  return {
    wake() {
      for (const line of lines) line.wake();
    },
    async stop() {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

/** One at a time. */
function createLine(org: Org, name: string, work: (org: Org) => Promise<{ next: Instant | null }>): Runner {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return { wake, stop };

  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= run();
  }

  async function run(): Promise<void> {
    while (again && !stopped) {
      again = false;
      clearTimeout(timer);
      try {
        const { next } = await work(org);
        if (next !== null) sleepUntil(next);
      } catch (error) {
        org.log.error(`${name}.broken`, { org: org.slug, error });
        sleepUntil(org.clock.now() + MINUTE);
      }
    }
    // At once, not in a callback: whoever wakes in between would be forgotten.
    running = null;
  }

  function sleepUntil(next: number): void {
    if (stopped) return;
    clearTimeout(timer);
    const wait = Math.min(Math.max(next - org.clock.now(), 1), MINUTE);
    timer = setTimeout(wake, wait);
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(timer);
    await running;
  }
}
