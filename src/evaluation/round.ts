import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type RoundKind, rounds, subjects } from '../../db/schema/evaluation.ts';
import { units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Unit } from '../people/store.ts';
import type { Day, Instant } from '../time.ts';
import { Template } from './template.ts';

/** A step of a round and its last day. */
export const Stage = z.object({ id: z.string(), until: z.string() });
export type Stage = z.infer<typeof Stage>;

type Row = typeof rounds.$inferSelect;
export type Round = Omit<Row, 'template' | 'stages'> & { template: Template; stages: Stage[] };

export interface Opening {
  kind: RoundKind;
  unit: number;
  year: number;
  title: string;
  template: Template;
  stages: Stage[];
  /** Branches, or persons of a branch; those of an award are nominated later. */
  subjects: { unit: number; person?: number }[];
}

/** Of one name a year. */
export function openRound(db: Db, opening: Opening, by: number, now: Instant): Round {
  const { subjects: wanted, ...round } = opening;
  const before = roundsOf(db, opening.unit, opening.kind).find(
    ({ year, title }) => year === opening.year && title === opening.title,
  );
  if (before) throw new Refusal('conflict', `${opening.year}年的已经开始了：${before.title}。`);
  if (wanted.length === 0 && opening.kind !== 'award')
    throw new Refusal('invalid', '还没有下属党支部，没有可以参加的对象。');
  const row = db
    .insert(rounds)
    .values({ ...round, openedAt: now, openedBy: by })
    .returning()
    .get();
  for (const { unit, person } of wanted) {
    db.insert(subjects)
      .values({ round: row.id, unit, person: person ?? null })
      .run();
  }
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'round.opened',
    subject: `round:${row.id}`,
    after: { ...round, subjects: wanted.length },
  });
  return parsed(row);
}

/** Undefined: there is none, or it was cancelled. */
export function findRound(db: Db, id: number): Round | undefined {
  const row = db.select().from(rounds).where(eq(rounds.id, id)).get();
  return row && row.cancelledAt === null ? parsed(row) : undefined;
}

/** Members' own results: only the commands of these rounds, which know whose they are, may load them. */
const CONFIDENTIAL: readonly RoundKind[] = ['appraisal'];

/** `kind`: what the commands that ask are for; a round of another kind is none of theirs. */
export function loadRound(db: Db, id: number, kind?: RoundKind): Round {
  const round = findRound(db, id);
  const theirs = round && (kind === undefined ? !CONFIDENTIAL.includes(round.kind) : round.kind === kind);
  if (!theirs) throw new Refusal('not_found', '这一轮已经没有了。');
  return round;
}

/** A unit's own rounds, the newest first. */
export function roundsOf(db: Db, unit: number, kind: RoundKind): Round[] {
  return db
    .select()
    .from(rounds)
    .where(and(eq(rounds.unit, unit), eq(rounds.kind, kind), isNull(rounds.cancelledAt)))
    .orderBy(desc(rounds.year), desc(rounds.id))
    .all()
    .map(parsed);
}

const selectOpen = prepared((db) =>
  db
    .select()
    .from(rounds)
    .where(
      and(eq(rounds.kind, sql.placeholder('kind')), isNull(rounds.cancelledAt), isNull(rounds.publishedAt)),
    )
    .prepare(),
);

/** Those of a kind that are not published yet. */
export function openRounds(db: Db, kind: RoundKind): Round[] {
  return selectOpen(db).all({ kind }).map(parsed);
}

/** Those that units hold over whom this unit stands beneath, or is itself; the newest first. */
export function roundsOver(db: Db, { lineage }: Pick<Unit, 'lineage'>, kind: RoundKind): Round[] {
  return db
    .select({ round: rounds })
    .from(rounds)
    .innerJoin(units, eq(units.id, rounds.unit))
    .where(
      and(eq(rounds.kind, kind), isNull(rounds.cancelledAt), sql`${lineage} like ${units.lineage} || '%'`),
    )
    .orderBy(desc(rounds.year), desc(rounds.id))
    .all()
    .map(({ round }) => parsed(round));
}

/** Refused once anybody has scored by it. */
export function changeTemplate(db: Db, round: Round, template: Template, by: number, now: Instant): void {
  db.update(rounds).set({ template }).where(eq(rounds.id, round.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'round.templateChanged',
    subject: `round:${round.id}`,
    before: round.template,
    after: template,
  });
}

export function changeStages(db: Db, round: Round, stages: Stage[], by: number, now: Instant): void {
  db.update(rounds).set({ stages }).where(eq(rounds.id, round.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'round.stagesChanged',
    subject: `round:${round.id}`,
    before: round.stages,
    after: stages,
  });
}

/** Once. */
export function publish(db: Db, round: Round, by: number, now: Instant): void {
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布过了。');
  db.update(rounds).set({ publishedAt: now, publishedBy: by }).where(eq(rounds.id, round.id)).run();
  record(db, { at: now, actor: `person:${by}`, action: 'round.published', subject: `round:${round.id}` });
}

/** What was scored stays on record; nobody is shown the round any more. */
export function cancel(db: Db, round: Round, by: number, now: Instant): void {
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再取消。');
  db.update(rounds).set({ cancelledAt: now, cancelledBy: by }).where(eq(rounds.id, round.id)).run();
  record(db, { at: now, actor: `person:${by}`, action: 'round.cancelled', subject: `round:${round.id}` });
}

/** Whether a step's last day has passed; one without a day has not. */
export function isOver({ stages }: Pick<Round, 'stages'>, stage: string, today: Day): boolean {
  const until = stages.find(({ id }) => id === stage)?.until ?? '';
  return until !== '' && until < today;
}

function parsed(row: Row): Round {
  return { ...row, template: Template.parse(row.template), stages: z.array(Stage).parse(row.stages) };
}
