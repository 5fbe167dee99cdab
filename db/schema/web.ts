import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { persons } from './people.ts';

/** Signed links that have opened a session: none opens a second one. Gone when the link itself has expired. */
export const usedLinks = sqliteTable('used_links', {
  id: text().primaryKey(),
  expiresAt: integer().notNull(),
});

/** Browsers that somebody is in the board with. Only the hash of what the cookie holds is kept. */
export const sessions = sqliteTable(
  'sessions',
  {
    hash: text().primaryKey(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    beganAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (t) => [index('sessions_expires').on(t.expiresAt), index('sessions_person').on(t.person)],
);

/** A person's calendar address: one at a time, of which only the hash is kept. */
export const calendars = sqliteTable('calendars', {
  person: integer()
    .primaryKey()
    .references(() => persons.id),
  hash: text().notNull().unique(),
  /** Rises with every new address. */
  number: integer().notNull(),
  madeAt: integer().notNull(),
});
