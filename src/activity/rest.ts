import { and, eq, gte, isNull, lt } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { type RestReason, rests } from '../../db/schema/alert.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { type Day, type Instant, startOfDay } from '../time.ts';
import { restsOf } from './absence.ts';
import { keepTally } from './attendance.ts';
import { redraw } from './start.ts';
import { expectedAt } from './upcoming.ts';

/** 暂不参加, from a day until before another: what was kept of activities in between is counted anew. */
export function rest(
  db: Db,
  said: { person: number; reason: RestReason; contact: string; began: Day; ended: Day },
  by: number,
  now: Instant,
): void {
  db.insert(rests)
    .values({ ...said, at: now, by })
    .run();
  const { person, ...after } = said;
  record(db, { at: now, actor: `person:${by}`, action: 'rest.begun', subject: `person:${person}`, after });
  recount(db, person, said.began, said.ended, now);
}

/** They take part again from that day on. → whether they rested */
export function endRest(db: Db, person: number, day: Day, by: number, now: Instant): boolean {
  const current = restsOf(db, [person]).filter((one) => one.ended > day);
  for (const one of current) {
    const ended = one.began > day ? one.began : day;
    db.update(rests).set({ ended }).where(eq(rests.id, one.id)).run();
    record(db, {
      at: now,
      actor: `person:${by}`,
      action: 'rest.ended',
      subject: `person:${person}`,
      before: { ended: one.ended },
      after: { ended },
    });
    recount(db, person, ended, one.ended, now);
  }
  return current.length > 0;
}

function recount(db: Db, person: number, from: Day, until: Day, now: Instant): void {
  const past = db
    .select({ activity: activities })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person),
        gte(activities.startsAt, startOfDay(from)),
        lt(activities.startsAt, startOfDay(until)),
        isNull(activities.cancelledAt),
      ),
    )
    .all()
    .map(({ activity }) => activity);
  for (const activity of past) keepTally(db, activity, now);
  const coming = expectedAt(db, person, now, startOfDay(until)).filter(
    ({ id, startsAt }) => startsAt >= startOfDay(from) && !past.some((one) => one.id === id),
  );
  for (const activity of [...past, ...coming]) redraw(db, activity, now);
}
