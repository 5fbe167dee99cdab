import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions, type RoundKind, rounds, subjects } from '../../db/schema/evaluation.ts';
import { type Db, given, prepared, preparedRows } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Instant } from '../time.ts';
import type { Round } from './round.ts';
import { Template } from './template.ts';

const Honours = z.array(z.string());

type Row = typeof decisions.$inferSelect;
export type Decision = Omit<Row, 'honours'> & { honours: string[] };

export interface Decided {
  subject: number;
  /** The level's id; null: none. */
  level: string | null;
  honours: string[];
  reason: string;
}

const insertDecision = prepared((db) =>
  db
    .insert(decisions)
    .values({
      round: given('round'),
      subject: given('subject'),
      level: given('level'),
      honours: given('honours'),
      reason: given('reason'),
      at: given('at'),
      by: given('by'),
    })
    .prepare(),
);

const selectLast = preparedRows(
  decisions,
  sql`${decisions.id} = (select max(${decisions.id}) from ${decisions} where ${decisions.subject} = ${sql.placeholder('subject')})`,
);

/** People decide; a line is added and none is changed. The same again is none. */
export function decide(
  db: Db,
  round: Pick<Round, 'id'>,
  decided: Decided,
  by: number,
  now: Instant,
): boolean {
  const before = decisionOf(db, decided.subject);
  if (before && before.level === decided.level && before.honours.join() === decided.honours.join())
    return false;
  const honours = JSON.stringify(decided.honours);
  insertDecision(db).run({ round: round.id, ...decided, honours, at: now, by });
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: before ? 'subject.decidedAnew' : 'subject.decided',
    subject: `subject:${decided.subject}`,
    ...(before && { before: { level: before.level, honours: before.honours } }),
    after: { level: decided.level, honours: decided.honours, reason: decided.reason },
  });
  return true;
}

export function decisionOf(db: Db, subject: number): Decision | undefined {
  const [row] = selectLast(db, { subject });
  return row && parsed(row);
}

/** The last word on each subject of a round. */
export function decisionsOf(db: Db, round: number): Map<number, Decision> {
  const rows = db.select().from(decisions).where(eq(decisions.round, round)).orderBy(asc(decisions.id)).all();
  return new Map(rows.map((row) => [row.subject, parsed(row)]));
}

/** What became of a unit in a year, and what was changed later. */
export interface Chapter {
  round: number;
  year: number;
  level: string;
  /** How far from the best level, which is 0; null: none. */
  rank: number | null;
  honours: string[];
  reason: string;
  at: Instant;
}

/** What was published about a unit and every change of it since, the oldest first. */
export function historyOf(db: Db, unit: number, kind: RoundKind): Chapter[] {
  const rows = db
    .select({ decision: decisions, round: rounds })
    .from(decisions)
    .innerJoin(subjects, eq(subjects.id, decisions.subject))
    .innerJoin(rounds, eq(rounds.id, decisions.round))
    .where(eq(subjects.unit, unit))
    .orderBy(asc(rounds.year), asc(decisions.id))
    .all();
  return rows
    .filter(({ decision, round }, index) => {
      if (round.kind !== kind || round.cancelledAt !== null || round.publishedAt === null) return false;
      const next = rows[index + 1];
      return (
        decision.at > round.publishedAt || next?.round.id !== round.id || next.decision.at > round.publishedAt
      );
    })
    .map(({ decision, round }) => chapterOf(parsed(decision), round));
}

function chapterOf(
  { level, honours, reason, at }: Decision,
  { id, year, template }: { id: number; year: number; template: unknown },
): Chapter {
  const { levels } = Template.parse(template);
  const rank = levels.findIndex((one) => one.id === level);
  return {
    round: id,
    year,
    level: levels[rank]?.name ?? '',
    rank: rank < 0 ? null : rank,
    honours,
    reason,
    at,
  };
}

function parsed({ honours, ...row }: Row): Decision {
  return { ...row, honours: Honours.parse(honours) };
}
