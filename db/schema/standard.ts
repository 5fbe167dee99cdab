import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { persons, units } from './people.ts';

export const BOOKS = ['sanhua', 'eightHave', 'sevenGood', 'sixGood'] as const;
export type Book = (typeof BOOKS)[number];

/**
 * What committees decide about a book's marks: a line is added and none is changed, the nearest unit's last word counts.
 * Null: not stated here.
 */
export const markSettings = sqliteTable(
  'mark_settings',
  {
    id: integer().primaryKey(),
    /** For it and all beneath it. */
    unit: integer()
      .notNull()
      .references(() => units.id),
    book: text().$type<Book>().notNull(),
    /** A mark that is shipped, or `own:7`: one that the line with id 7 defines. */
    mark: text().notNull(),
    name: text(),
    says: text(),
    off: integer({ mode: 'boolean' }),
    /** The day by which it is to be met. */
    deadline: text(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('mark_settings_book').on(t.book)],
);

/** submitted: the branch says so, with its evidence · met · returned: its committee says so. The last word counts. */
export const markStates = sqliteTable(
  'mark_states',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    book: text().$type<Book>().notNull(),
    mark: text().notNull(),
    state: text().$type<MarkState>().notNull(),
    /** The branch's evidence, or the committee's reason. */
    said: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('mark_states_unit').on(t.unit, t.book)],
);

export type MarkState = 'submitted' | 'met' | 'returned';

/** 示范点. */
export const showPoints = sqliteTable(
  'show_points',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    endedAt: integer(),
    endedBy: integer().references(() => persons.id),
  },
  (t) => [index('show_points_unit').on(t.unit)],
);

/** 一支部一品牌: what a branch says of a year; its last word on that year counts. */
export const brands = sqliteTable(
  'brands',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    year: integer().notNull(),
    name: text().notNull(),
    motto: text().notNull(),
    evidence: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('brands_unit').on(t.unit, t.year)],
);
