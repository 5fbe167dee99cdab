import type { Db } from '../../db/store.ts';
import {
  columns,
  issued,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
  under,
} from '../documents/paper.ts';
import { footOf } from '../duty/foot.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, dottedDay, type Instant, longDay } from '../time.ts';
import { issuesTitle, type Listed, listedIssues } from './listed.ts';

/** 整改清单, to be hung up or handed round. */
export function issuePaper(db: Db, unit: Unit, round: number | undefined, now: Instant): Paper {
  const name = issuesTitle(db, unit, round);
  const issues = listedIssues(db, unit, round, now);
  return {
    name,
    as: 'record',
    leaves: [[title(name), under(longDay(dayOf(now))), ...issueParts(issues)]],
    foot: footOf(db, unit),
  };
}

const COLUMNS = columns({
  ...{ 序号: 4, 支部: 12, 方面: 8, 问题: 13, 措施: 13, 责任人: 6, 期限: 7, 状态: 6 },
  整改情况: 10,
});

export function issueParts(issues: readonly Listed[]): Part[] {
  if (issues.length === 0) return [paragraph('没有需要整改的问题。')];
  return [table(COLUMNS, issues.map(lineOf))];
}

function lineOf(one: Listed, index: number): (string | number)[] {
  return [
    index + 1,
    one.branch,
    one.theme,
    one.problem,
    one.measure,
    one.owner,
    dottedDay(one.deadline),
    one.state,
    one.evidence,
  ];
}

/** 共 3 个问题，已销号 1 个，整改期限到2026年12月20日. */
export function issuesWord(issues: readonly Listed[]): string {
  const settled = issues.filter((one) => one.settled).length;
  const late = issues.filter((one) => one.overdue).length;
  const last = issues
    .flatMap(({ deadline }) => deadline ?? [])
    .toSorted()
    .at(-1);
  return [
    `共列入整改 ${issues.length} 个问题，已销号 ${settled} 个`,
    late > 0 ? `逾期 ${late} 个` : '',
    last === undefined ? '' : `最后期限${longDay(last)}`,
  ]
    .filter((part) => part !== '')
    .join('，');
}

/** Who issues a document, and the day. */
export function issuedBy({ name }: Unit, now: Instant): Part {
  return issued(name, longDay(dayOf(now)));
}
