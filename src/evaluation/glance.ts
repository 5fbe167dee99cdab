import type { Db } from '../../db/store.ts';
import type { Unit } from '../people/store.ts';
import { decisionsOf } from './decision.ts';
import { headOf, type Round, roundsOver, subjectsOf } from './round.ts';
import { scoredIn } from './sheet.ts';
import { type Coverage, coverageOf, topOf } from './visit/read.ts';

/** The newest rounds over a unit, as numbers of what stands beneath it. No sheet is read for it. */
export interface Glance {
  star: StarGlance | null;
  visit: VisitGlance | null;
}

export interface StarGlance {
  title: string;
  branches: number;
  declared: number;
  self: number;
  decided: number;
  /** Once they are published: how many have each level. */
  levels: { name: string; count: number }[];
}

export interface VisitGlance {
  title: string;
  coverage: Coverage;
  /** By the unit beneath the round's own, in the order of the tree. */
  units: { id: number; seen: number; all: number }[];
  levels: { name: string; count: number }[];
}

export function glanceAt(db: Db, unit: Pick<Unit, 'lineage'>): Glance {
  const [star] = roundsOver(db, unit, 'starRating');
  const [visit] = roundsOver(db, unit, 'peerVisit');
  return {
    star: star ? starGlance(db, star, unit) : null,
    visit: visit ? visitGlance(db, visit, unit) : null,
  };
}

function starGlance(db: Db, round: Round, { lineage }: Pick<Unit, 'lineage'>): StarGlance {
  const subjects = subjectsOf(db, round.id, lineage);
  const self = scoredIn(db, round.id, 'self');
  const decided = decisionsOf(db, round.id);
  return {
    title: round.title,
    branches: subjects.length,
    declared: subjects.filter(({ declaredAt }) => declaredAt !== null).length,
    self: subjects.filter(({ id }) => self.has(id)).length,
    decided: subjects.filter(({ id }) => decided.has(id)).length,
    levels: levelsOf(db, round, subjects),
  };
}

function visitGlance(db: Db, round: Round, { lineage }: Pick<Unit, 'lineage'>): VisitGlance {
  const top = topOf(db, round);
  const subjects = subjectsOf(db, round.id, lineage);
  const scored = scoredIn(db, round.id, 'visitor');
  const units = [...Map.groupBy(subjects, (subject) => headOf(top, subject))].map(([id, branches]) => ({
    id,
    seen: branches.filter((subject) => scored.has(subject.id)).length,
    all: branches.length,
  }));
  return {
    title: round.title,
    coverage: coverageOf(db, round, lineage),
    units,
    levels: levelsOf(db, round, subjects),
  };
}

function levelsOf(
  db: Db,
  round: Round,
  subjects: readonly { id: number }[],
): { name: string; count: number }[] {
  if (round.publishedAt === null) return [];
  const decided = decisionsOf(db, round.id);
  return round.template.levels.map(({ id, name }) => ({
    name,
    count: subjects.filter((subject) => decided.get(subject.id)?.level === id).length,
  }));
}
