import { asc } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { waivers } from '../../db/schema/alert.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { isDayOff } from '../../src/calendar.ts';
import { addDays, atTime, DAY, type Day, type Instant, startOfDay, weekdayOf } from '../../src/time.ts';
import { type Asked, askedOf, type Held, type Span, spansOf } from './asked.ts';
import { type Posts, postsIn } from './posts.ts';
import { reachedIn } from './talks.ts';

/**
 * soon: little time and nothing planned · lastly: so it is of the time in which it may still be held · overdue: there is
 * none left · late: seven more days are over, and the committee hears.
 */
export type Stage = 'soon' | 'lastly' | 'overdue' | 'late';

/** One thing that somebody should be told, once: whom, on which day, and in which words. */
export interface Due {
  stage: Stage;
  /** Of a committee its week's Monday. */
  day: Day;
  reader: string;
  /** Whose, where a committee hears of it. */
  of: string;
  /** 2026年11月主题党日, 2026年第四季度党课, 2026年11月党小组会（第1党小组）. */
  what: string;
}

type Unit = typeof units.$inferSelect;

interface PutOff {
  at: Instant;
  until: Day;
}

/** Something owed for a period, with what happened to it. */
interface Owed extends Span {
  unit: Unit;
  holder: Unit;
  asked: Asked;
  what: string;
  held: readonly Held[];
  isDone(morning: Morning): boolean;
  putOff: readonly PutOff[];
}

export interface Morning {
  day: Day;
  at: Instant;
  /** The first working day of a week. */
  begins: boolean;
}

/** The working days. */
export function morningsFrom(first: Day, until: Day): Morning[] {
  const mornings: Morning[] = [];
  let week = '';
  for (let day = first; day <= until; day = addDays(day, 1)) {
    if (isDayOff(day)) continue;
    mornings.push({ day, at: atTime(day, '09:00'), begins: weekOf(day) !== week });
    week = weekOf(day);
  }
  return mornings;
}

/** All that should have been said of the year's duties until a day, from what was planned, held and put off. */
export function duesOf(db: Db, year: number, mornings: readonly Morning[]): Due[] {
  const posts = postsIn(db);
  return owedIn(db, year).flatMap((owed) => {
    const told = new Set<string>();
    return mornings.flatMap((morning) =>
      morning.day < owed.from || !isOwed(owed, posts, morning.day)
        ? []
        : stagesAt(owed, morning).flatMap((stage): Due[] => {
            const key = `${stage} ${lapsed(owed, morning)}`;
            if (told.has(key)) return [];
            told.add(key);
            const { unit, what } = owed;
            return stage === 'late'
              ? posts.above(unit, morning.day).map((reader) => {
                  return { stage, day: weekOf(morning.day), reader, of: unit.name, what };
                })
              : posts.answerable(unit, morning.day).map((reader) => {
                  return { stage, day: morning.day, reader, of: '', what };
                });
          }),
    );
  });
}

/** Of whoever was there from its first day to its last, and is there still; of a committee so it was then and is now. */
function isOwed({ unit, holder, asked, owedFrom, to }: Owed, posts: Posts, day: Day): boolean {
  const there = [unit, holder].every(
    ({ began, ended }) =>
      (began === null || began <= owedFrom) && (ended === null || (ended > to && ended > day)),
  );
  if (!there || asked.of !== 'committee') return there;
  return [owedFrom, day < to ? day : to].every((one) => posts.seats(unit, one) >= 3);
}

/** What is to be said of it: to the secretary at nine, and to the committee half an hour later, once a week. */
function stagesAt(owed: Owed, morning: Morning): Stage[] {
  const { day } = morning;
  const { asked, to, deadline } = owed;
  if (owed.isDone(morning)) return [];
  if (lapsed(owed, morning) === 'not yet') return [];
  if (day <= to) return isNear(owed, day) && !isArranged(owed, morning.at) ? ['soon'] : [];
  if (day <= deadline)
    return daysTo(deadline, day) <= (asked.ahead ?? TEN) && !isArranged(owed, morning.at) ? ['lastly'] : [];
  const quiet = [deadline, addDays(to, 7)].toSorted().at(-1) ?? deadline;
  return morning.begins && day > quiet ? ['overdue', 'late'] : ['overdue'];
}

function isNear({ asked, to }: Owed, day: Day): boolean {
  return asked.id === 'themeDay' ? Number(day.slice(8)) >= 20 : daysTo(to, day) <= (asked.ahead ?? TEN);
}

const TEN = 10;

function daysTo(last: Day, day: Day): number {
  return (startOfDay(last) - startOfDay(day)) / DAY;
}

/** Where one is to come nothing is missing yet; of one that was held in the period with nobody on record the minutes are asked for. */
function isArranged({ held, to }: Owed, morning: Instant): boolean {
  const known = held.filter(({ plannedAt }) => plannedAt <= morning);
  const last = startOfDay(addDays(to, 1));
  return known.some((one) => !isOver(one, morning) || (one.present === 0 && one.startsAt < last));
}

function isOver({ endsAt }: Held, morning: Instant): boolean {
  return endsAt <= morning;
}

function counts({ present, expected }: Held, { half }: Asked): boolean {
  return present > 0 && (!half || present * 2 >= expected);
}

/** Put off until a day that has passed it is said once more; until then nothing is said. */
function lapsed({ putOff }: Owed, morning: Morning): Day | 'never' | 'not yet' {
  const last = putOff.findLast(({ at }) => at <= morning.at);
  if (!last) return 'never';
  return last.until >= morning.day ? 'not yet' : last.until;
}

/** Its Monday. */
export function weekOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

function owedIn(db: Db, year: number): Owed[] {
  const all = db.select().from(units).all();
  const held = db.select().from(activities).orderBy(asc(activities.startsAt)).all();
  const putOff = Map.groupBy(db.select().from(waivers).orderBy(asc(waivers.id)).all(), ({ item }) => item);
  const posts = postsIn(db);
  const asked = askedOf(db);
  const reached = reachedIn(db);
  const by = Map.groupBy(held, ({ unit }) => unit);
  return all.flatMap((unit) =>
    asked(unit.lineage)
      .filter(({ of }) => unit.kind === (of === 'upper' ? 'departmentCommittee' : 'branch'))
      .flatMap((one) => {
        const groups = all.filter(({ parent, kind }) => kind === 'memberGroup' && parent === unit.id);
        return (one.of === 'groups' ? groups : [unit]).flatMap((holder) =>
          spansOf(one, year).map((span): Owed => {
            const all = one.id === 'secretaryLecture' ? lectures(unit) : (by.get(holder.id) ?? []);
            const own = all.filter(({ kinds, startsAt }) => kinds.includes(one.kind) && isIn(startsAt, span));
            // Talks are seen by whom they have reached.
            const talks = one.kind === 'heartToHeartTalk';
            return {
              ...span,
              unit,
              holder,
              asked: one,
              what: `${span.label}${one.short}${one.of === 'groups' ? `（${holder.name}）` : ''}`,
              held: talks ? [] : own,
              isDone: ({ at, day }) =>
                talks
                  ? reached(unit.id, span, at, day)
                  : own.some((gathering) => counts(gathering, one) && isOver(gathering, at)),
              putOff: putOff.get(`${one.id}:${holder.id}:${span.from}`) ?? [],
            };
          }),
        );
      }),
  );

  /** Wherever beneath the committee its secretary gave them. */
  function lectures(committee: Unit): Held[] {
    const beneath = all.filter(({ lineage }) => lineage.startsWith(committee.lineage)).map(({ id }) => id);
    return held.filter(
      ({ unit, lecturer, startsAt }) =>
        beneath.includes(unit) && posts.secretary(committee, startsAt) === lecturer,
    );
  }
}

function isIn(startsAt: Instant, { from, deadline }: Span): boolean {
  return startsAt >= startOfDay(from) && startsAt < startOfDay(addDays(deadline, 1));
}
