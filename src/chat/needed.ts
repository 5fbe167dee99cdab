import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { activities } from '../../db/schema/activity.ts';
import { type Db, prepared } from '../../db/store.ts';
import { nextDaytime } from '../calendar.ts';
import type { Message } from '../outbox/store.ts';
import { HOUR, type Instant } from '../time.ts';

/** `before`: when it was to begin until it was moved or cancelled. */
const OfActivity = z.object({ activity: z.number(), before: z.number().optional() });

const selectSpan = prepared((db) =>
  db
    .select({ startsAt: activities.startsAt, endsAt: activities.endsAt })
    .from(activities)
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * By when its reader should have a notice that was held up: before the activity that it is about begins, or was to
 * begin; by day, if somebody new waits to be let in. Null: nothing is lost with a few days.
 */
export function neededBy(db: Db, { content }: Message, at: Instant): Instant | null {
  if (!('view' in content)) return null;
  if (content.view === 'people.claim') return nextDaytime(at) + 2 * HOUR;
  const input = OfActivity.safeParse(content.input);
  if (!input.success) return null;
  const span = selectSpan(db).get({ id: input.data.activity });
  return span && span.endsAt > at ? Math.min(span.startsAt, input.data.before ?? span.startsAt) : null;
}
