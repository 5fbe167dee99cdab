import { isBranch } from '../../people/permit.ts';
import { addDays, type Day, dayOf, startOfDay } from '../../time.ts';
import { type Period, periodsIn } from '../period.ts';
import { owedIn, type Rule } from '../rules/rules.ts';
import { settingsOver } from '../rules/settings.ts';
import { RULES } from '../rules/shipped.ts';
import { type Figures, nothing, type State } from '../summary/figures.ts';
import { type Attended, count, NOBODY } from './attended.ts';
import type { Books, Branch } from './books.ts';
import { type Item, itemsOf, type Judged } from './items.ts';
import type { Entry } from './ledger.ts';
import { isKnown } from './owing.ts';
import { dutiesOf } from './slots.ts';

export type { Item, State };

/** How a branch stands, with what was counted at its gatherings and its groups' within the span. */
export interface Standing extends Attended {
  branch: Branch;
  items: Item[];
}

export interface Owed {
  rule: Rule;
  period: Period;
  figures: Figures;
}

export interface Assessment {
  standings: Standing[];
  /** What was counted of all branches in each month that the span touches. */
  months: { period: Period; attended: Attended }[];
  /** What became of each rule in each period, all branches together; a rule in two versions twice. */
  owed: Owed[];
}

/**
 * What each branch (or 党委) owes in the periods that the span touches and that have begun.
 *
 * - A gathering counts when it is over, was not cancelled and somebody was there: for the period in which it began, or
 *   in whose grace, whichever still wants one first.
 * - A unit owes a period only if it existed from its first day to its last: one that is formed or dissolved in between
 *   starts with the next, ends with the last whole one. A yearly duty with a season asks for the season only.
 * - What a unit is, how many members it has and whether there is a committee is seen in the same way: on the period's
 *   first day, and on its last or today while it lasts. A branch that has become something else is there for what it
 *   owed before.
 * - A group's meeting is its own; one of that kind held by the branch is a meeting of all its groups.
 * - What was put off is excused until the last day it was put off to, and stands as it would from then on.
 * - A rule is what the nearest committee that decided on it made of it, for periods that begin from then on.
 */
export function assess(books: Books, span: Period, today: Day, rules: readonly Rule[] = RULES): Standing[] {
  return assessment(books, span, today, null, rules).standings;
}

/** The same with months; counted are gatherings of these kinds alone, as bits. Null: of all kinds. */
export function assessment(
  books: Books,
  span: Period,
  today: Day,
  kinds: number | null,
  rules: readonly Rule[] = RULES,
): Assessment {
  const duties = dutiesBy(books, span, today, rules);
  const counter = counterOf(span, kinds ?? -1);
  const standings = books.branches.flatMap((branch) => {
    const kept = {
      whole: books.ledger.of(branch.id),
      groups: branch.groups.map((group) => books.ledger.of(group.id)),
    };
    const items = itemsOf(books, branch, duties.of(branch), kept, today);
    if (items.length === 0 && books.of === 'branches' && !isBranch(branch.kind)) return [];
    return [{ branch, items, ...counter.count([kept.whole, ...kept.groups]) }];
  });
  return { standings, months: counter.months, owed: duties.owed() };
}

interface Duties {
  of(branch: Branch): readonly Judged[];
  owed(): Owed[];
}

/** Units under the same decisions share their duties. */
function dutiesBy(books: Books, span: Period, today: Day, rules: readonly Rule[]): Duties {
  const shared = new Map<string, readonly Judged[]>();
  const first = books.ledger.first === null ? null : dayOf(books.ledger.first);
  return { of, owed };

  function of(branch: Branch): readonly Judged[] {
    const over = settingsOver(books.settings, branch.lineage);
    const key = over.map((one) => one.id).join();
    const found =
      shared.get(key) ??
      dutiesOf(rules, over, span, today, first)
        .filter(({ owedBy }) => owedIn(owedBy) === books.of)
        .map((duty) => ({
          ...duty,
          known: duty.slots.map((slot) => isKnown(slot, books.since)),
          figures: duty.slots.map(nothing),
        }));
    shared.set(key, found);
    return found;
  }

  function owed(): Owed[] {
    return [...shared.values()].flat().flatMap(({ slots, figures }) =>
      slots.flatMap(({ rule, period }, index) => {
        const own = figures[index];
        return own && own.required > 0 ? [{ rule, period, figures: own }] : [];
      }),
    );
  }
}

interface Counter {
  months: Assessment['months'];
  /** Counts what some units held, in their months too. */
  count(units: readonly (readonly Entry[])[]): Attended;
}

/** What is over, with somebody there. */
function counterOf(span: Period, kinds: number): Counter {
  const [from, until] = [startOfDay(span.from), startOfDay(addDays(span.to, 1))];
  const months = periodsIn('month', span.from, span.to).map((period) => ({
    period,
    until: startOfDay(addDays(period.to, 1)),
    attended: { ...NOBODY },
  }));
  return {
    months,
    count(units) {
      const sum = { ...NOBODY };
      for (const entries of units) countIn(entries, sum);
      return sum;
    },
  };

  function countIn(entries: readonly Entry[], sum: Attended): void {
    let nth = 0;
    for (const entry of entries) {
      if (entry.at < from) continue;
      if (entry.at >= until) return;
      if (!entry.over || entry.present === 0 || (entry.mask & kinds) === 0) continue;
      while ((months[nth]?.until ?? until) <= entry.at) nth += 1;
      count(sum, entry);
      const month = months[nth];
      if (month) count(month.attended, entry);
    }
  }
}
