import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { persons, units } from './people.ts';

/** Training that no gathering on record proves (党校, 网络学院, a superior's class), as a branch noted it of its members. */
export const trainings = sqliteTable(
  'trainings',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** The day it was held, or its last one. */
    day: text().notNull(),
    /** For each who took part. */
    minutes: integer().notNull(),
    what: text().notNull(),
    /** What it was noted with: confirming that twice notes it once. */
    draft: text().notNull().unique(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    withdrawnAt: integer(),
    withdrawnBy: integer().references(() => persons.id),
  },
  (t) => [index('trainings_unit').on(t.unit, t.day), index('trainings_day').on(t.day)],
);

export const trainees = sqliteTable(
  'trainees',
  {
    training: integer()
      .notNull()
      .references(() => trainings.id),
    person: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [primaryKey({ columns: [t.training, t.person] }), index('trainees_person').on(t.person)],
);
