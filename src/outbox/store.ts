import { and, eq, gte, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { card, note } from '../../cards/card.ts';
import { type Content, outbox, type Urgency } from '../../db/schema/outbox.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import { type Instant, SECOND } from '../time.ts';

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
export const CALM = SECOND;

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

const selectByRemote = prepared((db) =>
  db
    .select({
      id: outbox.id,
      kind: outbox.kind,
      address: outbox.address,
      urgency: outbox.urgency,
      content: sql<string>`${outbox.content}`,
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

/** The message that was tapped. Its content is as it is stored: mostly it is compared and not read. */
export type Tapped = Pick<
  Message,
  'id' | 'kind' | 'address' | 'urgency' | 'topic' | 'claimedUntil' | 'refreshAt'
> & { content: string };

export function contentOf({ content }: Tapped): Content {
  return JSON.parse(content);
}

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
