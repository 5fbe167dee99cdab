import { and, eq } from 'drizzle-orm';
import { chats } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { refresh } from '../outbox/live.ts';
import { post } from '../outbox/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';

export type GroupChat = typeof chats.$inferSelect;

export function chatOf(db: Db, platform: PlatformName, id: string): GroupChat | undefined {
  return db.select().from(chats).where(same(platform, id)).get();
}

/** The bot was added to a group: it asks once whose group that is. A group known from before keeps its unit. */
export function chatJoined(db: Db, now: Instant, group: Address, name: string | null): void {
  db.insert(chats)
    .values({ platform: group.platform, id: group.id, name, joinedAt: now })
    .onConflictDoUpdate({
      target: [chats.platform, chats.id],
      set: { joinedAt: now, leftAt: null, ...(name !== null && { name }) },
    })
    .run();
  post(db, now, {
    key: `chat.joined:${group.platform}:${group.id}:${now}`,
    to: group,
    content: { view: 'chats.group', input: { platform: group.platform, chat: group.id } },
    topic: topicOf(group.platform, group.id),
    urgency: 'reply',
  });
}

/** A group that the app has made for a unit: whose it is need not be asked. */
export function chatMade(
  db: Db,
  now: Instant,
  actor: string,
  group: Address,
  name: string,
  unit: number,
): void {
  const { platform, id } = group;
  db.insert(chats)
    .values({ platform, id, name, joinedAt: now })
    .onConflictDoUpdate({ target: [chats.platform, chats.id], set: { leftAt: null, name } })
    .run();
  const chat = chatOf(db, platform, id);
  if (chat && chat.unit !== unit) bindChat(db, now, actor, chat, unit);
}

/** Nothing is sent there any more. */
export function chatLeft(db: Db, now: Instant, group: Address): void {
  db.update(chats).set({ leftAt: now }).where(same(group.platform, group.id)).run();
}

export function bindChat(db: Db, now: Instant, actor: string, chat: GroupChat, unit: number): void {
  db.update(chats).set({ unit }).where(same(chat.platform, chat.id)).run();
  record(db, {
    at: now,
    actor,
    action: 'chat.bound',
    subject: `chat:${chat.platform}:${chat.id}`,
    before: { unit: chat.unit },
    after: { unit },
  });
  refresh(db, now, topicOf(chat.platform, chat.id));
}

/** The group's own card is drawn anew when somebody answers it elsewhere. */
export function topicOf(platform: PlatformName, chat: string): string {
  return `chat:${platform}:${chat}`;
}

function same(platform: PlatformName, id: string) {
  return and(eq(chats.platform, platform), eq(chats.id, id));
}
