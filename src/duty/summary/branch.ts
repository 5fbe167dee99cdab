import type { BranchOverview } from '../../../cards/duty/branch.ts';
import { isOver } from '../../activity/attendance.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Activity } from '../../activity/store.ts';
import { dayOf, type Instant, shortDay } from '../../time.ts';
import type { Item } from '../owed/compliance.ts';
import { countOf, countWord, periodsWord, periodWord, stateWord } from '../words.ts';
import { chartsOf } from './charts.ts';
import { attendanceOf } from './overview.ts';
import { only } from './summarise.ts';
import type { Row, Summary } from './summary.ts';
import { trendOf } from './trend.ts';

/** Activities in the table of one card. */
const MOST_ROWS = 20;

/** One branch's view, with what it held: `held` are its activities and its groups', the newest first. */
export function branchOverviewOf(
  summary: Summary,
  row: Row,
  held: readonly Activity[],
): Omit<BranchOverview, 'actions' | 'recorded'> {
  const { span, filter, made: now } = summary;
  const year = span.to.slice(0, 4);
  const { branch } = row.standing;
  const overdue = only(row.items, 'overdue');
  const items = filter.only === 'overdue' ? overdue : row.items;
  const known = held.filter((one) => one.noticedAt !== null || isOver(one, now));
  const groups = new Map(branch.groups.map((group) => [group.id, group.name]));
  return {
    unit: branch.name,
    period: span.label,
    filtered: summary.filtered,
    duties: [...Map.groupBy(items, (item) => item.rule.id).values()].map((own) => ({
      label: own[0]?.rule.name ?? '',
      value: dutyWord(own, year),
    })),
    charts: chartsOf(summary),
    attendance: attendanceOf(row.attended),
    held: known.slice(0, MOST_ROWS).map((one) => lineOf(one, groups.get(one.unit), now)),
    more: Math.max(0, known.length - MOST_ROWS),
    overdue: overdue.length > 0,
    trend: trendOf(summary),
  };
}

/** 1/1，已完成（11月5日） or 0/11，1—10月已逾期，11月还没安排，11月30日前完成. */
function dutyWord(items: readonly Item[], year: string): string {
  const [first] = items;
  const counted = countWord(countOf(items));
  if (items.length === 1 && first) return `${counted}，${stateWord(first)}`;
  const byHolder = [...Map.groupBy(items, (item) => item.holder).values()];
  const gaps = byHolder.flatMap((own) => {
    const [one] = own;
    const whose = one?.rule.owedBy === 'groups' ? one.holder.name : '';
    const overdue = only(own, 'overdue').map((item) => item.period);
    const late = overdue.length > 0 ? [`${whose}${periodsWord(overdue, year)}已逾期`] : [];
    const rest = own.filter(isPending);
    return [...late, ...rest.map((item) => `${whose}${periodWord(item.period, year)}${stateWord(item)}`)];
  });
  return [counted, ...gaps].join('，');
}

/** Neither done nor too late. */
function isPending({ state }: Item): boolean {
  return state !== 'done' && state !== 'overdue';
}

function lineOf(activity: Activity, group: string | undefined, now: Instant): BranchOverview['held'][number] {
  const over = isOver(activity, now);
  const theme = activity.theme === '' ? '' : `：${activity.theme}`;
  return {
    day: shortDay(dayOf(activity.startsAt)),
    title: `${titleOf(activity.kinds)}${group === undefined ? '' : `（${group}）`}${theme}`,
    attendance: over ? `${activity.present}/${activity.expected}` : '—',
    remark: remarkOf(activity, over),
  };
}

function remarkOf(activity: Activity, over: boolean): string {
  if (!over) return '已安排';
  if (activity.present === 0) return '没有到会登记，不计入';
  return activity.minutedAt === null ? '会议记录待补' : '';
}
