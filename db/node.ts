import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from './schema/index.ts';
import { type Db, refusePromise, type Settled, type Store } from './store.ts';

export interface NodeStore extends Store {
  /** Copies the database while it is in use. */
  backup(file: string): Promise<void>;
  /** What SQLite says of itself: `ok`. */
  check(): string;
}

/** KiB of pages kept in memory. */
const CACHE = 65_536;
/** Pages of the log after which it is copied into the file: 32 MB, some hundred groups of a storm rather than a few. */
const CHECKPOINT = 8_000;

interface Waiting {
  make: (db: Db) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Opens a file, applies what migrations are new, and asserts `synchronous=FULL`: the process that creates a
 * database reports FULL by itself, the next one to open it NORMAL, which loses answered changes in a power cut.
 *
 * Changes that arrive in one turn of the event loop share a commit, a savepoint each, and nobody is answered before it.
 */
export function openStore(file: string): NodeStore {
  mkdirSync(dirname(file), { recursive: true });
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma(`cache_size = -${CACHE}`);
  sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT}`);
  if (sqlite.pragma('synchronous', { simple: true }) !== 2)
    throw new Error('SQLite refused synchronous=FULL');
  const db = drizzle(sqlite, { schema, casing: 'snake_case' });
  migrate(db, { migrationsFolder: join(import.meta.dirname, 'migrations') });

  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');
  const rollback = sqlite.prepare('ROLLBACK');
  const savepoint = sqlite.prepare('SAVEPOINT one');
  const release = sqlite.prepare('RELEASE one');
  const undo = sqlite.prepare('ROLLBACK TO one');
  let waiting: Waiting[] = [];

  return { read, change, close, backup, check };

  function read<T>(look: (db: Db) => Settled<T>): T {
    return look(db);
  }

  function change<T>(make: (db: Db) => Settled<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commitGroup);
      waiting.push({ make, resolve: (value) => resolve(value as T), reject });
    });
  }

  function commitGroup(): void {
    const group = waiting;
    waiting = [];
    const settled: (() => void)[] = [];
    try {
      begin.run();
      for (const one of group) settled.push(attempt(one));
      commit.run();
    } catch (error) {
      if (sqlite.inTransaction) rollback.run();
      for (const one of group) one.reject(error);
      return;
    }
    for (const settle of settled) settle();
  }

  function attempt(one: Waiting): () => void {
    savepoint.run();
    try {
      const value = one.make(db);
      refusePromise(value);
      release.run();
      return () => one.resolve(value);
    } catch (error) {
      // A full disk ends the whole transaction: then the group has failed with it.
      if (!sqlite.inTransaction) throw error;
      undo.run();
      release.run();
      return () => one.reject(error);
    }
  }

  /** Whatever still waits is committed first. */
  function close(): void {
    if (waiting.length > 0) commitGroup();
    sqlite.close();
  }

  async function backup(target: string): Promise<void> {
    await sqlite.backup(target);
  }

  function check(): string {
    return String(sqlite.pragma('integrity_check', { simple: true }));
  }
}
