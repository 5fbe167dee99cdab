import { eq, sql } from 'drizzle-orm';
import { facts } from '../../db/schema/org.ts';
import type { Urgency } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import { nextAllowed } from '../calendar.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { dayOf, type Instant, startOfDay } from '../time.ts';

/** What must still be left of a month's calls for a message to cost one: the less urgent gives way first. */
const LEAVES: Record<Urgency, number> = { reply: 0, notice: 0, reminder: 0.05, digest: 0.2 };

/** Calls are used up from here on as far as people should know. */
export const WARNED = 0.8;

const { placeholder } = sql;

const addCalls = prepared((db) =>
  db
    .insert(facts)
    .values({ name: placeholder('name'), value: placeholder('calls') })
    .onConflictDoUpdate({
      target: facts.name,
      set: { value: sql`cast(cast(${facts.value} as integer) + ${placeholder('calls')} as text)` },
    })
    .prepare(),
);

/** Counts calls to a platform that allows only so many in a calendar month. */
export function spend(db: Db, platform: PlatformName, now: Instant, calls = 1): void {
  addCalls(db).run({ name: factOf(platform, now), calls: String(calls) });
}

/** The platform itself says that nothing is left. */
export function exhaust(db: Db, platform: PlatformName, now: Instant, limit: number): void {
  const left = limit - spentIn(db, platform, now);
  if (left > 0) spend(db, platform, now, left);
}

const selectCalls = prepared((db) =>
  db
    .select({ value: facts.value })
    .from(facts)
    .where(eq(facts.name, placeholder('name')))
    .prepare(),
);

/** Calls in the month of this instant. */
export function spentIn(db: Db, platform: PlatformName, now: Instant): number {
  return Number(selectCalls(db).get({ name: factOf(platform, now) })?.value ?? 0);
}

/** When a message of this urgency may cost a call: now, or the next month's first working morning. What somebody waits for is always tried. */
export function affordedAt(
  db: Db,
  platform: PlatformName,
  limit: number,
  urgency: Urgency,
  now: Instant,
): Instant {
  const kept = LEAVES[urgency] * limit;
  if (kept === 0) return now;
  return limit - spentIn(db, platform, now) > kept ? now : nextAllowed(nextMonth(now));
}

export function monthOf(now: Instant): string {
  return dayOf(now).slice(0, 7);
}

function nextMonth(now: Instant): Instant {
  const [year = 0, month = 0] = monthOf(now).split('-').map(Number);
  const [next, of] = month === 12 ? [1, year + 1] : [month + 1, year];
  return startOfDay(`${of}-${String(next).padStart(2, '0')}-01`);
}

function factOf(platform: PlatformName, now: Instant): string {
  return `calls.${platform}.${monthOf(now)}`;
}
