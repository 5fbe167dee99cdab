import { and, gte, isNull, like, lt, or, type SQL, sql } from 'drizzle-orm';
import { type ActivityKind, activities, attendance } from '../../../db/schema/activity.ts';
import { addDays, DAY, type Day, HOUR, MINUTE, startOfDay } from '../../time.ts';

const KINDS: readonly ActivityKind[] = ['partyLecture', 'microLecture', 'training'];
const FORMS = ['集中学习', '集中培训'] as const;

/**
 * What is training as it stands on record: 党课, 微型党课 and 党员培训, and whatever was planned as 集中学习. Other
 * meetings decide, report or appraise; and what a theme day was only its form says.
 */
const trains: SQL | undefined = or(
  ...KINDS.map((kind) => like(activities.kinds, `%"${kind}"%`)),
  ...FORMS.map((form) => like(activities.form, `%${form}%`)),
);

/** Those that began on a day of these, both included, and were not cancelled. */
export function trainingHeld(from: Day, to: Day): SQL | undefined {
  return and(
    gte(activities.startsAt, startOfDay(from)),
    lt(activities.startsAt, startOfDay(addDays(to, 1))),
    isNull(activities.cancelledAt),
    trains,
  );
}

export const TRAINS = '党课、微型党课、党员培训，以及形式为集中学习的活动';

/** Whoever was there, as an observer too, and whoever made up for it. */
export const tookPart: SQL = sql`(${attendance.presentAt} is not null or ${attendance.makeUpGranted} = 1)`;

/** From its beginning to its end as they stand on record; what lasts for days has nights, so of a day at most eight hours. */
export const minutesLong: SQL<number> = sql`min(${lasted()}, ${fixed(8 * HOUR)} * ((${lasted()} + ${fixed(DAY - 1)}) / ${fixed(DAY)})) / ${fixed(MINUTE)}`;

function lasted(): SQL {
  return sql`(${activities.endsAt} - ${activities.startsAt})`;
}

/** Written out: a parameter's type would make the division one of fractions. */
function fixed(number: number): SQL {
  return sql.raw(String(number));
}
