import { z } from 'zod';
import type { Db } from '../../../db/store.ts';
import { type Decision, decisionOf, decisionsOf } from '../decision.ts';
import { type Proposal, proposals } from '../level.ts';
import { type Round, roundsOf } from '../round.ts';
import { combined } from '../score.ts';
import { type Sheet, sheetsAbout, sheetsOf } from '../sheet.ts';
import { type Named, subjectsOf } from '../subject.ts';
import type { Template } from '../template.ts';

/** What a branch applies for: to keep its stars, to rise to more, or to be rated for the first time. */
export const Declared = z.object({ how: z.enum(['first', 'keep', 'rise']), level: z.string() });
export type Declared = z.infer<typeof Declared>;

export const HOW_WORDS: Record<Declared['how'], string> = { first: '首次申报', keep: '保持', rise: '晋升' };

/** How a branch stands in a round. */
export interface Rated {
  subject: Named;
  declared: Declared | null;
  sheets: Sheet[];
  proposal: Proposal;
  decision: Decision | undefined;
}

/** Every branch of a round, in the order of the tree. */
export function ratedIn(db: Db, round: Round): Rated[] {
  const sheets = Map.groupBy(sheetsOf(db, round), ({ subject }) => subject);
  const decisions = decisionsOf(db, round.id);
  const subjects = subjectsOf(db, round.id);
  const proposed = new Map(
    proposals(
      round.template,
      subjects.map(({ id }) => {
        const own = sheets.get(id) ?? [];
        return { subject: id, total: combined(round.template, own), vetoed: vetoesIn(own).length > 0 };
      }),
    ).map((one) => [one.subject, one]),
  );
  return subjects.flatMap((subject) => {
    const proposal = proposed.get(subject.id);
    if (!proposal) return [];
    return [
      {
        subject,
        declared: Declared.nullable().parse(subject.declared),
        sheets: sheets.get(subject.id) ?? [],
        proposal,
        decision: decisions.get(subject.id),
      },
    ];
  });
}

/** One branch; among the others only where places are shared out. */
export function ratedOf(db: Db, round: Round, subject: Named): Rated | undefined {
  if (round.template.by === 'quotas') return ratedIn(db, round).find((one) => one.subject.id === subject.id);
  const sheets = sheetsAbout(db, round, subject.id);
  const total = combined(round.template, sheets);
  const outcome = { subject: subject.id, total, vetoed: vetoesIn(sheets).length > 0 };
  const [proposal] = proposals(round.template, [outcome]);
  const declared = Declared.nullable().parse(subject.declared);
  return proposal && { subject, declared, sheets, proposal, decision: decisionOf(db, subject.id) };
}

/** A veto is a scoring committee's; what a branch says of itself is none. */
export function vetoesIn(sheets: readonly Sheet[]): string[] {
  return [...new Set(sheets.filter(({ role }) => role !== 'self').flatMap(({ marks }) => marks.vetoes))];
}

/** The same committee's round of the year before. */
export function roundBefore(db: Db, round: Round): Round | undefined {
  return roundsOf(db, round.unit, 'starRating').find(({ year }) => year === round.year - 1);
}

export interface Compared {
  level: string;
  /** Null: there was no round. */
  declaredBefore: number | null;
  declared: number;
  decidedBefore: number | null;
  decided: number;
}

/** How many declared and got each level, this year and the year before, by the level's name. */
export function compare(db: Db, round: Round): Compared[] {
  const before = roundBefore(db, round);
  const [last, now] = [before && countsOf(db, before), countsOf(db, round)];
  return round.template.levels.map(({ name }) => ({
    level: name,
    declaredBefore: last ? (last.declared.get(name) ?? 0) : null,
    declared: now.declared.get(name) ?? 0,
    decidedBefore: last ? (last.decided.get(name) ?? 0) : null,
    decided: now.decided.get(name) ?? 0,
  }));
}

function countsOf(db: Db, round: Round): { declared: Map<string, number>; decided: Map<string, number> } {
  const declared = new Map<string, number>();
  const decided = new Map<string, number>();
  const decisions = decisionsOf(db, round.id);
  for (const subject of subjectsOf(db, round.id)) {
    const wanted = Declared.nullable().parse(subject.declared);
    add(declared, round.template, wanted?.level ?? null);
    add(decided, round.template, decisions.get(subject.id)?.level ?? null);
  }
  return { declared, decided };
}

function add(counts: Map<string, number>, { levels }: Template, level: string | null): void {
  const name = levels.find(({ id }) => id === level)?.name;
  if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
}
