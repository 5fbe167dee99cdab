import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from './store.ts';

/** What a runtime tells of writes to the tables that it watches. */
export interface Watch {
  /** A row of it has been written, by a transaction that may still be undone. */
  written(table: string): void;
  /** Another process has written, who knows what. */
  writtenElsewhere(): void;
  /** A transaction begins: the one before has been committed or undone. */
  begun(): void;
}

interface Written {
  times: number;
  open: boolean;
}

const watched = new WeakMap<Db, Map<string, Written>>();

export function watch(db: Db, names: readonly string[]): Watch {
  const tables = new Map(names.map((name) => [name, { times: 0, open: false }]));
  watched.set(db, tables);
  return {
    written(table) {
      const found = find(tables, table);
      found.times += 1;
      found.open = true;
    },
    writtenElsewhere() {
      for (const table of tables.values()) table.times += 1;
    },
    begun() {
      for (const table of tables.values()) table.open = false;
    },
  };
}

function find(tables: Map<string, Written>, name: string): Written {
  const found = tables.get(name);
  if (!found) throw new Error(`nobody watches the table ${name}`);
  return found;
}

/**
 * Something that is read at every tap and seldom written: kept in memory until somebody writes to one of its tables,
 * and loaded anew as long as that may still be undone. Nobody changes what they are given. Where writes are not
 * watched, as on a Durable Object, it is loaded every time.
 */
export function lasting<K extends string | number, V extends object>(of: readonly SQLiteTable[]) {
  const shelves = new WeakMap<Db, Shelf<K, V>>();
  return (db: Db, key: K, load: () => V | undefined): V | undefined => {
    const tables = watched.get(db);
    if (!tables) return load();
    let shelf = shelves.get(db);
    if (!shelf) {
      shelf = createShelf(of.map((table) => find(tables, getTableName(table))));
      shelves.set(db, shelf);
    }
    return shelf(key, load);
  };
}

type Shelf<K, V> = (key: K, load: () => V | undefined) => V | undefined;

/** More than an organisation has of anything that is kept: some ten megabytes. */
const MOST = 50_000;

function createShelf<K, V extends object>(tables: Written[]): Shelf<K, V> {
  const values = new Map<K, V>();
  let times = 0;
  return (key, load) => {
    let now = 0;
    for (const table of tables) {
      if (table.open) return load();
      now += table.times;
    }
    if (now !== times || values.size >= MOST) values.clear();
    times = now;
    const known = values.get(key);
    if (known) return known;
    const value = load();
    if (value) values.set(key, Object.freeze(value));
    return value;
  };
}
