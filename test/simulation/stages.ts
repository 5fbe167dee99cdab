import { asc } from 'drizzle-orm';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import { waivers } from '../../db/schema/alert.ts';
import { posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { isDayOff } from '../../src/calendar.ts';
import { addDays, atTime, DAY, type Day, type Instant, startOfDay, weekdayOf } from '../../src/time.ts';

/** soon: little time and nothing planned · overdue: the period is over · late: seven more days are, and the committee hears. */
export type Stage = 'soon' | 'overdue' | 'late';

/** One thing that somebody should be told, once: on which day, of which branch, and in which words. */
export interface Due {
  stage: Stage;
  day: Day;
  branch: number;
  /** 2026年11月主题党日, 2026年第四季度党课, 2026年11月党小组会（第1党小组）. */
  what: string;
}

/** What a duty asks for, written down once more: how often, of whom, by what. */
interface Asked {
  id: string;
  short: string;
  months: 1 | 3 | 12;
  kind: ActivityKind;
  of: 'branch' | 'committee' | 'groups';
  half?: true;
  /** It may still be held until 31 March. */
  spring?: true;
}

const ASKED: readonly Asked[] = [
  { id: 'themeDay', short: '主题党日', months: 1, kind: 'themeDay', of: 'branch' },
  { id: 'branchCommittee', short: '支委会', months: 1, kind: 'branchCommittee', of: 'committee', half: true },
  { id: 'groupMeeting', short: '党小组会', months: 1, kind: 'groupMeeting', of: 'groups' },
  { id: 'memberAssembly', short: '党员大会', months: 3, kind: 'memberAssembly', of: 'branch' },
  { id: 'partyLecture', short: '党课', months: 3, kind: 'partyLecture', of: 'branch' },
  {
    id: 'organizationLifeMeeting',
    short: '组织生活会',
    months: 12,
    kind: 'organizationLifeMeeting',
    of: 'branch',
    spring: true,
  },
  {
    id: 'democraticAppraisal',
    short: '民主评议',
    months: 12,
    kind: 'democraticAppraisal',
    of: 'branch',
    spring: true,
  },
];

type Held = typeof activities.$inferSelect;
interface PutOff {
  at: Instant;
  until: Day;
}

/** Something owed for a period, with what happened to it. */
interface Owed {
  branch: number;
  asked: Asked;
  what: string;
  from: Day;
  to: Day;
  held: readonly Held[];
  putOff: readonly PutOff[];
}

/** All that should have been said in the year and until a day after it, from what was planned, held and put off. */
export function duesOf(db: Db, year: number, until: Day): Due[] {
  const owed = owedIn(db, year);
  const dues: Due[] = [];
  const told = new Set<string>();
  for (let day = `${year}-01-01`; day <= until; day = addDays(day, 1)) {
    if (isDayOff(day)) continue;
    for (const one of owed) {
      for (const stage of stagesAt(one, day)) {
        const since = lapsed(one, day);
        const key = [stage, one.branch, one.what, since].join();
        if (told.has(key)) continue;
        told.add(key);
        dues.push({ stage, day, branch: one.branch, what: one.what });
      }
    }
  }
  return dues;
}

/** What is to be said of it that day: to the secretary at nine, and to the committee half an hour later, once a week. */
function stagesAt(owed: Owed, day: Day): Stage[] {
  if (day < owed.from) return [];
  const morning = atTime(day, '09:00');
  if (owed.held.some((one) => counts(one, owed.asked) && one.endsAt <= morning)) return [];
  if (lapsed(owed, day) === 'not yet') return [];
  if (day <= owed.to) return isNear(owed, day) && !isArranged(owed, morning) ? ['soon'] : [];
  if (owed.asked.spring) return [];
  return beginsWeek(day) && day > addDays(owed.to, 7) ? ['overdue', 'late'] : ['overdue'];
}

/** A theme day from the 20th on, anything else ten days ahead. */
function isNear({ asked, to }: Owed, day: Day): boolean {
  if (asked.id === 'themeDay') return Number(day.slice(8)) >= 20;
  return (startOfDay(to) - startOfDay(day)) / DAY <= 10;
}

/** Where one is to come nothing is missing yet; of one that was held with nobody on record the minutes are asked for. */
function isArranged({ held }: Owed, morning: Instant): boolean {
  const known = held.filter(({ plannedAt }) => plannedAt <= morning);
  return known.some(({ endsAt, present }) => endsAt > morning || present === 0);
}

function counts({ present, expected }: Held, { half }: Asked): boolean {
  return present > 0 && (!half || present * 2 >= expected);
}

/** Put off until a day that has passed it is said once more; until then nothing is said. */
function lapsed({ putOff }: Owed, day: Day): Day | 'never' | 'not yet' {
  const last = putOff.findLast(({ at }) => at <= atTime(day, '09:00'));
  if (!last) return 'never';
  return last.until >= day ? 'not yet' : last.until;
}

/** The first working day of a week. */
function beginsWeek(day: Day): boolean {
  for (let before = weekOf(day); before < day; before = addDays(before, 1))
    if (!isDayOff(before)) return false;
  return true;
}

/** Its Monday. */
export function weekOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

function owedIn(db: Db, year: number): Owed[] {
  const all = db.select().from(units).all();
  const seats = db.select().from(posts).all();
  const held = Map.groupBy(
    db.select().from(activities).orderBy(asc(activities.startsAt)).all(),
    ({ unit }) => unit,
  );
  const putOff = db.select().from(waivers).orderBy(asc(waivers.id)).all();
  const branches = all.filter(({ kind }) => kind === 'branch');
  return branches.flatMap((branch) =>
    ASKED.flatMap((asked) => {
      if (asked.of === 'committee' && seats.filter(({ unit }) => unit === branch.id).length < 3) return [];
      const groups = all.filter(({ kind, parent }) => kind === 'memberGroup' && parent === branch.id);
      const holders = asked.of === 'groups' ? groups : [branch];
      return holders.flatMap((holder) =>
        Array.from({ length: 12 / asked.months }, (_, nth) => {
          const { from, to, label } = periodOf(year, asked.months, nth);
          const own = (held.get(holder.id) ?? []).filter(({ kinds, startsAt }) => {
            const within = startsAt >= startOfDay(from) && startsAt < startOfDay(addDays(to, 1));
            return kinds.includes(asked.kind) && within;
          });
          const key = `${asked.id}:${holder.id}:${from}`;
          const what = `${label}${asked.short}${asked.of === 'groups' ? `（${holder.name}）` : ''}`;
          return {
            branch: branch.id,
            asked,
            what,
            from,
            to,
            held: own,
            putOff: putOff.filter(({ item }) => item === key),
          };
        }),
      );
    }),
  );
}

function periodOf(year: number, months: 1 | 3 | 12, nth: number): { from: Day; to: Day; label: string } {
  const first = (index: number): Day =>
    `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const from = first(nth * months);
  const to = addDays(first((nth + 1) * months), -1);
  if (months === 12) return { from, to, label: `${year}年` };
  return { from, to, label: months === 1 ? `${year}年${nth + 1}月` : `${year}年第${'一二三四'[nth]}季度` };
}
