import { deliver } from './deliver.ts';
import type { Org } from './org.ts';
import { MINUTE } from './time.ts';

/** Sends what is queued whenever it is woken, and again when the next is due: one delivery at a time. */
export interface Runner {
  wake(): void;
  /** Resolves when what is under way has been settled; nothing is begun afterwards. */
  stop(): Promise<void>;
}

export function createRunner(org: Org): Runner {
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
        const { next } = await deliver(org);
        if (next !== null) sleepUntil(next);
      } catch (error) {
        org.log.error('deliver.broken', { org: org.slug, error });
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
