import { and, asc, eq, isNull, max } from 'drizzle-orm';
import { activities, type MonthlyRule, series } from '../../db/schema/activity.ts';
import { type Db, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { isDayOff, nextWorkday } from '../calendar.ts';
import type { Span } from '../chat/job.ts';
import { Refusal } from '../errors.ts';
import { isThere } from '../people/exists.ts';
import { addDays, atTime, type Day, dayOf, type Instant, MINUTE, timeOf, weekdayOf } from '../time.ts';
import { demandCommittee } from './committee.ts';
import { isNamed } from './expected.ts';
import { plan } from './plan.ts';
import type { Activity } from './store.ts';

type Series = typeof series.$inferSelect;

interface Recurring {
  unit: number;
  kinds: Series['kinds'];
  startsAt: Instant;
  endsAt: Instant;
  place: string;
  host: number | null;
  repeat: 'weekday' | 'day';
}

/** A relatively fixed day each month, as the first one falls. It takes the place of the unit's earlier one for the same kinds. */
export function beginSeries(db: Db, wanted: Recurring, by: number, now: Instant): number {
  const { unit, kinds, place, host } = wanted;
  if (isNamed(wanted)) throw new Refusal('invalid', '这类活动每次请点名参加人员，不能按月重复。');
  const same = and(eq(series.unit, unit), isNull(series.endedAt), eq(series.kinds, kinds));
  db.update(series).set({ endedAt: now }).where(same).run();
  const rule = ruleOf(dayOf(wanted.startsAt), wanted.repeat);
  const [row] = db
    .insert(series)
    .values({
      unit,
      kinds,
      rule,
      place,
      host,
      time: timeOf(wanted.startsAt),
      minutes: (wanted.endsAt - wanted.startsAt) / MINUTE,
      beganAt: now,
    })
    .returning({ id: series.id })
    .all();
  if (!row) throw new Error('the series was not inserted');
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'series.begun',
    subject: `unit:${unit}`,
    after: { kinds, rule },
  });
  return row.id;
}

/** Its days that are planned already stay. → whether it went on until now */
export function endSeries(db: Db, id: number, by: number, now: Instant): boolean {
  const open = and(eq(series.id, id), isNull(series.endedAt));
  const [ended] = db.update(series).set({ endedAt: now }).where(open).returning().all();
  if (!ended) return false;
  const { unit, kinds, rule } = ended;
  const subject = `unit:${unit}`;
  record(db, { at: now, actor: `person:${by}`, action: 'series.ended', subject, before: { kinds, rule } });
  return true;
}

/** An activity that was planned by mistake took its series along; what that took the place of goes on. */
export function unbeginSeries(db: Db, { series: id, plannedAt }: Activity, by: number, now: Instant): void {
  const begun = id === null ? undefined : findSeries(db, id);
  if (begun?.beganAt !== plannedAt || !endSeries(db, begun.id, by, now)) return;
  const same = and(eq(series.unit, begun.unit), eq(series.kinds, begun.kinds));
  const overtaken = and(same, eq(series.endedAt, begun.beganAt));
  db.update(series).set({ endedAt: null }).where(overtaken).run();
}

export function goesOn(db: Db, id: number): boolean {
  return findSeries(db, id)?.endedAt === null;
}

function findSeries(db: Db, id: number): Series | undefined {
  return db.select().from(series).where(eq(series.id, id)).get();
}

export function ruleOf(day: Day, repeat: 'weekday' | 'day'): MonthlyRule {
  const date = Number(day.slice(8));
  return repeat === 'day' ? { day: date } : { nth: Math.ceil(date / 7), weekday: weekdayOf(day) };
}

/** The day in a month (`2026-12`): the 31st of a shorter month and a fifth Friday it has not are its last. */
export function occurrence(rule: MonthlyRule, month: string): Day {
  const first = `${month}-01`;
  const last = Number(lastDay(month).slice(8));
  if ('day' in rule) return addDays(first, Math.min(rule.day, last) - 1);
  const offset = (rule.weekday - weekdayOf(first) + 7) % 7;
  const date = offset + 7 * (rule.nth - 1);
  return addDays(first, date < last ? date : date - 7);
}

function lastDay(month: string): Day {
  return addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1);
}

/** From this day of a month on, the next month's days are planned. */
const AHEAD = 20;

/**
 * A month's day is planned ahead, and whoever organises it is asked for the theme with what else their morning brings;
 * members hear of it when they announce it. A day off gives way to the next working day.
 */
export function planSeries({ db, to }: Span): void {
  const today = dayOf(to);
  const open = db.select().from(series).where(isNull(series.endedAt)).orderBy(asc(series.id)).all();
  for (const one of open) {
    planMonth(db, one, monthOf(today), to);
    if (to >= aheadOf(today)) planMonth(db, one, monthOf(nextMonth(today)), to);
  }
}

const selectLast = prepared((db) =>
  db
    .select({ began: max(series.beganAt) })
    .from(series)
    .where(isNull(series.endedAt))
    .prepare(),
);

export function nextSeries(db: Db, after: Instant): Instant | null {
  const last = selectLast(db).get()?.began;
  if (last == null) return null;
  const today = dayOf(after);
  // One that has just begun is looked at at once: it may be late for the month that follows.
  const due = [last + 1, aheadOf(today), aheadOf(nextMonth(today))].toSorted((a, b) => a - b);
  return due.find((at) => at > after) ?? null;
}

function workingDay(day: Day): Day {
  const next = nextWorkday(day);
  if (monthOf(next) === monthOf(day)) return next;
  let last = day;
  while (isDayOff(last)) last = addDays(last, -1);
  return last;
}

function nextMonth(day: Day): Day {
  return addDays(lastDay(monthOf(day)), 1);
}

function monthOf(day: Day): string {
  return day.slice(0, 7);
}

function aheadOf(day: Day): Instant {
  return atTime(`${monthOf(day)}-${AHEAD}`, '09:00');
}

function planMonth(db: Db, one: Series, month: string, now: Instant): void {
  const day = workingDay(occurrence(one.rule, month));
  const startsAt = atTime(day, one.time);
  if (startsAt <= now || planned(db, one, month) || !isThere(db, one.unit, day)) return;
  try {
    demandCommittee(db, one.unit, one.kinds, day);
    plan(
      db,
      {
        unit: one.unit,
        kinds: one.kinds,
        startsAt,
        endsAt: startsAt + one.minutes * MINUTE,
        place: one.place,
        host: one.host,
        theme: '',
        agenda: '',
        lecturer: '',
        persons: [],
        series: one.id,
        draft: `series:${one.id}:${month}`,
        by: null,
      },
      now,
    );
  } catch (error) {
    // What a person would be refused is left out, such as a second meeting at the same time: the other units' days are not held up by it.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The first of the series was planned by hand in its own month; so may any other have been. */
function planned(db: Db, one: Series, month: string): boolean {
  return db
    .select({ startsAt: activities.startsAt, kinds: activities.kinds })
    .from(activities)
    .where(and(eq(activities.unit, one.unit), isNull(activities.cancelledAt)))
    .all()
    .some(
      (row) => dayOf(row.startsAt).startsWith(month) && one.kinds.every((kind) => row.kinds.includes(kind)),
    );
}
