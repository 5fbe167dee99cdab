import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Card } from '../../cards/card.ts';

/** What stands in the console's chats: the bot's cards, and what people said there. */
export const consoleMessages = sqliteTable(
  'console_messages',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Rises with every message and every change of one: what came after N is new or changed. */
    seq: integer().notNull().unique(),
    at: integer().notNull(),
    kind: text().$type<'direct' | 'group'>().notNull(),
    /** The person's id, or the unit's. */
    address: text().notNull(),
    /** What the bot sends once; what people say has none. */
    key: text().unique(),
    card: text({ mode: 'json' }).$type<Card>(),
    /** Who said it and what, where it is no card. */
    author: integer(),
    said: text(),
  },
  (t) => [index('console_messages_address').on(t.kind, t.address, t.seq)],
);

/** Files that the bot sent, each with the message it stands on. */
export const consoleFiles = sqliteTable('console_files', {
  message: integer()
    .primaryKey()
    .references(() => consoleMessages.id),
  name: text().notNull(),
  type: text().notNull(),
  bytes: blob({ mode: 'buffer' }).notNull(),
});
