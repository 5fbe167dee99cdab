import { and, eq, gte, isNull, lt, ne, or } from 'drizzle-orm';
import type { Field } from '../../cards/card.ts';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { type Day, dayOf, startOfDay, yearOf } from '../time.ts';
import { KINDS } from './kinds.ts';
import type { Activity } from './store.ts';

/** Until the end of this month what is held may be the year's before. */
const LAST = 3;

/** The years that something held on this day may be for; null where there is nothing to ask. */
function yearsFor(kinds: readonly ActivityKind[], day: Day): [number, number] | null {
  const year = yearOf(day);
  const asked = Number(day.slice(5, 7)) <= LAST && kinds.some((kind) => KINDS[kind].annual);
  return asked ? [year - 1, year] : null;
}

/** What somebody said, where it could be so. */
export function yearSaid(
  kinds: readonly ActivityKind[],
  day: Day,
  said: number | null | undefined,
): number | null {
  return said != null && yearsFor(kinds, day)?.includes(said) ? said : null;
}

/** Which year it is for, filled in with last year's as long as nothing else on record is for that. */
export function yearField(
  db: Db,
  { unit, kinds, id = 0, year = null }: Pick<Activity, 'unit' | 'kinds'> & Partial<Activity>,
  day: Day,
): Field[] {
  const years = yearsFor(kinds, day);
  if (!years) return [];
  const [last, current] = years;
  const value = year ?? (isTaken(db, unit, kinds, last, id) ? current : last);
  return [
    {
      name: 'year',
      label: '属于哪一年度',
      kind: 'select',
      required: false,
      value: String(value),
      options: years.map((one) => ({ value: String(one), label: `${one}年度` })),
    },
  ];
}

function isTaken(db: Db, unit: number, kinds: readonly ActivityKind[], year: number, but: number): boolean {
  const annual = kinds.filter((kind) => KINDS[kind].annual);
  return db
    .select({ kinds: activities.kinds })
    .from(activities)
    .where(
      and(
        eq(activities.unit, unit),
        ne(activities.id, but),
        isNull(activities.cancelledAt),
        or(
          eq(activities.year, year),
          and(
            isNull(activities.year),
            gte(activities.startsAt, startOfDay(`${year}-04-01`)),
            lt(activities.startsAt, startOfDay(`${year + 1}-01-01`)),
          ),
        ),
      ),
    )
    .all()
    .some((one) => one.kinds.some((kind) => annual.includes(kind)));
}

/** 2026年度, where that is not the year in which it is held. */
export function yearWord({ year, startsAt }: Pick<Activity, 'year' | 'startsAt'>): string | null {
  return year === null || year === yearOf(dayOf(startsAt)) ? null : `${year}年度`;
}
