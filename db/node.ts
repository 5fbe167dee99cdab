import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { type Connection, createGroup } from './group.ts';
import { watch } from './lasting.ts';
import * as schema from './schema/index.ts';
import type { Db, Settled, Store } from './store.ts';

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

/**
 * Opens a file, applies what migrations are new, and asserts `synchronous=FULL`: the process that creates a
 * database reports FULL by itself, the next one to open it NORMAL, which loses answered changes in a power cut.
 *
 * Changes that arrive in one turn of the event loop share a commit, and nobody is answered before it.
 */
export function openStore(file: string): NodeStore {
  // Names and phone numbers: what it makes is for the user it runs as, and nobody else on the machine.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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

  const writes = watchWrites(sqlite, db);
  const group = createGroup(connect(sqlite, db, writes), setImmediate);
  return { read, change: group.change, close, backup, check };

  function read<T>(look: (db: Db) => Settled<T>): T {
    writes.noticeOthers();
    return look(db);
  }

  /** Whatever still waits is committed first. */
  function close(): void {
    group.commit();
    sqlite.close();
  }

  async function backup(target: string): Promise<void> {
    await sqlite.backup(target);
  }

  function check(): string {
    return String(sqlite.pragma('integrity_check', { simple: true }));
  }
}

/** What is kept in memory, and of accounts the one column that it is made of: the others are written at every message. */
const WATCHED = { activities: '', units: '', persons: '', memberships: '', accounts: 'OF person' };

interface Writes {
  begun(): void;
  noticeOthers(): void;
}

/** Triggers of this connection tell of its own writes; SQLite tells whether other processes have written since it was last asked. */
function watchWrites(sqlite: Database.Database, db: Db): Writes {
  const { written, writtenElsewhere, begun } = watch(db, Object.keys(WATCHED));
  sqlite.function('written', (table) => {
    written(String(table));
    return null;
  });
  for (const [table, columns] of Object.entries(WATCHED)) {
    for (const event of ['INSERT', 'DELETE', `UPDATE ${columns}`]) {
      const name = `${table}_${event.slice(0, 6).toLowerCase()}`;
      sqlite.exec(
        `CREATE TEMP TRIGGER ${name} AFTER ${event} ON main.${table} BEGIN SELECT written('${table}'); END`,
      );
    }
  }
  const version = sqlite.prepare<[], number>('PRAGMA data_version').pluck();
  let last = version.get();
  return { begun, noticeOthers };

  function noticeOthers(): void {
    const now = version.get();
    if (now !== last) writtenElsewhere();
    last = now;
  }
}

function connect(sqlite: Database.Database, db: Db, writes: Writes): Connection {
  const prepare = (sql: string) => {
    const statement = sqlite.prepare(sql);
    return () => void statement.run();
  };
  const begin = prepare('BEGIN IMMEDIATE');
  const release = prepare('RELEASE one');
  const back = prepare('ROLLBACK TO one');
  const written = sqlite.prepare<[], number>('SELECT total_changes()').pluck();
  return {
    db,
    begin() {
      begin();
      writes.begun();
      writes.noticeOthers();
    },
    commit: prepare('COMMIT'),
    rollback: prepare('ROLLBACK'),
    savepoint: prepare('SAVEPOINT one'),
    release,
    undo() {
      back();
      release();
    },
    inTransaction: () => sqlite.inTransaction,
    written: () => written.get() ?? 0,
  };
}
