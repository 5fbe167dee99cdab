import { isNull } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { persons, units } from './people.ts';

/** 挂点联系: a leader keeps in touch with a branch, from a day until before another. */
export const liaisons = sqliteTable(
  'liaisons',
  {
    id: integer().primaryKey(),
    leader: integer()
      .notNull()
      .references(() => persons.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    began: text().notNull(),
    ended: text(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('liaisons_leader').on(t.leader), index('liaisons_unit').on(t.unit)],
);

/** 下基层: a leader was at a branch. What was heard is read by the leader and those above the branch. */
export const visits = sqliteTable(
  'visits',
  {
    id: integer().primaryKey(),
    leader: integer()
      .notNull()
      .references(() => persons.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    day: text().notNull(),
    /** 走访调研, 座谈 … as it was said. */
    form: text().notNull(),
    heard: text().notNull(),
    /** What it was noted with: confirming that twice notes it once. */
    draft: text().notNull().unique(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    withdrawnAt: integer(),
    withdrawnBy: integer().references(() => persons.id),
  },
  (t) => [index('visits_leader').on(t.leader, t.day), index('visits_unit').on(t.unit, t.day)],
);

/** What a visit asks for: who sees to it, and by when. */
export const followUps = sqliteTable(
  'follow_ups',
  {
    id: integer().primaryKey(),
    visit: integer()
      .notNull()
      .references(() => visits.id),
    what: text().notNull(),
    owner: integer()
      .notNull()
      .references(() => persons.id),
    /** The last day; null: none was said. */
    deadline: text(),
    result: text(),
    doneAt: integer(),
    doneBy: integer().references(() => persons.id),
  },
  (t) => [
    index('follow_ups_visit').on(t.visit),
    index('follow_ups_open').on(t.deadline).where(isNull(t.doneAt)),
    index('follow_ups_owner').on(t.owner),
  ],
);
