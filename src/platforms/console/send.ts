import type { Store } from '../../../db/store.ts';
import type { Clock } from '../../time.ts';
import type { Platform } from '../platform.ts';
import { hubOf } from './hub.ts';
import { insertCard, insertFile, replaceCard } from './store.ts';
import { uploadsOf } from './uploads.ts';

/** Writes rows and nothing else. */
const AGAIN = { again: true };

/** The console as a platform: a message is sent when its row is written. The remote id is the row's. */
export function consolePlatform(store: Store, clock: Clock): Platform {
  const hub = hubOf(store);
  return {
    name: 'console',
    pace: { app: [], address: [] },
    can: { form: true, edit: true, files: true },

    async send(address, card, key) {
      const id = await store.change((db) => insertCard(db, clock.now(), address, card, key), AGAIN);
      hub.changed();
      return { ok: true, remoteId: String(id) };
    },

    async update(_address, remoteId, card) {
      const found = await store.change((db) => replaceCard(db, Number(remoteId), card), AGAIN);
      hub.changed();
      return found
        ? { ok: true, remoteId }
        : { ok: false, verdict: 'never', reason: `the console has no message ${remoteId}` };
    },

    async sendFile(address, file, key) {
      const id = await store.change((db) => insertFile(db, clock.now(), address, file, key), AGAIN);
      hub.changed();
      return { ok: true, remoteId: String(id) };
    },

    fetch: async (handle, most) => uploadsOf(store).fetch(handle, most),
  };
}
