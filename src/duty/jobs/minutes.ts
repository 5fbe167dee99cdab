import { and, asc, gt, gte, isNull, lte, min, ne } from 'drizzle-orm';
import { z } from 'zod';
import { minutesMissingCard } from '../../../cards/duty/minutes.ts';
import { among } from '../../../db/many.ts';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Activity } from '../../activity/store.ts';
import { nextAllowed, nextWorkday } from '../../calendar.ts';
import type { View } from '../../chat/command.ts';
import type { Job, Span } from '../../chat/job.ts';
import { post } from '../../outbox/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import { shortDay } from '../words.ts';

const WAIT = 2;
const HOUR = '09:00';

/** Later than this nobody is told: the longest wait is two days and the longest holiday. */
const LATEST = 30 * DAY;

/** Two days after an activity has ended its unit's secretary is told, once, that its minutes are missing. */
export const minutesJob: Job = { name: 'duty.minutes', next, run };

function momentAfter(ended: Day): Instant {
  return atTime(nextWorkday(addDays(ended, WAIT)), HOUR);
}

/** Nothing falls due between one morning and the next. */
function lastMoment(to: Instant): Instant {
  const today = atTime(dayOf(to), HOUR);
  return today <= to ? today : today - DAY;
}

/** 谈心谈话 has no minutes: no content of a talk is ever asked for. */
const missing = and(
  isNull(activities.cancelledAt),
  isNull(activities.minutedAt),
  ne(activities.kinds, ['heartToHeartTalk']),
);

/** A later end is never told of earlier: so it is the first end that is not told of yet. */
function next(db: Db, after: Instant): Instant | null {
  let first = addDays(dayOf(after), -LATEST / DAY);
  while (momentAfter(first) <= after) first = addDays(first, 1);
  const row = db
    .select({ at: min(activities.endsAt) })
    .from(activities)
    .where(
      and(
        missing,
        gte(activities.startsAt, startOfDay(first) - LATEST),
        gte(activities.endsAt, startOfDay(first)),
      ),
    )
    .get();
  return row?.at == null ? null : momentAfter(dayOf(row.at));
}

function run({ db, from, to }: Span): void {
  if (lastMoment(to) <= from) return;
  const since = Math.max(from, to - LATEST);
  const due = db
    .select()
    .from(activities)
    .where(and(missing, gt(activities.startsAt, since - 2 * LATEST), lte(activities.endsAt, to)))
    .orderBy(asc(activities.endsAt), asc(activities.id))
    .all()
    .map((activity) => ({ activity, at: momentAfter(dayOf(activity.endsAt)) }))
    .filter(({ at }) => at > since && at <= to)
    .map((one) => ({ ...one, secretary: secretaryOf(db, one.activity.unit, dayOf(to)) }));
  for (const [person, own] of Map.groupBy(due, ({ secretary }) => secretary?.person)) {
    const last = own.at(-1);
    if (person === undefined || !last?.secretary) continue;
    const dueAt = nextAllowed(to);
    post(db, to, {
      key: `minutes:${person}:${dayOf(last.at)}`,
      ...last.secretary,
      content: { view: 'duty.minutes', input: { activities: own.map(({ activity }) => activity.id) } },
      urgency: 'digest',
      dueAt,
      expiresAt: dueAt + LATEST,
    });
  }
}

const Missing = z.object({ activities: z.array(z.number()) });

/** Those that still have none when it is drawn. */
export const minutesView: View = ({ db }, input) => {
  const { activities: ids } = Missing.parse(input);
  return minutesMissingCard(
    stillMissing(db, ids).map((one) => ({
      activity: one.id,
      title: titleOf(one.kinds),
      day: shortDay(dayOf(one.startsAt)),
      closed: one.closedAt !== null,
    })),
  );
};

function stillMissing(db: Db, ids: readonly number[]): Activity[] {
  return db
    .select()
    .from(activities)
    .where(and(missing, among(activities.id, ids)))
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all();
}
