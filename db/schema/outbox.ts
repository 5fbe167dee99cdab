import { isNotNull, isNull, sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Card, Input } from '../../cards/card.ts';
import type { PlatformName } from '../../src/platforms/platform.ts';
import { persons } from './people.ts';

/**
 * Messages on their way and gone. A row is queued until it is settled: sent, given up, or dropped (past its use).
 * A sent row is the message itself: its remote id, and for a live card when it is to be drawn anew.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey(),
    /** What may be said once. */
    key: text().notNull().unique(),
    platform: text().$type<PlatformName>().notNull(),
    kind: text().$type<'direct' | 'group'>().notNull(),
    address: text().notNull(),
    /** Who reads it, where one person does. */
    person: integer().references(() => persons.id),
    content: text({ mode: 'json' }).$type<Content>().notNull(),
    /** What a live card shows, such as `activity:12`; a change there draws it anew. */
    topic: text(),
    urgency: text().$type<Urgency>().notNull(),
    createdAt: integer().notNull(),
    dueAt: integer().notNull(),
    expiresAt: integer(),
    attempts: integer().notNull().default(0),
    claimedUntil: integer(),
    settledAt: integer(),
    outcome: text().$type<'sent' | 'givenUp' | 'dropped'>(),
    reason: text(),
    remoteId: text(),
    refreshAt: integer(),
    /** The `refreshAt` that is being drawn just now: a later one means it changed meanwhile. */
    drawing: integer(),
    refreshedAt: integer(),
  },
  (t) => [
    index('outbox_due').on(t.platform, t.urgency, t.dueAt).where(isNull(t.settledAt)),
    index('outbox_refresh').on(t.platform, t.refreshAt).where(isNotNull(t.refreshAt)),
    index('outbox_claimed').on(t.claimedUntil).where(isNotNull(t.claimedUntil)),
    index('outbox_topic').on(t.topic, t.person),
    index('outbox_remote').on(t.platform, t.remoteId),
    /** Of what a person is sent once a day at most. */
    index('outbox_daily')
      .on(t.person, t.urgency, t.settledAt)
      .where(sql`${t.urgency} in ('reminder', 'digest')`),
  ],
);

/**
 * A finished card, a view that is drawn when it is sent and again when its topic changes, or a document that is made
 * into a file when it is sent: no bytes wait here.
 */
export type Content = { card: Card } | { view: string; input: Input } | { file: string; input: Input };

/** In the order of leaving. */
export type Urgency = 'reply' | 'notice' | 'reminder' | 'digest';
