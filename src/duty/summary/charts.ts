import type { Chart, Tone } from '../../../cards/card.ts';
import type { State } from '../owed/compliance.ts';
import { type Figures, figuresOf, percent } from './figures.ts';
import type { Month, Summary } from './summary.ts';

/** What a summary is drawn as: what became of each duty, and month by month how much was done and how many came. */
export function chartsOf(summary: Summary): Chart[] {
  return [kindChart(summary), monthChart(summary)].filter((chart) => chart !== null);
}

/** In the order in which they stand on one another; what is still to come is one part, whether there is a grace or not. */
const PARTS: readonly { name: string; tone: Tone; states: readonly State[] }[] = [
  { name: '已完成', tone: 'success', states: ['done'] },
  { name: '已安排', tone: 'info', states: ['planned'] },
  { name: '待完成', tone: 'plain', states: ['open', 'grace'] },
  { name: '暂缓', tone: 'warning', states: ['waived'] },
  { name: '逾期', tone: 'danger', states: ['overdue'] },
];

/** A bar is longer than this somewhere, else words are read faster. */
const SHORT = 2;

function kindChart({ rows, rules }: Summary): Chart | null {
  const byRule = Map.groupBy(
    rows.flatMap(({ items }) => items),
    ({ rule }) => rule.id,
  );
  const figures = rules.map((rule) => figuresOf(byRule.get(rule.id) ?? []));
  if (figures.every(({ required }) => required <= SHORT)) return null;
  const series = PARTS.map(({ name, tone, states }) => ({
    name,
    tone,
    values: figures.map((one) => partOf(one, states)),
  }));
  return {
    kind: 'stack',
    title: '各项完成情况（项）',
    labels: rules.map((rule) => rule.short),
    series: series.filter(({ values }) => values.some((value) => value > 0)),
    unit: '项',
  };
}

function partOf(figures: Figures, states: readonly State[]): number {
  return states.reduce((sum, state) => sum + figures[state], 0);
}

/** Fewer points make no line; beside one that has them a shorter one is read as well. */
const LEAST_POINTS = 3;

function monthChart(summary: Summary): Chart | null {
  const months = sinceFirst(summary.months);
  const done = months.map(({ due }) => due && percent(due.done, due.required));
  const came = months.map(({ attended }) => percent(attended.present, attended.expected));
  const series = [
    { name: '到期事项完成率', tone: 'success' as const, values: done },
    { name: '出勤率', tone: 'info' as const, values: came },
  ].filter(({ values }) => points(values) > 0);
  if (series.every(({ values }) => points(values) < LEAST_POINTS)) return null;
  const year = months.at(-1)?.period.label.slice(0, 5) ?? '';
  const labels = months.map(({ period }) => period.label.replace(year, '').replace(/^20/, ''));
  return { kind: 'line', title: '逐月情况', labels, series, unit: '%' };
}

function points(values: readonly (number | null)[]): number {
  return values.filter((value) => value !== null).length;
}

/** Without the months at the beginning of which nothing is on record. */
function sinceFirst(months: readonly Month[]): readonly Month[] {
  const first = months.findIndex(({ due, attended }) => (due?.required ?? 0) > 0 || attended.expected > 0);
  return months.slice(Math.max(0, first));
}
