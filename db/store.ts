import { getTableColumns, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { BaseSQLiteDatabase, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type * as schema from './schema/index.ts';

/** Either runtime's database. Results of writes differ between them: ask for `returning` rows instead. */
export type Db = BaseSQLiteDatabase<'sync', unknown, typeof schema>;

/** What a change may return: nothing that is still to come, since a transaction never awaits. */
export type Settled<T> = T extends PromiseLike<unknown> ? never : T;

export interface Change {
  /** It does nothing outside of the database, so that it may be undone with others and run once more. */
  again?: boolean;
}

export interface Store {
  read<T>(look: (db: Db) => Settled<T>): T;
  /** All of it or none of it, on disk before the promise resolves. */
  change<T>(make: (db: Db) => Settled<T>, how?: Change): Promise<T>;
  close(): void;
}

/** A prepared statement per database, made on first use: on the hot path preparing costs more than running. */
export function prepared<S>(prepare: (db: Db) => S): (db: Db) => S {
  const known = new WeakMap<Db, S>();
  return (db) => {
    let statement = known.get(db);
    if (!statement) {
      statement = prepare(db);
      known.set(db, statement);
    }
    return statement;
  };
}

/** A value that a prepared insert is given each time as it is stored: a placeholder alone is looked up and encoded anew at every run. */
export function given(name: string): SQL {
  return sql`${sql.placeholder(name)}`;
}

/** In which order rows come, and how many. */
interface Cut {
  orderBy: SQL[];
  limit: Placeholder;
}

/**
 * A table's rows under a condition, prepared and mapped by a list made once: Drizzle's own mapping takes longer than
 * SQLite takes to find a row.
 */
export function preparedRows<T extends SQLiteTable>(
  table: T,
  where: SQL | undefined,
  cut?: Cut,
): (db: Db, values: Record<string, unknown>) => T['$inferSelect'][] {
  const statement = prepared((db) => {
    const all = db.select().from(table).where(where);
    return cut
      ? all
          .orderBy(...cut.orderBy)
          .limit(cut.limit)
          .prepare()
      : all.prepare();
  });
  const columns = Object.entries(getTableColumns(table));
  return (db, values) =>
    statement(db)
      .values(values)
      .map((row) => named(columns, row));
}

function named<Row>(columns: [string, SQLiteColumn][], values: unknown[]): Row {
  const row: Record<string, unknown> = {};
  columns.forEach(([name, column], index) => {
    const value = values[index];
    row[name] = value === null ? null : column.mapFromDriverValue(value);
  });
  return row as Row;
}

/** The cast-free test behind `Settled`, for what types cannot see. */
export function refusePromise(value: unknown): void {
  if (typeof value === 'object' && value !== null && 'then' in value) {
    throw new TypeError('a change must not be asynchronous');
  }
}
