import { and, gt, isNull, lte, or } from 'drizzle-orm';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed, nextWorkday } from '../../calendar.ts';
import type { Job, Span } from '../../chat/job.ts';
import { post } from '../../outbox/store.ts';
import { isBranch } from '../../people/permit.ts';
import { groupsOf } from '../../people/store.ts';
import type { Address } from '../../platforms/platform.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant } from '../../time.ts';
import { type Length, type Period, periodOf } from '../period.ts';
import { recordedSince } from '../store.ts';
import { settingsBy, USUAL } from '../summary/posting.ts';
import { readersOf } from './readers.ts';

/** With the weekly digest, where both fall on one day: that is one interruption. */
const TIME = '09:30';

/** One that could not be delivered for so long is past its use. */
const LATEST = 30 * DAY;

/**
 * On the first working day of a month each committee's summary of the month, the quarter or the year that has just
 * ended goes to its group, to its staff, or to nobody, as it decided. Where several have ended only the longest is
 * sent to the same readers: the others are a tap away on it.
 */
export const postsJob: Job = { name: 'duty.posts', next, run };

function next(_db: Db, after: Instant): Instant {
  const at = momentIn(dayOf(after));
  return at > after ? at : momentIn(addDays(periodOf('month', dayOf(after)).to, 1));
}

function momentIn(day: Day): Instant {
  return atTime(nextWorkday(periodOf('month', day).from), TIME);
}

type Posted = Extract<Length, 'month' | 'quarter' | 'year'>;
const LENGTHS: readonly Posted[] = ['month', 'quarter', 'year'];

function* run({ db, from, to }: Span): Generator<void, void, void> {
  const today = dayOf(to);
  const at = momentIn(today);
  if (at > to || from >= at) return;
  const since = recordedSince(db, to);
  const ended = endedBefore(periodOf('month', today).from).filter(
    ({ period }) => since !== null && since <= period.to,
  );
  if (ended.length === 0) return;
  const settings = settingsBy(db);
  for (const unit of committeesOver(db, today)) {
    const posting = settings.get(unit) ?? USUAL;
    const periods = (audience: 'group' | 'staff') =>
      ended.filter(({ length }) => posting[length] === audience).map(({ period }) => period);
    const readers = periods('staff').length > 0 ? readersOf(db, unit, today) : [];
    for (const reader of readers) send(db, unit, periods('staff'), reader, to);
    const groups = periods('group').length > 0 ? groupsOf(db, unit) : [];
    for (const group of groups) send(db, unit, periods('group'), { to: group }, to);
    yield;
  }
}

/** What ended with the day before the first of a month, the shortest first. */
function endedBefore(first: Day): { length: Posted; period: Period }[] {
  const last = addDays(first, -1);
  return LENGTHS.map((length) => ({ length, period: periodOf(length, last) })).filter(
    ({ period }) => period.to === last,
  );
}

/** Units above branches that exist today, from the top down. */
function committeesOver(db: Db, today: Day): number[] {
  const found = db
    .select({ id: units.id, kind: units.kind, lineage: units.lineage })
    .from(units)
    .where(
      and(or(isNull(units.began), lte(units.began, today)), or(isNull(units.ended), gt(units.ended, today))),
    )
    .orderBy(units.lineage)
    .all();
  const above = new Set(
    found.filter(({ kind }) => isBranch(kind)).flatMap(({ lineage }) => lineage.split('/').map(Number)),
  );
  return found
    .filter(({ id, kind }) => !isBranch(kind) && kind !== 'memberGroup' && above.has(id))
    .map(({ id }) => id);
}

function send(
  db: Db,
  unit: number,
  periods: readonly Period[],
  { person, to }: { person?: number; to: Address },
  now: Instant,
): void {
  const longest = periods.at(-1);
  if (!longest) return;
  const dueAt = nextAllowed(now);
  post(db, now, {
    key: `summary:${unit}:${longest.label}:${to.platform}:${to.kind}:${person ?? to.id}`,
    to,
    ...(person !== undefined && { person }),
    content: {
      view: 'duty.posted',
      input: { unit, period: longest.label, also: periods.slice(0, -1).map(({ label }) => label) },
    },
    // A report that was ordered, and so no reminder: it does not use up the day's one.
    urgency: 'notice',
    dueAt,
    expiresAt: dueAt + LATEST,
  });
}
