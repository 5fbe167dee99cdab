import { type SQL, sql } from 'drizzle-orm';
import { index, integer, type SQLiteColumn, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
    index('audit_subject').on(t.subject).where(isWhole(t.subject)),
    /** What a unit was called and of what kind it was before. */
    index('audit_unit_changed').on(t.seq).where(sql`action = 'unit.changed'`),
  ],
);

/** Of a thing as a whole, not of one person's part in it (`activity:12/person:7`): only these are looked for by subject. */
export function isWhole(subject: SQLiteColumn): SQL {
  return sql`instr(${subject}, '/') = 0`;
}
