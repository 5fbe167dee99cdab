import { ISSUE_WORDS } from '../../cards/evaluation/issue.ts';
import type { Db } from '../../db/store.ts';
import type { Book, Cell } from '../documents/book.ts';
import { handles } from '../people/names.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { dayOf, type Instant } from '../time.ts';
import { aboveOf } from './above.ts';
import { type Issue, issuesIn, stateOf } from './issue.ts';
import { findRound } from './round.ts';

/** 整改清单: a round's, or all that is not settled, of a subtree. */
export function issueBook(db: Db, unit: Unit, round: number | undefined, now: Instant): Book {
  const name =
    round === undefined
      ? `${unit.name} 整改清单`
      : `${unit.name} ${findRound(db, round)?.title ?? ''}整改清单`;
  const issues = issuesIn(db, unit.lineage, round);
  const today = dayOf(now);
  const called = handles(
    db,
    today,
    issues.flatMap(({ owner }) => owner ?? []),
  );
  const where = new Map(
    [...new Set(issues.map((issue) => issue.unit))].map((id) => [id, findUnit(db, id)?.path ?? '']),
  );
  const line = (issue: Issue, index: number): Cell[] => {
    const state = stateOf(issue, today);
    return [
      index + 1,
      below(unit, where.get(issue.unit) ?? ''),
      issue.theme,
      issue.problem,
      issue.measure,
      issue.owner === null ? '' : (called.get(issue.owner) ?? ''),
      issue.deadline,
      state === 'overdue' ? { value: ISSUE_WORDS[state], style: 'bad' } : ISSUE_WORDS[state],
      issue.evidence,
    ];
  };
  return {
    name,
    sheets: [
      {
        name: '整改清单',
        widths: [8, 34, 12, 40, 40, 14, 12, 16, 40],
        above: aboveOf(db, unit, name, now),
        head: ['序号', '支部', '方面', '问题', '措施', '责任人', '期限', '状态', '整改情况'],
        lines: issues.map(line),
      },
    ],
  };
}

function below({ path: above }: Unit, path: string): string {
  return path.startsWith(`${above}/`) ? path.slice(above.length + 1) : path;
}
