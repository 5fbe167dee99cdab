import { and, desc, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Instant } from '../time.ts';
import { overtake, type Post, post } from './store.ts';

const { placeholder } = sql;

const selectLast = prepared((db) =>
  db
    .select({ key: outbox.key })
    .from(outbox)
    .where(
      and(
        gte(outbox.key, placeholder('from')),
        lt(outbox.key, placeholder('to')),
        or(isNull(outbox.outcome), sql`${outbox.outcome} = 'sent'`),
      ),
    )
    .orderBy(desc(outbox.id))
    .limit(1)
    .prepare(),
);

const selectCount = prepared((db) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(outbox)
    .where(and(gte(outbox.key, placeholder('from')), lt(outbox.key, placeholder('to'))))
    .prepare(),
);

/** How it was last said that something is; undefined: nothing was said of it yet. A state holds no colon. */
export function toldOf(db: Db, about: string): string | undefined {
  const key = selectLast(db).get(range(about))?.key;
  return key?.slice(key.lastIndexOf(':') + 1);
}

/**
 * Says how something is now, once: not if that was said last, and anew if it was said before and something else since.
 * What was not said yet of a state in between is not said any more.
 */
export function tell(
  db: Db,
  now: Instant,
  { about, state }: { about: string; state: string },
  message: Omit<Post, 'key'>,
): boolean {
  if (toldOf(db, about) === state) return false;
  const { from, to } = range(about);
  if (overtake(db, now, from, to).length > 0 && toldOf(db, about) === state) return false;
  const count = selectCount(db).get({ from, to })?.count ?? 0;
  return post(db, now, { ...message, key: `${about}:${count}:${state}` });
}

/** Of all keys that begin with this and a colon. */
function range(about: string): { from: string; to: string } {
  return { from: `${about}:`, to: `${about};` };
}
