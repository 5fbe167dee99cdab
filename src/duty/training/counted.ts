import { and, eq, gte, isNull, lt } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import { addDays, type Day, startOfDay } from '../../time.ts';
import { tookPart, trains } from './counts.ts';

/** What some of these have on a day by attendance already: the same training is not to count twice. */
export function countedOn(
  db: Db,
  persons: readonly number[],
  day: Day,
): { persons: number[]; titles: string[] } {
  const found = db
    .select({ person: attendance.person, kinds: activities.kinds })
    .from(attendance)
    .crossJoin(activities)
    .where(
      and(
        among(attendance.person, persons),
        tookPart,
        eq(activities.id, attendance.activity),
        gte(activities.startsAt, startOfDay(day)),
        lt(activities.startsAt, startOfDay(addDays(day, 1))),
        isNull(activities.cancelledAt),
        trains,
      ),
    )
    .all();
  return {
    persons: persons.filter((id) => found.some(({ person }) => person === id)),
    titles: [...new Set(found.map(({ kinds }) => titleOf(kinds)))],
  };
}
