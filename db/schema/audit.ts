import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The journal: each row's hash covers the row and the hash before it, so that a changed or missing row shows. */
export const audit = sqliteTable(
  'audit',
  {
    seq: integer().primaryKey(),
    at: integer().notNull(),
    /** `person:7`, `system`, `operator`. */
    actor: text().notNull(),
    /** A past participle: `activity.moved`. */
    action: text().notNull(),
    subject: text().notNull(),
    before: text(),
    after: text(),
    hash: text().notNull(),
  },
  (t) => [
    index('audit_subject').on(t.subject),
    /** What a unit was called and of what kind it was before. */
    index('audit_unit_changed').on(t.seq).where(sql`action = 'unit.changed'`),
  ],
);
