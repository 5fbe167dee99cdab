import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/store.ts';
import type { Org } from '../org.ts';
import { findByRemote } from '../outbox/store.ts';
import { chatOf } from '../people/chats.ts';
import { personOf } from '../people/store.ts';
import type { Incoming } from '../platforms/platform.ts';
import type { Chat, Ctx, StrangerCtx } from './command.ts';

/** Who asks, where and when: somebody the organisation knows, or somebody it does not. */
export type Asked = Ctx | StrangerCtx;

/** Nobody, where the platform names nobody. */
export function askedBy(org: Org, db: Db, incoming: Incoming): Asked | undefined {
  if (!incoming.account) return undefined;
  const { platform, account, event } = incoming;
  const now = org.clock.now();
  const common = {
    db,
    now,
    chat: where(db, incoming),
    account: { platform, kind: 'direct', id: account.id } as const,
    tapped: event.kind === 'tap' ? findByRemote(db, platform, event.message) : undefined,
    key: incoming.keys[0] ?? randomUUID(),
    settings: org.settings,
  };
  const person = personOf(db, platform, account.id);
  return person ? { ...common, person } : { ...common, accountName: account.name ?? null };
}

function where(db: Db, { platform, chat }: Incoming): Chat {
  if (chat.kind === 'direct') return chat;
  return { kind: 'group', id: chat.id, unit: chatOf(db, platform, chat.id)?.unit ?? null };
}
