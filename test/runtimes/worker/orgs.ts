import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { openStore } from '../../../db/durable.ts';
import type { Store } from '../../../db/store.ts';
import type * as worker from '../../../src/worker.ts';
import { type Found, foundUnits } from '../../helpers/people.ts';

declare global {
  namespace Cloudflare {
    interface Env extends worker.Env {}
    interface GlobalProps {
      mainModule: typeof worker;
      durableNamespaces: 'Organisation';
    }
  }
}

/** What a stranger's client calls: the worker, which finds the object. */
export const app = {
  request: (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    exports.default.fetch(new Request(input, init)),
};

/** An organisation's own object, past the worker. */
export const objectOf = (slug: string) => ({
  request: (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    stubOf(slug).fetch(new Request(input, init)),
});

export function stubOf(slug: string) {
  return env.ORGANISATION.getByName(slug);
}

/** Looks into an organisation's database, inside its object. */
export function inside<T>(slug: string, look: (store: Store, state: DurableObjectState) => T | Promise<T>) {
  return runInDurableObject(stubOf(slug), async (_, state) => look(await openStore(state.storage), state));
}

/** Founds these in place of the invented ones that an empty console is filled with. */
export async function found(slug: string, units: Found): Promise<void> {
  await inside(slug, (store, { storage }) =>
    store.change((db) => {
      storage.sql.exec('pragma defer_foreign_keys = on');
      for (const table of tablesOf(storage)) storage.sql.exec(`delete from "${table}"`);
      foundUnits(db, units);
    }),
  );
}

/** Without those of SQLite, of Cloudflare and of the migrations. */
export function tablesOf({ sql }: DurableObjectStorage): string[] {
  const all = sql.exec<{ name: string }>("select name from sqlite_master where type = 'table'").toArray();
  return all.map(({ name }) => name).filter((name) => !/^(_|sqlite_)/.test(name));
}
