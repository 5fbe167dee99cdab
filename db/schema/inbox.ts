import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Events seen, with the answers given: a repeat gets the same answer and changes nothing. */
export const inbox = sqliteTable('inbox', {
  key: text().primaryKey(),
  at: integer().notNull(),
  answer: text().notNull(),
});
