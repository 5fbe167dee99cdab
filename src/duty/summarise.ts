import type { Overview, OverviewRow } from '../../cards/duty/overview.ts';
import type { Db } from '../../db/store.ts';
import { dayOf, type Instant } from '../time.ts';
import { assess, type Item, type Standing } from './compliance.ts';
import type { Period } from './period.ts';
import { RULES, type Rule } from './rules.ts';
import { readBooks } from './store.ts';
import { countOf, countWord, itemsWord, itemWord, rateWord, stateWord } from './words.ts';

/** How every branch of a subtree stands. No row of attendance is read for it. */
export function summarise(db: Db, lineage: string, span: Period, now: Instant): Standing[] {
  return assess(readBooks(db, lineage, span, now), span, dayOf(now));
}

const MOST_ROWS = 20;
const MOST_OVERDUE = 10;

/** A committee's view: the branches with the most overdue first, then those with the most open, then as in the tree. */
export function overviewOf(
  unit: { name: string; path: string },
  span: Period,
  standings: Standing[],
  upper: Standing[],
): Overview {
  const year = span.to.slice(0, 4);
  const all = standings.flatMap((one) => one.items);
  const rules = columnsOf(all);
  const worst = worstFirst(standings);
  const overdue = worst.filter((one) => count(one.items, 'overdue') > 0);
  const total = sumOf(standings);
  return {
    unit: unit.name,
    period: span.label,
    summary: summaryOf(standings, all, total),
    duties: rules.map((rule) => ({ key: rule.id, label: rule.short })),
    rows: worst.slice(0, MOST_ROWS).map((one) => rowOf(nameIn(unit, one), one, rules, year)),
    total: {
      branch: '合计',
      counts: countsOf(all, rules),
      rate: rateWord(total),
      gaps: `${all.length - countOf(all).done} 项`,
    },
    more: Math.max(0, worst.length - MOST_ROWS),
    upper: upper
      .filter(({ items }) => items.length > 0)
      .slice(0, MOST_ROWS)
      .map((one) => ({
        label: one.branch.name,
        value: one.items.map((item) => `${itemWord(item, year)}${stateWord(item)}`).join('，'),
      })),
    overdue: overdue.slice(0, MOST_OVERDUE).map((one) => ({
      branch: nameIn(unit, one),
      items: itemsWord(only(one.items, 'overdue'), year, 5),
    })),
    moreOverdue: Math.max(0, overdue.length - MOST_OVERDUE),
  };
}

/** In the order of the shipped rules, then the committees' own. */
export function columnsOf(items: readonly Item[]): Rule[] {
  const order = (rule: Rule) => {
    const shipped = RULES.findIndex((one) => one.id === rule.id);
    return shipped === -1 ? RULES.length : shipped;
  };
  const byId = new Map(items.map(({ rule }) => [rule.id, rule]));
  return [...byId.values()].toSorted((a, b) => order(a) - order(b));
}

export function worstFirst(standings: readonly Standing[]): Standing[] {
  return standings
    .map((one) => ({ one, overdue: count(one.items, 'overdue'), open: count(one.items, 'open') }))
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open)
    .map(({ one }) => one);
}

/** Names repeat from committee to committee: within one a branch is called by the rest of its path. */
export function nameIn(unit: { path: string }, { branch }: Standing): string {
  return branch.path.startsWith(`${unit.path}/`) ? branch.path.slice(unit.path.length + 1) : branch.name;
}

export function only(items: readonly Item[], state: Item['state']): Item[] {
  return items.filter((item) => item.state === state);
}

function count(items: readonly Item[], state: Item['state']): number {
  return items.reduce((sum, item) => (item.state === state ? sum + 1 : sum), 0);
}

function rowOf(branch: string, standing: Standing, rules: readonly Rule[], year: string): OverviewRow {
  const { items } = standing;
  const gaps = [
    { state: 'overdue', said: '逾期' },
    { state: 'grace', said: '待补' },
    { state: 'open', said: '还差' },
    { state: 'planned', said: '已安排' },
    { state: 'waived', said: '暂缓' },
  ] as const;
  const words = gaps
    .map(({ state, said }) => ({ said, words: itemsWord(only(items, state), year, 3) }))
    .flatMap(({ said, words }) => (words === '' ? [] : [`${said} ${words}`]));
  return { branch, counts: countsOf(items, rules), rate: rateWord(standing), gaps: words.join('；') };
}

function countsOf(items: readonly Item[], rules: readonly Rule[]): Record<string, string> {
  const byRule = Map.groupBy(items, (item) => item.rule.id);
  return Object.fromEntries(rules.map((rule) => [rule.id, countWord(countOf(byRule.get(rule.id) ?? []))]));
}

function sumOf(standings: readonly Standing[]): { expected: number; present: number } {
  return standings.reduce(
    (sum, one) => ({ expected: sum.expected + one.expected, present: sum.present + one.present }),
    { expected: 0, present: 0 },
  );
}

function summaryOf(standings: Standing[], all: Item[], total: { expected: number; present: number }): string {
  const { required, done, waived } = countOf(all);
  const overdue = count(all, 'overdue');
  const branches = standings.filter((one) => count(one.items, 'overdue') > 0).length;
  const late = overdue > 0 ? `，逾期 ${overdue} 项（${branches} 个支部）` : '，没有逾期';
  const putOff = waived > 0 ? `，暂缓 ${waived} 项` : '';
  const came =
    total.expected > 0
      ? `出勤率 ${rateWord(total)}（应到 ${total.expected} 人次，实到 ${total.present}）。`
      : '';
  return `共 ${standings.length} 个支部，应完成 ${required} 项，已完成 ${done} 项${late}${putOff}。${came}`;
}
