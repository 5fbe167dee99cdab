import { and, asc, eq, gte, isNull, like, lt } from 'drizzle-orm';
import { type ActivityKind, activities } from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day, startOfDay } from '../../time.ts';

/** Gatherings of a kind beneath a unit between two days, not cancelled, as their plans were, without minutes. */
export function plansIn(db: Db, lineage: string, kind: ActivityKind, from: Day, to: Day) {
  return db
    .select({
      id: activities.id,
      unit: activities.unit,
      unitName: units.name,
      lineage: units.lineage,
      startsAt: activities.startsAt,
      endsAt: activities.endsAt,
      place: activities.place,
      theme: activities.theme,
      agenda: activities.agenda,
      form: activities.form,
      lecturer: activities.lecturer,
      closedAt: activities.closedAt,
      expected: activities.expected,
      present: activities.present,
    })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        like(activities.kinds, `%"${kind}"%`),
        gte(activities.startsAt, startOfDay(from)),
        lt(activities.startsAt, startOfDay(addDays(to, 1))),
        isNull(activities.cancelledAt),
      ),
    )
    .orderBy(asc(units.lineage), asc(activities.startsAt))
    .all();
}
