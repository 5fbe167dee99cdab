import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { sheets } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Instant } from '../time.ts';
import type { Round } from './round.ts';
import { type Cents, Marks, totalCents } from './score.ts';

/** What a scorer noticed: which theme it is of, and whether it is well done or to be put right. */
export const Note = z.object({
  theme: z.string(),
  kind: z.enum(['achievement', 'issue']),
  text: z.string(),
});
export type Note = z.infer<typeof Note>;

const Notes = z.array(Note);

type Row = typeof sheets.$inferSelect;
export type Sheet = Omit<Row, 'answers' | 'notes'> & { marks: Marks; notes: Note[]; total: Cents };

/** Whose judgement it is. */
export type Scorer = `unit:${number}` | `person:${number}`;

export interface Filled {
  subject: number;
  role: string;
  scorer: Scorer;
  marks: Marks;
  notes: Note[];
}

/** A scorer's one sheet about a subject; filled in again it is changed. */
export function saveSheet(db: Db, round: Round, filled: Filled, by: number, now: Instant): void {
  const { subject, role, scorer, marks, notes } = filled;
  const before = findSheet(db, round, subject, role, scorer);
  const values = { answers: marks, notes, at: now, by };
  db.insert(sheets)
    .values({ round: round.id, subject, role, scorer, ...values })
    .onConflictDoUpdate({ target: [sheets.subject, sheets.role, sheets.scorer], set: values })
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: before ? 'sheet.changed' : 'sheet.handedIn',
    subject: `subject:${subject}`,
    ...(before && { before: { role, scorer, marks: before.marks, notes: before.notes } }),
    after: { role, scorer, marks, notes },
  });
}

export function findSheet(
  db: Db,
  round: Round,
  subject: number,
  role: string,
  scorer: Scorer,
): Sheet | undefined {
  const row = db
    .select()
    .from(sheets)
    .where(and(eq(sheets.subject, subject), eq(sheets.role, role), eq(sheets.scorer, scorer)))
    .get();
  return row && parsed(round, row);
}

export function sheetsOf(db: Db, round: Round): Sheet[] {
  return db
    .select()
    .from(sheets)
    .where(eq(sheets.round, round.id))
    .orderBy(asc(sheets.id))
    .all()
    .map((row) => parsed(round, row));
}

export function sheetsAbout(db: Db, round: Round, subject: number): Sheet[] {
  return db
    .select()
    .from(sheets)
    .where(eq(sheets.subject, subject))
    .orderBy(asc(sheets.id))
    .all()
    .map((row) => parsed(round, row));
}

/** The subjects that somebody has scored in this capacity. */
export function scoredIn(db: Db, round: number, role: string): Set<number> {
  const rows = db
    .select({ subject: sheets.subject })
    .from(sheets)
    .where(and(eq(sheets.round, round), eq(sheets.role, role)))
    .all();
  return new Set(rows.map(({ subject }) => subject));
}

export function isScored(db: Db, round: Pick<Round, 'id'>): boolean {
  return (
    db.select({ id: sheets.id }).from(sheets).where(eq(sheets.round, round.id)).limit(1).get() !== undefined
  );
}

function parsed({ template }: Round, { answers, notes, ...row }: Row): Sheet {
  const marks = Marks.parse(answers);
  return { ...row, marks, notes: Notes.parse(notes), total: totalCents(template, marks) };
}
