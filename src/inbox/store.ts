import { eq, sql } from 'drizzle-orm';
import { inbox } from '../../db/schema/inbox.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import type { Content } from '../outbox/store.ts';
import type { Answer } from '../platforms/platform.ts';
import { DAY, type Instant } from '../time.ts';

/** Longer than any platform goes on repeating itself (Lark: 7 hours). */
const REMEMBERED = 30 * DAY;

const selectAnswer = prepared((db) =>
  db
    .select({ answer: inbox.answer })
    .from(inbox)
    .where(eq(inbox.key, sql.placeholder('key')))
    .prepare(),
);

const insertAnswer = prepared((db) =>
  db
    .insert(inbox)
    .values({ key: given('key'), at: given('at'), answer: given('answer') })
    .onConflictDoNothing()
    .prepare(),
);

/** An answer as it is remembered: of a card only what it shows, since that can be drawn again. */
export interface Given extends Answer {
  shown?: {
    content: Content;
    /** `null`: everyone in a group. */
    reader: number | null;
    /** The message it stands in, if that is in the asker's own chat. */
    message: number | null;
  };
}

/** The answer given before, if any of the event's keys was seen. */
export function recall(db: Db, keys: readonly string[]): Given | undefined {
  for (const key of keys) {
    const [row] = selectAnswer(db).values({ key });
    if (row) return JSON.parse(String(row[0]));
  }
  return undefined;
}

export function remember(db: Db, keys: readonly string[], given: Given, now: Instant): void {
  const text = JSON.stringify(given);
  for (const key of keys) insertAnswer(db).run({ key, at: now, answer: text });
}

const firstKept = sql`select rowid from ${inbox} where ${inbox.at} >= ${sql.placeholder('since')} order by rowid limit 1`;

const deleteOld = prepared((db) =>
  db.delete(inbox).where(sql`rowid < ifnull((${firstKept}), ${Number.MAX_SAFE_INTEGER})`).prepare(),
);

/** They lie in the order they came, so that the first to be kept is found without an index of times. */
export function forget(db: Db, now: Instant): void {
  deleteOld(db).run({ since: now - REMEMBERED });
}
