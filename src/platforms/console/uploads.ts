import { randomUUID } from 'node:crypto';
import type { Store } from '../../../db/store.ts';
import type { Fetched } from '../platform.ts';

/** Files that people sent in the console and nobody has fetched: it stands in for a platform's own storage, and is for trying out. */
export interface Uploads {
  /** → the handle */
  put(bytes: Uint8Array): string;
  fetch(handle: string, most: number): Fetched;
}

/** The oldest goes when there are more. */
const MOST = 10;

const known = new WeakMap<Store, Uploads>();

export function uploadsOf(store: Store): Uploads {
  const found = known.get(store) ?? createUploads();
  known.set(store, found);
  return found;
}

function createUploads(): Uploads {
  const held = new Map<string, Uint8Array>();
  return { put, fetch };

  function put(bytes: Uint8Array): string {
    const handle = randomUUID();
    held.set(handle, bytes);
    for (const old of [...held.keys()].slice(0, -MOST)) held.delete(old);
    return handle;
  }

  function fetch(handle: string, most: number): Fetched {
    const bytes = held.get(handle);
    if (!bytes) return { ok: false, verdict: 'never', reason: 'the console no longer has it' };
    if (bytes.length > most) return { ok: false, verdict: 'large', reason: `${bytes.length} bytes` };
    return { ok: true, bytes };
  }
}
