import type { Db } from '../../db/store.ts';
import type { Book, Cell } from '../documents/book.ts';
import { aboveOf } from '../duty/foot.ts';
import type { Unit } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { issuesTitle, listedIssues } from './listed.ts';

/** 整改清单: a round's, or all that is not settled, of a subtree. */
export function issueBook(db: Db, unit: Unit, round: number | undefined, now: Instant): Book {
  const name = issuesTitle(db, unit, round);
  return {
    name,
    sheets: [
      {
        name: '整改清单',
        widths: [8, 34, 12, 40, 40, 14, 12, 16, 40],
        above: aboveOf(db, unit, name, now),
        head: ['序号', '支部', '方面', '问题', '措施', '责任人', '期限', '状态', '整改情况'],
        lines: listedIssues(db, unit, round, now).map((one, index): Cell[] => [
          index + 1,
          one.branch,
          one.theme,
          one.problem,
          one.measure,
          one.owner,
          one.deadline,
          one.overdue ? { value: one.state, style: 'bad' } : one.state,
          one.evidence,
        ]),
      },
    ],
  };
}
