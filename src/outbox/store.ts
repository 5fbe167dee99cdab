import { and, eq, gte, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { card, note } from '../../cards/card.ts';
import { among } from '../../db/many.ts';
import { type Content, outbox, type Urgency } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import { type Instant, MINUTE, SECOND } from '../time.ts';

export type { Content, Urgency } from '../../db/schema/outbox.ts';
export type Message = typeof outbox.$inferSelect;

export interface Post {
  /** What may be said once: a second post with the same key is none. */
  key: string;
  to: Address;
  /** The one reader, where there is one. */
  person?: number;
  content: Content;
  /** Makes it a live card: drawn anew when `refresh` names the topic. */
  topic?: string;
  urgency: Urgency;
  dueAt?: Instant;
  /** When it is past its use. */
  expiresAt?: Instant;
}

/** A live card is drawn anew at most once in this time. */
const CALM = SECOND;

/** While it is being sent nobody else takes it; afterwards it is taken up again, as after a crash. */
const LEASE = MINUTE;

const { placeholder } = sql;

const insertMessage = prepared((db) =>
  db
    .insert(outbox)
    .values({
      key: placeholder('key'),
      platform: placeholder('platform'),
      kind: placeholder('kind'),
      address: placeholder('address'),
      person: placeholder('person'),
      content: placeholder('content'),
      topic: placeholder('topic'),
      urgency: placeholder('urgency'),
      createdAt: placeholder('createdAt'),
      dueAt: placeholder('dueAt'),
      expiresAt: placeholder('expiresAt'),
    })
    .onConflictDoNothing()
    .returning({ id: outbox.id })
    .prepare(),
);

/** What becomes of a live card when its reader is sent the same one again: only the newest is kept up to date. */
const OUTDATED: Content = { card: card('请看最新的卡片', [note('这张卡片不再更新。')]) };

const retire = prepared((db) =>
  db
    .update(outbox)
    .set({ topic: null, content: OUTDATED, refreshAt: sql`${placeholder('soon')}`, drawing: null })
    .where(
      and(
        eq(outbox.topic, placeholder('topic')),
        eq(outbox.person, placeholder('person')),
        sql`${outbox.content} = ${placeholder('content')}`,
        ne(outbox.id, placeholder('id')),
        isNotNull(outbox.remoteId),
      ),
    )
    .prepare(),
);

export function post(db: Db, now: Instant, message: Post): boolean {
  const rows = insertMessage(db).all({
    key: message.key,
    platform: message.to.platform,
    kind: message.to.kind,
    address: message.to.id,
    person: message.person ?? null,
    content: message.content,
    topic: message.topic ?? null,
    urgency: message.urgency,
    createdAt: now,
    dueAt: message.dueAt ?? now,
    expiresAt: message.expiresAt ?? null,
  });
  const [posted] = rows;
  if (posted && message.topic && message.person !== undefined && message.urgency !== 'notice') {
    const { person, topic, content } = message;
    retire(db).run({ id: posted.id, person, topic, content: JSON.stringify(content), soon: now + CALM });
  }
  return posted !== undefined;
}

/** Takes back a topic's notices that nobody is sending yet: what they were to say has been overtaken. */
export function withdraw(db: Db, now: Instant, topic: string): Message[] {
  return db
    .update(outbox)
    .set({ settledAt: now, outcome: 'dropped', reason: 'overtaken', refreshAt: null })
    .where(
      and(
        eq(outbox.topic, topic),
        eq(outbox.urgency, 'notice'),
        isNull(outbox.settledAt),
        isNull(outbox.claimedUntil),
      ),
    )
    .returning()
    .all();
}

const takeBack = prepared((db) =>
  db
    .update(outbox)
    .set({ settledAt: sql`${placeholder('now')}`, outcome: 'dropped', reason: 'overtaken' })
    .where(
      and(
        gte(outbox.key, placeholder('from')),
        lt(outbox.key, placeholder('to')),
        isNull(outbox.settledAt),
        isNull(outbox.claimedUntil),
      ),
    )
    .returning()
    .prepare(),
);

/** Takes back what has a key from `from` to before `to` and nobody has had or is sending: a newer one says it all. */
export function overtake(db: Db, now: Instant, from: string, to: string): Message[] {
  return takeBack(db).all({ now, from, to });
}

const soonest = sql`max(${sql.placeholder('soon')}, coalesce(${outbox.refreshedAt}, ${outbox.settledAt}, 0) + ${CALM})`;

/** Out there or on its way, and not already waiting to be drawn; one that is just being drawn is drawn once more. */
const calm = and(
  or(isNotNull(outbox.remoteId), isNotNull(outbox.claimedUntil)),
  or(isNull(outbox.refreshAt), eq(outbox.refreshAt, outbox.drawing)),
);

const onTopic = (name: string) => eq(outbox.topic, placeholder(name));

/** Each part of the alternative is two first columns of the topics' index. */
const touch = prepared((db) =>
  db
    .update(outbox)
    .set({ refreshAt: soonest, drawing: null })
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
  touch(db).run({ topic, person, except, also, soon: now + CALM });
}

const selectByRemote = prepared((db) =>
  db
    .select({
      id: outbox.id,
      kind: outbox.kind,
      address: outbox.address,
      urgency: outbox.urgency,
      content: outbox.content,
      topic: outbox.topic,
      claimedUntil: outbox.claimedUntil,
      refreshAt: outbox.refreshAt,
    })
    .from(outbox)
    .where(
      and(eq(outbox.platform, sql.placeholder('platform')), eq(outbox.remoteId, sql.placeholder('remoteId'))),
    )
    .prepare(),
);

export type Tapped = Pick<
  Message,
  'id' | 'kind' | 'address' | 'urgency' | 'content' | 'topic' | 'claimedUntil' | 'refreshAt'
>;

const selectByKey = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.key, placeholder('key')))
    .prepare(),
);

export function findByKey(db: Db, key: string): Message | undefined {
  return selectByKey(db).get({ key });
}

/** The message that a platform calls so. */
export function findByRemote(db: Db, platform: PlatformName, remoteId: string): Tapped | undefined {
  return selectByRemote(db).get({ platform, remoteId });
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
  if (rests && tapped.topic === topic && JSON.stringify(tapped.content) === text) return;
  const values = { id: tapped.id, now, soon: now + CALM, topic, content: text };
  updateShown(db).run({ ...values, elsewhere: elsewhere ? 1 : 0 });
}

/** Has one message drawn anew, whatever it shows: that is how its platform answers a press on it. */
export function drawSoon(db: Db, now: Instant, id: number): void {
  db.update(outbox).set({ refreshAt: now, drawing: null }).where(eq(outbox.id, id)).run();
}

export function claim(db: Db, now: Instant, ids: number[]): void {
  if (ids.length === 0) return;
  db.update(outbox)
    .set({ claimedUntil: now + LEASE, drawing: outbox.refreshAt })
    .where(among(outbox.id, ids))
    .run();
}

/** Whatever was being sent when the process ended is taken up at once: nobody else sends for this organisation. */
export function releaseClaims(db: Db): void {
  db.update(outbox).set({ claimedUntil: null }).where(isNotNull(outbox.claimedUntil)).run();
}

const updateSent = prepared((db) =>
  db
    .update(outbox)
    .set({
      settledAt: sql`${sql.placeholder('now')}`,
      remoteId: sql`${sql.placeholder('remoteId')}`,
      outcome: 'sent',
      claimedUntil: null,
      reason: null,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

export function settleSent(db: Db, now: Instant, id: number, remoteId: string): void {
  updateSent(db).run({ now, id, remoteId });
}

const updateRefreshed = prepared((db) =>
  db
    .update(outbox)
    .set({
      remoteId: sql`${sql.placeholder('remoteId')}`,
      refreshedAt: sql`${sql.placeholder('now')}`,
      refreshAt: sql`nullif(${outbox.refreshAt}, ${outbox.drawing})`,
      drawing: null,
      claimedUntil: null,
      attempts: 0,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

/** `remoteId`: another one where the card was sent once more. */
export function settleRefreshed(db: Db, now: Instant, id: number, remoteId: string): void {
  updateRefreshed(db).run({ now, id, remoteId });
}

export function settleFailed(
  db: Db,
  now: Instant,
  id: number,
  outcome: 'givenUp' | 'dropped',
  reason: string,
): void {
  db.update(outbox)
    .set({ settledAt: now, outcome, reason, claimedUntil: null, refreshAt: null })
    .where(eq(outbox.id, id))
    .run();
}

/** A live card that can no longer be drawn stays as it is. */
export function settleStale(db: Db, id: number, reason: string): void {
  db.update(outbox)
    .set({ topic: null, reason, claimedUntil: null, refreshAt: null, drawing: null })
    .where(eq(outbox.id, id))
    .run();
}

/** One that was never sent is drawn when it is. */
export function putBack(db: Db, message: Message, until: Instant, reason: string): void {
  const again = message.remoteId ? { refreshAt: until } : { dueAt: until, refreshAt: null };
  db.update(outbox)
    .set({ ...again, claimedUntil: null, attempts: message.attempts + 1, reason })
    .where(eq(outbox.id, message.id))
    .run();
}

/** It is not its time yet; that is no try. */
export function hold(db: Db, id: number, until: Instant, reason: string): void {
  db.update(outbox).set({ dueAt: until, reason }).where(eq(outbox.id, id)).run();
}

/** Seconds, then minutes, at most an hour: 2ⁿ s. Eleven tries are spread over about half an hour, twenty over ten hours. */
export function backOff(attempts: number): number {
  return Math.min(2 ** attempts * SECOND, 60 * MINUTE);
}
