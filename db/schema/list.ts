import { isNull } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { type PostName, persons, units } from './people.ts';

export const LIST_LEVELS = ['worksCommittee', 'committee', 'generalBranch', 'branch'] as const;
export type ListLevel = (typeof LIST_LEVELS)[number];

export const LIST_EVERY = ['month', 'quarter', 'halfYear', 'year', 'once'] as const;
export type ListEvery = (typeof LIST_EVERY)[number];

/** 责任清单 (of a post) or 工作清单 (of the unit itself), of every unit of a level beneath whoever wrote it. */
export const lists = sqliteTable(
  'lists',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    name: text().notNull(),
    level: text().$type<ListLevel>().notNull(),
    post: text().$type<PostName>(),
    /** What it was written with: sending that twice writes it once. */
    draft: text().unique(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    /** Before that it is a preview that nobody owes. */
    publishedAt: integer(),
    endedAt: integer(),
    endedBy: integer().references(() => persons.id),
  },
  (t) => [index('lists_unit').on(t.unit)],
);

export const listItems = sqliteTable(
  'list_items',
  {
    id: integer().primaryKey(),
    list: integer()
      .notNull()
      .references(() => lists.id),
    position: integer().notNull(),
    says: text().notNull(),
    every: text().$type<ListEvery>().notNull(),
    /** The last day of what is done once. */
    deadline: text(),
    /** A duty that proves it: then it ticks itself. */
    rule: text(),
    at: integer().notNull(),
    endedAt: integer(),
  },
  (t) => [index('list_items_list').on(t.list)],
);

/** Done, by a unit in a period, with its evidence; taken back it stays and counts no more. */
export const ticks = sqliteTable(
  'ticks',
  {
    id: integer().primaryKey(),
    item: integer()
      .notNull()
      .references(() => listItems.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** The period's first day; of what is done once, its last. */
    period: text().notNull(),
    evidence: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    undoneAt: integer(),
    undoneBy: integer().references(() => persons.id),
  },
  (t) => [
    uniqueIndex('ticks_done').on(t.item, t.unit, t.period).where(isNull(t.undoneAt)),
    index('ticks_unit').on(t.unit),
  ],
);
