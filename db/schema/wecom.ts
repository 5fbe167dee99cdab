import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Input } from '../../cards/card.ts';

/** What it takes to draw a template card anew, and to read a press on it. */
export const wecomCards = sqliteTable(
  'wecom_cards',
  {
    /** The task id that the card was sent with. */
    task: text().primaryKey(),
    at: integer().notNull(),
    /** The newest response code, good for one drawing, and since when; no time once it is spent. Of a file its media id. */
    code: text(),
    codeAt: integer(),
    /** What to say of the last press, the next time the card is drawn. */
    toast: text(),
    /** What the buttons carry whose input is too large for a key. */
    presses: text({ mode: 'json' }).$type<Record<string, WecomPress>>(),
  },
  (t) => [index('wecom_cards_at').on(t.at)],
);

export interface WecomPress {
  command: string;
  input: Input;
}
