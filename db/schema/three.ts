import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { activities } from './activity.ts';
import { persons, units } from './people.ts';

/** 三评: 党员自评, 支部点评, 上级评价; or by what is judged: 会前评议题, 会中评质量, 会后评效果. */
export const REVIEWS = ['self', 'branch', 'above', 'topic', 'quality', 'effect'] as const;
export type Review = (typeof REVIEWS)[number];

/** 好, 较好, 一般, 差: words, and no points behind them. */
export const LEVELS = ['good', 'fair', 'plain', 'poor'] as const;
export type Level = (typeof LEVELS)[number];

/** Which reviews a unit and those beneath it have, of theme days from a day on: the nearest unit's last word. */
export const threeSettings = sqliteTable(
  'three_settings',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    reviews: text({ mode: 'json' }).$type<Review[]>().notNull(),
    from: text().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('three_settings_unit').on(t.unit)],
);

/** What an office said of an activity: its branch, or the committee above. What it said before is in the journal. */
export const threeWords = sqliteTable(
  'three_words',
  {
    activity: integer()
      .notNull()
      .references(() => activities.id),
    review: text().$type<Review>().notNull(),
    level: text().$type<Level>().notNull(),
    said: text().notNull().default(''),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [primaryKey({ columns: [t.activity, t.review] })],
);

/** Members' own reviews of an activity. Once counted there are the counts, and no salt to read a mark by. */
export const threeUrns = sqliteTable(
  'three_urns',
  {
    activity: integer()
      .notNull()
      .references(() => activities.id),
    review: text().$type<Review>().notNull(),
    /** Overwritten where it stands when it is counted. */
    salt: text().notNull(),
    until: integer().notNull(),
    countedAt: integer(),
    /** How many gave each level; null: not counted, or so few that it would say who. */
    counts: text({ mode: 'json' }).$type<Record<Level, number>>(),
  },
  (t) => [primaryKey({ columns: [t.activity, t.review] }), index('three_urns_open').on(t.countedAt, t.until)],
);

/** A member's mark until it is counted: neither who nor what can be read without the organisation's secret. */
export const threeMarks = sqliteTable(
  'three_marks',
  {
    activity: integer()
      .notNull()
      .references(() => activities.id),
    review: text().$type<Review>().notNull(),
    voter: text().notNull(),
    choice: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.activity, t.review, t.voter] })],
);
