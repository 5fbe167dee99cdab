import { and, asc, eq, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { outbox, type Urgency } from '../../db/schema/outbox.ts';
import { type Db, prepared, preparedRows } from '../../db/store.ts';
import { PLATFORMS, type PlatformName } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';
import type { Message } from './store.ts';

/** In the order of leaving; `redraw`: a live card that has changed. Whoever waits to be told something comes before it. */
const ORDER = ['reply', 'notice', 'reminder', 'redraw', 'digest'] as const satisfies (Urgency | 'redraw')[];
const URGENCIES = ORDER.filter((one) => one !== 'redraw');

const { placeholder } = sql;

const platform = eq(outbox.platform, placeholder('platform'));
const fresh = and(platform, eq(outbox.urgency, placeholder('urgency')), isNull(outbox.settledAt));
const stale = and(platform, isNotNull(outbox.refreshAt), isNotNull(outbox.settledAt));
const free = or(isNull(outbox.claimedUntil), lte(outbox.claimedUntil, placeholder('now')));

const selectFresh = select(outbox.dueAt, fresh);
const selectStale = select(outbox.refreshAt, stale);

function select(time: typeof outbox.dueAt | typeof outbox.refreshAt, where: SQL | undefined) {
  const orderBy = [asc(time), asc(outbox.id)];
  return preparedRows(outbox, and(where, lte(time, placeholder('until')), free), {
    orderBy,
    limit: placeholder('limit'),
  });
}

const anyFresh = any(and(platform, isNull(outbox.settledAt)));
const anyStale = any(stale);

/** `get` stops at the first row. A `limit ?` would be planned anew at every run: four times what the look takes. */
function any(where: SQL | undefined) {
  return prepared((db) => db.select({ id: outbox.id }).from(outbox).where(where).prepare());
}

/** Whether anything waits there, whenever it is due: mostly nothing does, and two looks tell. */
function isIdle(db: Db, name: PlatformName): boolean {
  const on = { platform: name };
  return anyFresh(db).get(on) === undefined && anyStale(db).get(on) === undefined;
}

/** What falls due on a platform by `until` and nobody is sending, the most urgent first: as many first entries of indexes, however much waits. */
export function due(db: Db, platform: PlatformName, now: Instant, until: Instant, limit: number): Message[] {
  const found: Message[] = [];
  if (isIdle(db, platform)) return found;
  for (const urgency of ORDER) {
    const left = { platform, now, until, limit: limit - found.length };
    if (left.limit === 0) break;
    found.push(...(urgency === 'redraw' ? selectStale(db, left) : selectFresh(db, { ...left, urgency })));
  }
  return found;
}

const unclaimed = isNull(outbox.claimedUntil);
const nextFresh = first(outbox.dueAt, and(fresh, unclaimed));
const nextStale = first(outbox.refreshAt, and(stale, unclaimed));
const nextReleased = first(outbox.claimedUntil, isNotNull(outbox.claimedUntil));

/** When something is next to leave; null if nothing waits. */
export function nextDue(db: Db): Instant | null {
  const times = [nextReleased(db).get(), ...PLATFORMS.flatMap((platform) => nextOn(db, platform))];
  return times.reduce<Instant | null>((next, found) => {
    const at = found?.at ?? null;
    return at === null || (next !== null && next <= at) ? next : at;
  }, null);
}

function nextOn(db: Db, platform: PlatformName): ({ at: Instant | null } | undefined)[] {
  if (isIdle(db, platform)) return [];
  return [
    ...URGENCIES.map((urgency) => nextFresh(db).get({ platform, urgency })),
    nextStale(db).get({ platform }),
  ];
}

type Time = typeof outbox.dueAt | typeof outbox.refreshAt | typeof outbox.claimedUntil;

function first(time: Time, where: SQL | undefined) {
  return prepared((db) => db.select({ at: time }).from(outbox).where(where).orderBy(asc(time)).prepare());
}
