import type { Attendance } from '../../../cards/duty/attendance.ts';
import type { Overview, OverviewRow } from '../../../cards/duty/overview.ts';
import { type Attended, added, byThemselves, restingIn } from '../owed/attended.ts';
import type { Item } from '../owed/compliance.ts';
import type { Rule } from '../rules/rules.ts';
import { countOf, countWord, itemsWord, itemWord, rateWord, stateWord } from '../words.ts';
import { chartsOf } from './charts.ts';
import { isNamed } from './filter.ts';
import { nameIn, only } from './summarise.ts';
import type { Row, Summary } from './summary.ts';
import { trendOf } from './trend.ts';

const MOST_ROWS = 20;

/** A committee's view: the branches with the most overdue first, then those with the most open, then as in the tree. */
export function overviewOf(summary: Summary): Omit<Overview, 'actions' | 'recorded' | 'beside'> {
  const { unit, span, rules, total, attended, upper } = summary;
  const year = span.to.slice(0, 4);
  const rows = shownIn(summary);
  const all = rows.flatMap(({ items }) => items);
  return {
    unit: unit.name,
    period: span.label,
    filtered: summary.filtered,
    summary: sentence(summary),
    charts: chartsOf(summary),
    duties: rules.map((rule) => ({ key: rule.id, label: rule.short })),
    rows: rows.slice(0, MOST_ROWS).map((row) => rowOf(nameIn(unit, row.standing), row, rules, year)),
    total: {
      branch: '合计',
      counts: countsOf(all, rules),
      rate: rateWord(added(rows.map((row) => row.attended))),
      late: total.overdue > 0 ? `逾期 ${total.overdue} 项` : '',
    },
    more: Math.max(0, rows.length - MOST_ROWS),
    attendance: attendanceOf(attended),
    trend: trendOf(summary),
    upper: upper.slice(0, MOST_ROWS).map((one) => ({
      label: one.branch.name,
      value: one.items.map((item) => `${itemWord(item, year)}${stateWord(item)}`).join('，'),
    })),
    moreUpper: Math.max(0, upper.length - MOST_ROWS),
    overdue: total.overdue > 0,
  };
}

/** The branches that the filter lets through. */
export function shownIn({ rows, filter }: Summary): Row[] {
  return rows.filter(
    ({ figures, standing }) =>
      (filter.only !== 'overdue' || figures.overdue > 0) && isNamed(filter, standing.branch),
  );
}

export function attendanceOf(attended: Attended): Attendance {
  return { ...attended, resting: restingIn(attended), byThemselves: byThemselves(attended) };
}

function rowOf(branch: string, { items, attended }: Row, rules: readonly Rule[], year: string): OverviewRow {
  const kinds = [
    { state: 'overdue', said: '逾期' },
    { state: 'grace', said: '待补' },
    { state: 'waived', said: '暂缓' },
  ] as const;
  const words = kinds
    .map(({ state, said }) => ({ said, words: itemsWord(only(items, state), year, 3) }))
    .flatMap(({ said, words }) => (words === '' ? [] : [`${said} ${words}`]));
  return { branch, counts: countsOf(items, rules), rate: rateWord(attended), late: words.join('；') };
}

function countsOf(items: readonly Item[], rules: readonly Rule[]): Record<string, string> {
  const byRule = Map.groupBy(items, (item) => item.rule.id);
  return Object.fromEntries(rules.map((rule) => [rule.id, countWord(countOf(byRule.get(rule.id) ?? []))]));
}

function sentence({ rows, filter, total, attended }: Summary): string {
  const { required, done, overdue, waived } = total;
  const many = `共 ${rows.length} 个支部`;
  if (required === 0) return `${many}，这段时间没有应完成的事项。${rateSentence(attended)}`;
  const branches = rows.filter(({ figures }) => figures.overdue > 0).length;
  const late = overdue > 0 ? `，逾期 ${overdue} 项（${branches} 个支部）` : '，没有逾期';
  const putOff = waived > 0 ? `，暂缓 ${waived} 项` : '';
  const shown = filter.only === 'overdue' && overdue > 0 ? '下面只列有逾期的支部。' : '';
  return `${many}，应完成 ${required} 项，已完成 ${done} 项${late}${putOff}。${rateSentence(attended)}${shown}`;
}

function rateSentence(attended: Attended): string {
  return attended.expected > 0 ? `开展活动 ${attended.held} 次，出勤率 ${rateWord(attended)}。` : '';
}
