import { forget } from './kept.ts';
import type { Change, Db, Settled } from './store.ts';
import { refusePromise } from './store.ts';

/** What a connection can do for a group of changes. */
export interface Connection {
  db: Db;
  begin(): void;
  commit(): void;
  rollback(): void;
  /** Savepoints nest; `undo` goes back to the innermost and ends it. */
  savepoint(): void;
  release(): void;
  undo(): void;
  inTransaction(): boolean;
  /** Rows written since the connection was opened. */
  written(): number;
}

interface Waiting {
  make: (db: Db) => unknown;
  again: boolean;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Says what became of a change once the group is on disk. */
type Settle = () => void;

/** A change that was to run without a savepoint failed when it had written already. */
class Spoilt extends Error {}

/**
 * Changes that wait together share a commit, and nobody is answered before it; one that fails fails alone.
 *
 * A savepoint costs a copy of every page that is written under it, an eighth of a check-in. So what may be run
 * `again` gets none: if it fails before it has written, nothing need be undone; if afterwards, all of its kind are
 * undone and run once more, with a savepoint each.
 */
export function createGroup(connection: Connection, later: (commit: () => void) => void) {
  const { db } = connection;
  let waiting: Waiting[] = [];
  return { change, commit };

  function change<T>(make: (db: Db) => Settled<T>, { again = false }: Change = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) later(commit);
      waiting.push({ make, again, resolve: (value) => resolve(value as T), reject });
    });
  }

  function commit(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      begin();
      const settled = runAll(group);
      connection.commit();
      for (const settle of settled) settle();
    } catch (error) {
      if (connection.inTransaction()) connection.rollback();
      for (const one of group) one.reject(error);
    }
  }

  function runAll(group: Waiting[]): Settle[] {
    const settled = group.filter(({ again }) => !again).map(guarded);
    const rest = group.filter(({ again }) => again);
    return [...settled, ...(settled.length > 0 ? rest.map(guarded) : runAgain(rest))];
  }

  function runAgain(rest: Waiting[]): Settle[] {
    try {
      return rest.map(bare);
    } catch (error) {
      if (!(error instanceof Spoilt)) throw error;
      connection.rollback();
      begin();
      return rest.map(guarded);
    }
  }

  function begin(): void {
    connection.begin();
    forget(db);
  }

  function bare(one: Waiting): Settle {
    const before = connection.written();
    try {
      return made(one);
    } catch (error) {
      if (!connection.inTransaction()) throw error;
      if (connection.written() !== before) throw new Spoilt();
      return () => one.reject(error);
    }
  }

  function guarded(one: Waiting): Settle {
    connection.savepoint();
    try {
      const settle = made(one);
      connection.release();
      return settle;
    } catch (error) {
      // A full disk ends the whole transaction: then the group has failed with it.
      if (!connection.inTransaction()) throw error;
      connection.undo();
      forget(db);
      return () => one.reject(error);
    }
  }

  function made(one: Waiting): Settle {
    const value = one.make(db);
    refusePromise(value);
    if (!connection.inTransaction()) throw new Error('the transaction has ended within a change');
    return () => one.resolve(value);
  }
}
