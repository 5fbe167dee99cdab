import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Input } from '../../cards/card.ts';

/** Buttons that are pressed by saying a word with a code, as on DingTalk: what each code stands for. */
export const presses = sqliteTable(
  'presses',
  {
    code: text().primaryKey(),
    command: text().notNull(),
    input: text({ mode: 'json' }).$type<Input>().notNull(),
    /** When a card last showed it, to the day. */
    shownAt: integer().notNull(),
  },
  (t) => [index('presses_shown').on(t.shownAt)],
);
