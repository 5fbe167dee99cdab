import { and, eq } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Day } from '../../time.ts';
import { tookPart, trainingHeld } from './counts.ts';

/** What some of these have on a day by attendance already: the same training is not to count twice. */
export function countedOn(
  db: Db,
  persons: readonly number[],
  day: Day,
): { persons: number[]; titles: string[] } {
  const found = db
    .select({ person: attendance.person, kinds: activities.kinds })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(and(among(attendance.person, persons), tookPart, trainingHeld(day, day)))
    .all();
  return {
    persons: persons.filter((id) => found.some(({ person }) => person === id)),
    titles: [...new Set(found.map(({ kinds }) => titleOf(kinds)))],
  };
}
