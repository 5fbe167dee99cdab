import { and, eq, gte, isNull, or, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import { isAllowed, isNight, leavesAt, MORNING, nextAllowed, nextDaytime } from '../calendar.ts';
import { unreachable } from '../errors.ts';
import { addDays, atTime, type Day, dayOf, HOUR, type Instant, startOfDay } from '../time.ts';
import { hold, settleFailed } from './settle.ts';
import { type Content, findByKey, type Message } from './store.ts';

/** The key of what is said once a day ends with its day. */
const DAILY = /^(.+):(\d{4}-\d{2}-\d{2})$/;

/** By then a day's digests have been made. */
const DIGESTED = '09:45';

/** Whoever asked so long ago has given up for the night. */
const PATIENCE = HOUR;

/**
 * What nobody waits for leaves by day and on working days, however long an outage, the pace or the month's calls held
 * it up; a reminder of the same day's activity on days off too, and a notice in time for what it is about. One a day
 * stays one a day: what leaves on another day than its own is that day's. `neededBy`: when what a notice is about
 * begins. → the message as it may leave now; null if it waits, or is no longer of use
 */
export function release(
  db: Db,
  message: Message,
  now: Instant,
  neededBy: (message: Message, at: Instant) => Instant | null,
): Message | null {
  if (message.remoteId !== null) return message;
  const at = Math.max(now, message.dueAt);
  const until = decentTime(message, at, neededBy);
  if (until > at) return wait(db, message, now, until);
  if (message.urgency === 'notice' || message.urgency === 'reply') return message;
  const [, name, day] = DAILY.exec(message.key) ?? [];
  const today = dayOf(at);
  const tomorrow = nextAllowed(atTime(addDays(today, 1), MORNING));
  const late = name !== undefined && day !== undefined && day < today;
  const key = `${name}:${today}`;
  if (late && message.urgency === 'reminder' && findByKey(db, key)) {
    settleFailed(db, now, message.id, 'dropped', 'overtaken');
    return null;
  }
  if ((late && findByKey(db, key)) || hasOne(db, message, today)) return wait(db, message, now, tomorrow);
  return late ? rename(db, message, key, anew(message.content, day, today)) : message;
}

/** Each of these is by itself: what was not delivered is no digest. */
const APART = 'givenUp:';

const { placeholder } = sql;

const selectDaily = prepared((db) =>
  db
    .select({ id: outbox.id, key: outbox.key, dueAt: outbox.dueAt, settledAt: outbox.settledAt })
    .from(outbox)
    .where(
      and(
        // In the words of the index.
        sql`${outbox.urgency} in ('reminder', 'digest')`,
        eq(outbox.person, placeholder('person')),
        eq(outbox.urgency, placeholder('urgency')),
        or(
          isNull(outbox.settledAt),
          and(gte(outbox.settledAt, placeholder('from')), eq(outbox.outcome, 'sent')),
        ),
      ),
    )
    .prepare(),
);

/** Whether its reader has had one that day, whatever it was of, or another that waits goes first: a digest of their own before a committee's. */
function hasOne(db: Db, message: Message, today: Day): boolean {
  const { id, key, person, urgency } = message;
  if (person === null || key.startsWith(APART)) return false;
  const own = `${OWN}${person}:${today}`;
  if (key !== own && key.startsWith('digest:') && findByKey(db, own)) return true;
  return selectDaily(db)
    .all({ person, urgency, from: startOfDay(today) })
    .filter((one) => one.id !== id && !one.key.startsWith(APART))
    .some((one) => one.settledAt !== null || (isBefore(one, message) && key !== own));
}

const OWN = 'digest:person:';

function isBefore(one: Pick<Message, 'id' | 'dueAt'>, other: Pick<Message, 'id' | 'dueAt'>): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.id < other.id);
}

function decentTime(
  message: Message,
  at: Instant,
  neededBy: (message: Message, at: Instant) => Instant | null,
): Instant {
  if (message.urgency === 'digest') return digestTime(message, at);
  if (isAllowed(at)) return at;
  switch (message.urgency) {
    case 'reply':
      return at - message.createdAt > PATIENCE ? nextDaytime(at) : at;
    case 'notice':
      return isWeighed(message, at) ? at : leavesAt(at, neededBy(message, at) ?? Number.POSITIVE_INFINITY);
    case 'reminder':
      return reminderTime(message, at);
    default:
      return unreachable(message.urgency);
  }
}

/** Whoever posts a notice in the same night, or on the same day off, has weighed whether it can wait. */
function isWeighed({ createdAt }: Message, at: Instant): boolean {
  const since = isNight(at) ? nextDaytime : nextAllowed;
  return !isAllowed(createdAt) && since(createdAt) === since(at);
}

/** One of an earlier day leaves after that day's own have been made, which take it in. */
function digestTime({ key, createdAt }: Message, at: Instant): Instant {
  const working = nextAllowed(at);
  const late = key.startsWith('digest:') && dayOf(createdAt) < dayOf(working);
  return late ? Math.max(working, atTime(dayOf(working), DIGESTED)) : working;
}

function reminderTime({ expiresAt }: Message, at: Instant): Instant {
  const [working, morning] = [nextAllowed(at), nextDaytime(at)];
  if (expiresAt === null || working < expiresAt) return working;
  return dayOf(expiresAt - 1) === dayOf(morning) ? morning : working;
}

function wait(db: Db, { id, expiresAt }: Message, now: Instant, until: Instant): null {
  if (expiresAt !== null && expiresAt <= until) settleFailed(db, now, id, 'dropped', 'past its use');
  else hold(db, id, until, 'waits for a decent time');
  return null;
}

function rename(db: Db, message: Message, key: string, content: Content): Message {
  db.update(outbox).set({ key, content }).where(eq(outbox.id, message.id)).run();
  return { ...message, key, content };
}

/** A reminder lists what is to come from its day on. */
function anew(content: Content, day: string, today: string): Content {
  if (!('view' in content) || content.input.day !== day) return content;
  return { ...content, input: { ...content.input, day: today } };
}
