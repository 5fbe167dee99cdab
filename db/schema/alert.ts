import { isNull } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { persons, units } from './people.ts';

/** What has been said in a digest, by a key that is said once: a duty at a stage, minutes, a request. */
export const alerts = sqliteTable(
  'alerts',
  {
    key: text().primaryKey(),
    /** The digest that says it: `person:7:2026-11-23`, or a committee's `unit:3:2026-11-23`. */
    digest: text().notNull(),
    /** What it is about, for drawing it as it is then. */
    about: text({ mode: 'json' }).$type<unknown>().notNull(),
    at: integer().notNull(),
  },
  (t) => [index('alerts_digest').on(t.digest)],
);

/** 暂缓: a branch says why something owed is not done, and until when. The last word on an item counts. */
export const waivers = sqliteTable(
  'waivers',
  {
    id: integer().primaryKey(),
    /** The branch that says so. */
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** Which duty, of whom, in which period: `themeDay:5:2026-11-01`. */
    item: text().notNull(),
    /** The last day. */
    until: text().notNull(),
    reason: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('waivers_unit').on(t.unit)],
);

export const OUTCOMES = ['explained', 'arranged', 'settled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** 督办: a committee asks a branch about something owed, or in general, until it answers. */
export const nudges = sqliteTable(
  'nudges',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** The item's key; empty: in general. */
    item: text().notNull(),
    said: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    /** explained: why it is not done · arranged: when it will be · settled: it is. */
    outcome: text().$type<Outcome>(),
    answer: text(),
    answeredAt: integer(),
    answeredBy: integer().references(() => persons.id),
  },
  (t) => [
    index('nudges_unit').on(t.unit, t.at),
    uniqueIndex('nudges_open').on(t.unit, t.item).where(isNull(t.answeredAt)),
  ],
);

/** 届期: from an election to the day by which the next is due. The last one entered counts. */
export const terms = sqliteTable(
  'terms',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    began: text().notNull(),
    /** The first day after it. */
    ends: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('terms_unit').on(t.unit)],
);

export const REST_REASONS = ['illness', 'maternity', 'frail', 'retired', 'other'] as const;
export type RestReason = (typeof REST_REASONS)[number];

/** 暂不参加: a member takes no part for a time, and is not counted as absent. The expected number stays. */
export const rests = sqliteTable(
  'rests',
  {
    id: integer().primaryKey(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    reason: text().$type<RestReason>().notNull(),
    /** Who keeps in touch, and how. */
    contact: text().notNull(),
    began: text().notNull(),
    /** The first day no longer. */
    ended: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('rests_person').on(t.person)],
);
