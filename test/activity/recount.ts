import { eq, type SQL, sql } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { rests } from '../../db/schema/alert.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Instant } from '../../src/time.ts';

const EXPECTED = sql`${attendance.role} = 'expected'`;
const THERE = sql`${EXPECTED} and ${attendance.presentAt} is not null`;
const AWAY = sql`${EXPECTED} and ${attendance.presentAt} is null`;
const GRANTED = sql`coalesce(${attendance.leaveGranted}, 0) = 1`;
const DAY_OF = sql`strftime('%Y-%m-%d', ${activities.startsAt} / 1000 + 28800, 'unixepoch')`;
const RESTS = sql`exists (select 1 from ${rests} where ${rests.person} = ${attendance.person}
  and ${rests.began} <= ${DAY_OF} and ${rests.ended} > ${DAY_OF})`;

function countOf(condition: SQL) {
  return sql<number>`count(*) filter (where ${condition})`;
}

/** By SQL, which shares nothing with how the product counts. */
const COUNTED = {
  expected: countOf(EXPECTED),
  present: countOf(THERE),
  late: countOf(sql`${THERE} and ${attendance.presentAt} >= ${activities.startsAt} + 60000`),
  onLeave: countOf(sql`${AWAY} and ${GRANTED}`),
  absent: countOf(sql`${AWAY} and not ${GRANTED} and not ${RESTS}`),
  madeUp: countOf(sql`${AWAY} and coalesce(${attendance.makeUpGranted}, 0) = 1`),
  byProxy: countOf(
    sql`${THERE} and ${attendance.how} in ('proxy', 'correction') and ${attendance.recordedAt} <= ${activities.endsAt}`,
  ),
  enteredLater: countOf(sql`${THERE} and ${attendance.recordedAt} > ${activities.endsAt}`),
};
type Count = keyof typeof COUNTED;
export const COUNTS = Object.keys(COUNTED) as Count[];

const KEPT = {
  expected: activities.expected,
  present: activities.present,
  late: activities.late,
  onLeave: activities.onLeave,
  absent: activities.absent,
  madeUp: activities.madeUp,
  byProxy: activities.byProxy,
  enteredLater: activities.enteredLater,
};

/** Of what is over and was not cancelled. */
const OVER = sql`${activities.cancelledAt} is null
  and (${activities.closedAt} is not null or ${activities.endsAt} <= ${sql.placeholder('now')})`;

function recount(db: Db, which: SQL) {
  return db
    .select({ id: activities.id, unit: activities.unit, kept: KEPT, counted: COUNTED })
    .from(activities)
    .leftJoin(attendance, eq(attendance.activity, activities.id))
    .where(sql`${which} and ${OVER}`)
    .groupBy(activities.id);
}

const LISTED = sql`${activities.id} in (select value from json_each(${sql.placeholder('ids')}))`;
const DIFFERENT = sql`(${sql.join(Object.values(KEPT), sql`, `)}) is not (${sql.join(Object.values(COUNTED), sql`, `)})`;

const selectWrong = prepared((db) => recount(db, LISTED).having(DIFFERENT).prepare());
const selectAll = prepared((db) => recount(db, sql`true`).prepare());
const selectAllWrong = prepared((db) => recount(db, sql`true`).having(DIFFERENT).prepare());

/** Of these activities, those beside which something else is kept than a recount finds. */
export function wrongAmong(db: Db, ids: readonly number[], now: Instant) {
  return ids.length === 0 ? [] : selectWrong(db).all({ ids: JSON.stringify(ids), now });
}

/** Of all there are. */
export function wrongAnywhere(db: Db, now: Instant) {
  return selectAllWrong(db).all({ now });
}

/** What a recount finds of everything that is over. */
export function recountAll(db: Db, now: Instant): { unit: number; counted: Record<Count, number> }[] {
  return selectAll(db).all({ now });
}
