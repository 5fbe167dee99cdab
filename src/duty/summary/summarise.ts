import type { ActivityKind } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { type Assessment, assess, assessment, type Item, type Standing } from '../owed/compliance.ts';
import { maskOf } from '../owed/slots.ts';
import type { Period } from '../period.ts';
import type { Rule } from '../rules/rules.ts';
import { RULES } from '../rules/shipped.ts';
import { readBooks } from '../store.ts';

/** How every branch of a subtree stands. No row of attendance is read for it. */
export function summarise(db: Db, lineage: string, span: Period, now: Instant): Standing[] {
  return assess(readBooks(db, lineage, span, now), span, dayOf(now));
}

/** The same with months, counting gatherings of these kinds alone; null: of all. */
export function summariseMonths(
  db: Db,
  lineage: string,
  span: Period,
  kinds: readonly ActivityKind[] | null,
  now: Instant,
): Assessment {
  return assessment(readBooks(db, lineage, span, now), span, dayOf(now), kinds && maskOf(kinds));
}

/** In the order of the shipped rules, then the committees' own. */
export function columnsOf(items: readonly Item[]): Rule[] {
  return inColumns(new Set(items.map(({ rule }) => rule)));
}

export function inColumns(rules: ReadonlySet<Rule>): Rule[] {
  const order = (rule: Rule) => {
    const shipped = RULES.findIndex((one) => one.id === rule.id);
    return shipped === -1 ? RULES.length : shipped;
  };
  const byId = new Map([...rules].map((rule) => [rule.id, rule]));
  return [...byId.values()].toSorted((a, b) => order(a) - order(b));
}

export function worstFirst(standings: readonly Standing[]): Standing[] {
  return standings
    .map((one) => ({ one, overdue: count(one.items, 'overdue'), open: count(one.items, 'open') }))
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open)
    .map(({ one }) => one);
}

/** Names repeat from committee to committee: within one a branch is called by the rest of its path. */
export function nameIn(
  unit: { path: string },
  { branch }: { branch: { name: string; path: string } },
): string {
  return branch.path.startsWith(`${unit.path}/`) ? branch.path.slice(unit.path.length + 1) : branch.name;
}

export function only(items: readonly Item[], state: Item['state']): Item[] {
  return items.filter((item) => item.state === state);
}

function count(items: readonly Item[], state: Item['state']): number {
  return items.reduce((sum, item) => (item.state === state ? sum + 1 : sum), 0);
}
