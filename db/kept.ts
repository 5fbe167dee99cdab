import type { Db } from './store.ts';

interface Kept<T> {
  get(db: Db): T | undefined;
  set(db: Db, value: T): void;
}

const epochs = new WeakMap<Db, number>();

/**
 * Something that is read once for all the changes of one commit. Whoever changes it sets it too; when the next commit
 * begins, or a change is undone, it is unknown again.
 */
export function kept<T>(): Kept<T> {
  const known = new WeakMap<Db, { epoch: number | undefined; value: T }>();
  return { get, set };

  function get(db: Db): T | undefined {
    const found = known.get(db);
    return found && found.epoch === epochs.get(db) ? found.value : undefined;
  }

  function set(db: Db, value: T): void {
    known.set(db, { epoch: epochs.get(db), value });
  }
}

/** A commit begins, or a change was undone: nothing is known any more. */
export function forget(db: Db): void {
  epochs.set(db, (epochs.get(db) ?? 0) + 1);
}
