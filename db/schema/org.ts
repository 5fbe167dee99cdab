import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the organisation remembers of itself: `tick.last`, `clock`. */
export const facts = sqliteTable('facts', {
  name: text().primaryKey(),
  value: text().notNull(),
});
