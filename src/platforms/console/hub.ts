import type { Store } from '../../../db/store.ts';

/** Wakes the open streams of one database when something in the console changed. */
export interface Hub {
  changed(): void;
  /** Resolves at the next change, after `ms`, or when the signal aborts, whichever is first. */
  next(ms: number, signal: AbortSignal): Promise<void>;
  /** Ends every stream: the server stops, and open pages would hold it up. */
  close(): void;
  readonly closed: boolean;
}

const hubs = new WeakMap<Store, Hub>();

export function hubOf(store: Store): Hub {
  let hub = hubs.get(store);
  if (!hub) {
    hub = createHub();
    hubs.set(store, hub);
  }
  return hub;
}

function createHub(): Hub {
  const sleepers = new Set<() => void>();
  let closed = false;
  return {
    changed,
    next,
    close,
    get closed() {
      return closed;
    },
  };

  function close(): void {
    closed = true;
    changed();
  }

  function changed(): void {
    for (const wake of [...sleepers]) wake();
  }

  function next(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted || closed) wake();

      function wake(): void {
        clearTimeout(timer);
        sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      }
    });
  }
}
