import type { Db } from '../../../db/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { type Attended, added } from '../owed/attended.ts';
import type { Assessment, Item, Owed, Standing } from '../owed/compliance.ts';
import { summariseUpper } from '../owed/upper.ts';
import { before, type Period, periodOf, wholeMonths } from '../period.ts';
import { readSettings } from '../rules/decided.ts';
import type { Rule } from '../rules/rules.ts';
import { definitions } from '../rules/settings.ts';
import { recordedSince } from '../store.ts';
import { type Figures, figuresOf, nothing, sumOf } from './figures.ts';
import { type Filter, filterWord, isWanted, kindsOf } from './filter.ts';
import { inColumns, summariseMonths } from './summarise.ts';

/** All that a summary says of a subtree over a span; card, file and board show it each in its way. */
export interface Summary {
  unit: { id: number; name: string; path: string };
  span: Period;
  filter: Filter;
  /** 主题党日，只看逾期; empty: everything. */
  filtered: string;
  made: Instant;
  /** All branches that existed, the worst first; of one branch it alone. */
  rows: Row[];
  /** The rules that anything is owed by, in the order of columns. */
  rules: Rule[];
  total: Figures;
  /** Of it what belongs to periods that ended with its months and are over: only that can be compared. */
  due: Figures;
  attended: Attended;
  /** What the 党委 of the subtree owe themselves. */
  upper: Standing[];
  /** The time before, as long as this one; null where not all of it is on record. */
  earlier: Earlier | null;
  /** By month, where the span is three whole months or more. */
  months: Month[];
  /** The first day on record. */
  since: Day | null;
}

export interface Row {
  standing: Standing;
  items: Item[];
  figures: Figures;
  /** Its groups' as well. */
  attended: Attended;
}

export interface Earlier {
  span: Period;
  due: Figures;
  attended: Attended;
}

export interface Month {
  period: Period;
  /** What was owed by its end; null while it is not over. */
  due: Figures | null;
  attended: Attended;
}

/** Of one unit and all beneath it, a branch or a committee. No row of attendance is read for it. */
export function summaryOf(
  db: Db,
  unit: { id: number; name: string; path: string; lineage: string },
  span: Period,
  filter: Filter,
  now: Instant,
): Summary {
  const rules = definitions(readSettings(db));
  const since = recordedSince(db, now);
  const earlier = before(span);
  const scope = { db, lineage: unit.lineage, filter, rules, now };
  const assessed = assessedIn(scope, span);
  const rows = rowsOf(assessed, filter);
  const owed = owedIn(assessed, filter);
  return {
    unit,
    span,
    filter,
    filtered: filterWord(filter, rules),
    made: now,
    rows,
    rules: inColumns(new Set(owed.map(({ rule }) => rule))),
    total: sumOf(rows.map((row) => row.figures)),
    due: dueOf(owed, span, dayOf(now)),
    attended: added(rows.map((row) => row.attended)),
    upper: upperOf(scope, span),
    earlier: since !== null && since <= earlier.from ? earlierOf(scope, earlier) : null,
    months: monthsOf(assessed, span, owed, dayOf(now)),
    since,
  };
}

interface Scope {
  db: Db;
  lineage: string;
  filter: Filter;
  rules: readonly Rule[];
  now: Instant;
}

function assessedIn({ db, lineage, filter, rules, now }: Scope, span: Period): Assessment {
  return summariseMonths(db, lineage, span, kindsOf(filter, rules), now);
}

/** The worst first. */
function rowsOf({ standings }: Assessment, filter: Filter): Row[] {
  return standings
    .map((one) => {
      const { items } = wanted(one, filter);
      return { standing: one, items, figures: figuresOf(items), attended: one };
    })
    .sort((a, b) => b.figures.overdue - a.figures.overdue || b.figures.open - a.figures.open);
}

function wanted(standing: Standing, filter: Filter): Standing {
  return filter.kinds === undefined
    ? standing
    : { ...standing, items: standing.items.filter((item) => isWanted(filter, item)) };
}

function upperOf({ db, lineage, filter, now }: Scope, span: Period): Standing[] {
  return summariseUpper(db, lineage, span, now)
    .map((one) => wanted(one, filter))
    .filter(({ items }) => items.length > 0);
}

function earlierOf(scope: Scope, span: Period): Earlier {
  const assessed = assessedIn(scope, span);
  return {
    span,
    due: dueOf(owedIn(assessed, scope.filter), span, dayOf(scope.now)),
    attended: added(assessed.standings),
  };
}

function owedIn({ owed }: Assessment, filter: Filter): Owed[] {
  return owed.filter((one) => isWanted(filter, one));
}

/** A quarter's and a year's fall due in their last months alone: one of the others stays as it was. */
function dueOf(owed: readonly Owed[], span: Period, today: Day): Figures {
  const last = periodOf('month', span.to).to;
  return sumOf(
    owed.flatMap(({ period, figures }) => (period.to < today && period.to <= last ? [figures] : [])),
  );
}

/** The fewest months of which a line tells anything. */
const LEAST_MONTHS = 3;

function monthsOf({ months }: Assessment, span: Period, owed: readonly Owed[], today: Day): Month[] {
  if ((wholeMonths(span) ?? 0) < LEAST_MONTHS) return [];
  const due = figuresByMonth(owed);
  return months
    .filter(({ period }) => period.from <= today)
    .map(({ period, attended }) => ({
      period,
      due: period.to < today ? (due.get(period.from.slice(0, 7)) ?? nothing()) : null,
      attended,
    }));
}

/** What was owed by the end of each month, `2026-11`. */
export function figuresByMonth(owed: readonly Owed[]): Map<string, Figures> {
  const byMonth = Map.groupBy(owed, ({ period }) => period.to.slice(0, 7));
  return new Map([...byMonth].map(([month, own]) => [month, sumOf(own.map(({ figures }) => figures))]));
}
