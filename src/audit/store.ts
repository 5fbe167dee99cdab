import { hash } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { kept } from '../../db/kept.ts';
import { audit } from '../../db/schema/audit.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import type { Instant } from '../time.ts';

export interface Entry {
  at: Instant;
  /** `person:7`, `system`, `operator`. */
  actor: string;
  /** A past participle: `activity.moved`. */
  action: string;
  /** `activity:12`, `person:7`. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

const ORIGIN = '0'.repeat(64);

const selectLast = prepared((db) =>
  db
    .select({ seq: audit.seq, hash: audit.hash })
    .from(audit)
    .where(sql`${audit.seq} = (select max(${audit.seq}) from ${audit})`)
    .prepare(),
);

const newest = kept<{ seq: number; hash: string }>();

const insertRow = prepared((db) =>
  db
    .insert(audit)
    .values({
      seq: given('seq'),
      at: given('at'),
      actor: given('actor'),
      action: given('action'),
      subject: given('subject'),
      before: given('before'),
      after: given('after'),
      hash: given('hash'),
    })
    .prepare(),
);

/** Writes a line of the journal, in the same transaction as what it tells of. */
export function record(db: Db, entry: Entry): void {
  const last = newest.get(db) ?? selectLast(db).get();
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    before: entry.before === undefined ? null : JSON.stringify(entry.before),
    after: entry.after === undefined ? null : JSON.stringify(entry.after),
  };
  const hash = link(last?.hash ?? ORIGIN, row);
  insertRow(db).run({ ...row, hash });
  newest.set(db, { seq: row.seq, hash });
}

/** The first row that does not follow from the one before, or how many rows hold together. */
export function verify(db: Db): { ok: true; rows: number } | { ok: false; seq: number } {
  let hash = ORIGIN;
  let seq = 0;
  for (const row of db.select().from(audit).orderBy(asc(audit.seq)).all()) {
    seq += 1;
    if (row.seq !== seq || row.hash !== link(hash, row)) return { ok: false, seq };
    hash = row.hash;
  }
  return { ok: true, rows: seq };
}

type Row = Omit<typeof audit.$inferSelect, 'hash'>;

function link(previous: string, row: Row): string {
  const told = [previous, row.seq, row.at, row.actor, row.action, row.subject, row.before, row.after];
  return hash('sha256', JSON.stringify(told));
}
