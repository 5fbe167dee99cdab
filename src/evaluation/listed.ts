import { ISSUE_WORDS } from '../../cards/evaluation/issue.ts';
import type { Db } from '../../db/store.ts';
import { attachedWords, saidWith } from '../files/show.ts';
import { filesAt } from '../files/store.ts';
import { handles } from '../people/names.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { type Day, dayOf, type Instant } from '../time.ts';
import { issuesIn, stateOf } from './issue.ts';
import { ISSUE } from './place.ts';
import { findRound } from './round.ts';

/** A line of 整改清单 as people read it. */
export interface Listed {
  branch: string;
  theme: string;
  problem: string;
  measure: string;
  owner: string;
  deadline: Day | null;
  state: string;
  overdue: boolean;
  settled: boolean;
  /** With the names of what was put to it. */
  evidence: string;
  /** Without. */
  said: string;
  files: { id: number; name: string }[];
}

/** A round's, or all that is not settled, of a subtree. */
export function listedIssues(db: Db, unit: Unit, round: number | undefined, now: Instant): Listed[] {
  const issues = issuesIn(db, unit.lineage, round);
  const today = dayOf(now);
  const owners = issues.flatMap(({ owner }) => owner ?? []);
  const refs = issues.map(({ id }) => String(id));
  const names = attachedWords(db, ISSUE, refs);
  const files = filesAt(db, ISSUE, refs);
  const called = handles(db, today, owners);
  const places = new Set(issues.map((issue) => issue.unit));
  const where = new Map([...places].map((id) => [id, below(unit, findUnit(db, id)?.path ?? '')]));
  return issues.map((issue) => {
    const { theme, problem, measure, owner, deadline, evidence } = issue;
    const state = stateOf(issue, today);
    return {
      branch: where.get(issue.unit) ?? '',
      ...{ theme, problem, measure, deadline },
      owner: owner === null ? '' : (called.get(owner) ?? ''),
      state: ISSUE_WORDS[state],
      overdue: state === 'overdue',
      settled: state === 'accepted',
      evidence: saidWith(evidence, names.get(String(issue.id))),
      said: evidence,
      files: (files.get(String(issue.id)) ?? []).map(({ id, name }) => ({ id, name })),
    };
  });
}

/** 机关工委 2026年星级评定整改清单. */
export function issuesTitle(db: Db, unit: Unit, round: number | undefined): string {
  const of = round === undefined ? '' : (findRound(db, round)?.title ?? '');
  return `${unit.name} ${of}整改清单`;
}

function below({ path: above }: Unit, path: string): string {
  return path.startsWith(`${above}/`) ? path.slice(above.length + 1) : path;
}
