import { and, eq, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { type Content, outbox } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Instant } from '../time.ts';
import { CALM, type Tapped } from './store.ts';

const { placeholder } = sql;

const soonest = sql`max(${sql.placeholder('soon')}, coalesce(${outbox.refreshedAt}, ${outbox.settledAt}, 0) + ${CALM})`;

/** Out there or on its way, and not already waiting to be drawn; one that is just being drawn is drawn once more. */
const calm = and(
  or(isNotNull(outbox.remoteId), isNotNull(outbox.claimedUntil)),
  or(isNull(outbox.refreshAt), eq(outbox.refreshAt, outbox.drawing)),
);

const onTopic = (name: string) => eq(outbox.topic, placeholder(name));

/** Each part of the alternative is two first columns of the topics' index. */
const selectCalm = prepared((db) =>
  db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        calm,
        or(
          and(onTopic('topic'), isNull(outbox.person)),
          and(onTopic('topic'), eq(outbox.person, placeholder('person'))),
          onTopic('also'),
        ),
        ne(outbox.id, placeholder('except')),
      ),
    )
    .prepare(),
);

const touch = prepared((db) =>
  db
    .update(outbox)
    .set({ refreshAt: soonest, drawing: null })
    .where(eq(outbox.id, placeholder('id')))
    .prepare(),
);

const touchAll = prepared((db) =>
  db
    .update(outbox)
    .set({ refreshAt: soonest, drawing: null })
    .where(and(calm, onTopic('topic')))
    .prepare(),
);

/**
 * Has all live cards of a topic drawn anew. Many changes in one second are one drawing, and it comes after the answer
 * to the tap that caused it.
 */
export function refresh(db: Db, now: Instant, topic: string): void {
  touchAll(db).run({ topic, soon: now + CALM });
}

/**
 * The same for one person's part in a topic: the groups' cards and that person's own. `except`: the one that was
 * tapped, if the answer draws it. `also`: another topic, all of it.
 */
export function refreshFor(
  db: Db,
  now: Instant,
  topic: string,
  person: number,
  { except = 0, also = '' }: { except?: number | undefined; also?: string } = {},
): void {
  // Asked first, since mostly they wait to be drawn already: an update over several indexes makes a table of its own each time.
  for (const { id } of selectCalm(db).all({ topic, person, except, also })) {
    touch(db).run({ id, soon: now + CALM });
  }
}

const updateShown = prepared((db) =>
  db
    .update(outbox)
    .set({
      content: sql`${sql.placeholder('content')}`,
      topic: sql`${sql.placeholder('topic')}`,
      refreshAt: sql`case when ${outbox.claimedUntil} is null and not ${sql.placeholder('elsewhere')} then null else ${sql.placeholder('soon')} end`,
      drawing: null,
      refreshedAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * What the tapped card has become, so that a later drawing shows that. One that is just being sent or drawn will be
 * out of date, and is drawn once more. Mostly it goes on showing the same thing, and nothing need be written.
 * `elsewhere`: the answer to the tap is not drawn in its place, so that it has to be drawn in any case.
 */
export function become(
  db: Db,
  now: Instant,
  tapped: Tapped,
  content: Content,
  topic: string | null,
  elsewhere = false,
): void {
  const text = JSON.stringify(content);
  const rests = tapped.claimedUntil === null && tapped.refreshAt === null && !elsewhere;
  if (rests && tapped.topic === topic && tapped.content === text) return;
  const values = { id: tapped.id, now, soon: now + CALM, topic, content: text };
  updateShown(db).run({ ...values, elsewhere: elsewhere ? 1 : 0 });
}

/** Has one message drawn anew, whatever it shows: that is how its platform answers a press on it. */
export function drawSoon(db: Db, now: Instant, id: number): void {
  db.update(outbox).set({ refreshAt: now, drawing: null }).where(eq(outbox.id, id)).run();
}
