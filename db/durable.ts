import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import { forget } from './kept.ts';
import migrations from './migrations/migrations.js';
import * as schema from './schema/index.ts';
import { type Db, refusePromise, type Settled, type Store } from './store.ts';

/**
 * Opens a Durable Object's own database. No answer leaves the object before its writes are durable (the output
 * gate), so a change commits at once and needs no group.
 */
export async function openStore(storage: DurableObjectStorage): Promise<Store> {
  const db = drizzle(storage, { schema, casing: 'snake_case' });
  await migrate(db, migrations);
  return { read, change, close };

  function read<T>(look: (db: Db) => Settled<T>): T {
    return look(db);
  }

  async function change<T>(make: (db: Db) => Settled<T>): Promise<T> {
    return storage.transactionSync(() => {
      forget(db);
      const value = make(db);
      refusePromise(value);
      return value;
    });
  }

  function close(): void {}
}
