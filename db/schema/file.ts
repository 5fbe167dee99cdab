import { isNotNull } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PlatformName } from '../../src/platforms/platform.ts';
import { persons } from './people.ts';

/** Photos and files that somebody sent together, and what they are put to, once that was chosen. Nothing of them is here. */
export const fileOffers = sqliteTable(
  'file_offers',
  {
    id: integer().primaryKey(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    platform: text().$type<PlatformName>().notNull(),
    at: integer().notNull(),
    /** What kind of thing, and which: `issue` and `7`. */
    place: text(),
    ref: text(),
  },
  (t) => [index('file_offers_person').on(t.person), index('file_offers_at').on(t.at)],
);

/** How to get at something that was sent. The row goes when it has been fetched, and when nobody wants it. */
export const sentFiles = sqliteTable(
  'sent_files',
  {
    id: integer().primaryKey(),
    offer: integer()
      .notNull()
      .references(() => fileOffers.id),
    /** The platform's own words for where it is. */
    handle: text().notNull(),
    name: text().notNull(),
    attempts: integer().notNull().default(0),
    /** When it is to be fetched; null until it was chosen, and once it cannot be had. */
    dueAt: integer(),
    /** What its sender is told where it cannot be had. */
    failed: text(),
  },
  (t) => [
    index('sent_files_offer').on(t.offer),
    index('sent_files_due').on(t.dueAt).where(isNotNull(t.dueAt)),
  ],
);

/** The same bytes are kept once, in pieces that fit into a row of every runtime. */
export const fileBodies = sqliteTable('file_bodies', {
  id: integer().primaryKey(),
  /** SHA-256 of what is kept. */
  hash: text().notNull().unique(),
  /** Its media type, by its first bytes. */
  type: text().notNull(),
  size: integer().notNull(),
});

export const filePieces = sqliteTable(
  'file_pieces',
  {
    body: integer()
      .notNull()
      .references(() => fileBodies.id),
    seq: integer().notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.body, t.seq] })],
);

/** What was put to a thing, by whom. Withdrawn, its bytes and its name are gone; that it was there stays. */
export const files = sqliteTable(
  'files',
  {
    id: integer().primaryKey(),
    place: text().notNull(),
    ref: text().notNull(),
    body: integer().references(() => fileBodies.id),
    name: text().notNull(),
    /** The offer it came by. */
    offer: integer().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
    withdrawnAt: integer(),
  },
  (t) => [
    index('files_place').on(t.place, t.ref),
    index('files_body').on(t.body),
    index('files_offer').on(t.offer),
  ],
);
