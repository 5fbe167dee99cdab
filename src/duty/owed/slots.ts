import type { ActivityKind } from '../../../db/schema/activity.ts';
import { ACTIVITY_KINDS } from '../../../db/schema/activity.ts';
import { KINDS } from '../../activity/kinds.ts';
import { addDays, type Day, type Instant, startOfDay } from '../../time.ts';
import { type Period, periodOf, periodsIn } from '../period.ts';
import { MOST_GRACE, owedIn, type Rule } from '../rules/rules.ts';
import type { Setting } from '../rules/setting.ts';
import { definitions, isAdopted, ruleOn } from '../rules/settings.ts';
import { RULES } from '../rules/shipped.ts';

/** A rule in one of its periods. */
export interface Slot {
  rule: Rule;
  period: Period;
  /** The last day on which it may be held, its grace included. */
  deadline: Day;
  /** From when until before when a gathering may be for it. */
  from: Instant;
  until: Instant;
  mask: number;
  /** Of a yearly meeting: its year, by which it is told from the next's where somebody said so. */
  year: number | null;
  /** Who existed from this day to the period's end owes it. */
  owedFrom: Day;
  /** When it is seen whether there is a committee. */
  asOf: Day;
  /** Asked for; else it is only there for what is held in its grace. */
  listed: boolean;
}

/** One rule through time, in order, in its several versions. */
export interface Duty {
  owedBy: Rule['owedBy'];
  slots: Slot[];
}

/** `first`: the day of the first gathering on record; from it on what is held in one period's grace is told from the next's. */
export function dutiesOf(
  rules: readonly Rule[],
  over: readonly Setting[],
  span: Period,
  today: Day,
  first: Day | null,
): Duty[] {
  return definitions(over, rules).flatMap((rule) => {
    const periods = periodsOf(rule, over, span, today, first);
    const slots = periods.flatMap((period) => slotOf(rule, over, period, span, today) ?? []);
    return slots.some((slot) => slot.listed) ? [{ owedBy: rule.owedBy, slots }] : [];
  });
}

function periodsOf(
  rule: Rule,
  over: readonly Setting[],
  span: Period,
  today: Day,
  first: Day | null,
): Period[] {
  if (rule.every === 'once') return rule.once ? [onceOf(rule.once)] : [];
  const from = isLong(rule) ? (span.longFrom ?? span.from) : span.from;
  const history = hasGrace(rule, over) ? historyOf(rule, from, first) : from;
  const periods = periodsIn(rule.every, history < from ? history : from, span.to);
  return periods.filter((period) => period.from <= today);
}

function historyOf({ measure }: Rule, from: Day, first: Day | null): Day {
  if (measure !== 'gatherings') return yearsBefore(from);
  return first === null ? from : addDays(first, -MOST_GRACE - 1);
}

/** Where persons are counted, so many years are looked back at what one year's grace took from the next, whatever was held. */
const BACK = 2;

export function yearsBefore(day: Day): Day {
  return `${Number(day.slice(0, 4)) - BACK}-01-01`;
}

function onceOf({ from, to }: { from: Day; to: Day }): Period {
  const [year, month, day] = to.split('-').map(Number);
  return { from, to, label: `${year}年${month}月${day}日前` };
}

function slotOf(
  rule: Rule,
  over: readonly Setting[],
  period: Period,
  span: Period,
  today: Day,
): Slot | undefined {
  const version = ruleOn(rule, over, period.from);
  if (!version || period.from > today) return undefined;
  const deadline = deadlineOf(version, period);
  return {
    rule: version,
    period,
    deadline,
    from: startOfDay(period.from),
    until: startOfDay(addDays(deadline, 1)),
    mask: maskOf(version.kinds),
    year: yearOf(version, period),
    owedFrom: seasonOf(version, period),
    asOf: period.to < today ? period.to : today,
    listed: isListed(version, period, span),
  };
}

/** A yearly duty with a season shows in spans that reach it, and wherever longer duties are asked for on their own. */
function isListed(rule: Rule, period: Period, span: Period): boolean {
  const from = isLong(rule) ? (span.longFrom ?? span.from) : span.from;
  if (period.to < from || period.from > span.to) return false;
  return span.longFrom !== undefined || span.to >= seasonOf(rule, period);
}

function yearOf({ every, kinds }: Rule, { from }: Period): number | null {
  return every === 'year' && kinds.some((kind) => KINDS[kind].annual) ? Number(from.slice(0, 4)) : null;
}

function seasonOf(rule: Rule, period: Period): Day {
  if (rule.season === null) return period.from;
  return `${period.from.slice(0, 5)}${String(rule.season).padStart(2, '0')}-01`;
}

function deadlineOf(rule: Rule, period: Period): Day {
  if (rule.grace === 'untilMarch') return `${Number(period.to.slice(0, 4)) + 1}-03-31`;
  return addDays(period.to, rule.grace);
}

/** The last day on which talks may be for a day's year; farther where anybody gave them another grace. */
export function lastTalkFor(day: Day, settings: readonly Setting[]): Day {
  const talks = RULES.find(({ measure }) => measure === 'talks');
  if (!talks) return day;
  const end = periodOf('year', day);
  const decided = settings.some(({ rule, grace }) => rule === talks.id && grace !== null);
  return decided ? addDays(end.to, MOST_GRACE) : deadlineOf(talks, end);
}

/** Owed for longer than a quarter. */
function isLong(rule: Rule): boolean {
  return rule.every !== 'month' && rule.every !== 'quarter';
}

function hasGrace(rule: Rule, over: readonly Setting[]): boolean {
  return rule.grace !== 0 || over.some((one) => one.rule === rule.id && one.grace !== null && one.grace > 0);
}

/** Kinds of which all on record must be known, not the span's quarters alone. */
export function longKinds(rules: readonly Rule[], settings: readonly Setting[]): Set<ActivityKind> {
  const long = definitions(settings, rules).filter(
    (rule) =>
      owedIn(rule.owedBy) === 'branches' &&
      rule.measure === 'gatherings' &&
      isAdopted(rule, settings) &&
      (isLong(rule) || hasGrace(rule, settings)),
  );
  return new Set(long.flatMap((rule) => rule.kinds));
}

/** Kinds as bits. */
export function maskOf(kinds: readonly ActivityKind[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << ACTIVITY_KINDS.indexOf(kind)), 0);
}

/** The period of a rule that a day is in. */
export function periodAt(rule: Pick<Rule, 'every' | 'once'>, day: Day): Period {
  return rule.every === 'once' ? onceOf(rule.once ?? { from: day, to: day }) : periodOf(rule.every, day);
}
