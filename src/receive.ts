import { randomUUID } from 'node:crypto';
import { card } from '../cards/card.ts';
import type { Db } from '../db/store.ts';
import type { Chat, Ctx, Reply, StrangerCtx } from './chat/command.ts';
import { commandNamed, readText } from './chat/commands.ts';
import { draw } from './chat/draw.ts';
import { Refusal, unreachable } from './errors.ts';
import { recall, remember } from './inbox/store.ts';
import type { Org } from './org.ts';
import { become, findByRemote, post } from './outbox/store.ts';
import { chatJoined, chatLeft, chatOf } from './people/chats.ts';
import { mayAnywhere } from './people/permit.ts';
import { readRoster } from './people/roster/read.ts';
import type { Reading } from './people/roster/row.ts';
import { personOf } from './people/store.ts';
import type { Address, Answer, Incoming, Toast } from './platforms/platform.ts';
import { dayOf, type Instant } from './time.ts';

/**
 * A message arrives. In one transaction: seen before? the same answer · who is it? · which command? · run it ·
 * remember the answer. A refusal undoes what was begun and is an answer too. Never throws.
 */
export async function receive(org: Org, incoming: Incoming): Promise<Answer> {
  if (isOverheard(incoming)) return {};
  try {
    const reading = await readFile(org, incoming);
    return await org.store.change((db) => once(org, db, incoming, () => respond(org, db, incoming, reading)));
  } catch (error) {
    return await refuse(org, incoming, error).catch((deeper) => fail(org, incoming, deeper));
  } finally {
    org.wake();
  }
}

/** Said among people in a group; a command and nothing else is meant for the bot all the same. */
function isOverheard({ event }: Incoming): boolean {
  return event.kind === 'text' && event.overheard === true && readText(event.text)?.rest !== '';
}

/** A file is read before the transaction, since unpacking takes time; only from somebody who may import it. */
async function readFile(org: Org, { platform, account, event }: Incoming): Promise<Reading | null> {
  if (event.kind !== 'file' || !account) return null;
  const sender = org.store.read((db) => personOf(db, platform, account.id));
  const day = dayOf(org.clock.now());
  if (!sender || !org.store.read((db) => mayAnywhere(db, sender.id, 'administer', day))) return null;
  return await readRoster(event.bytes, event.name);
}

function once(org: Org, db: Db, incoming: Incoming, answer: () => Answer): Answer {
  const before = recall(db, incoming.keys);
  if (before) return before;
  const given = answer();
  remember(db, incoming.keys, given, org.clock.now());
  return given;
}

function respond(org: Org, db: Db, incoming: Incoming, reading: Reading | null): Answer {
  const asked = context(org, db, incoming);
  const { event } = incoming;
  if (event.kind === 'joined' || event.kind === 'left') return moveChat(db, org.clock.now(), incoming);
  if (!asked) return {};
  return answer(
    db,
    incoming,
    asked,
    'person' in asked ? command(asked, event, reading) : introduce(asked, event),
  );
}

type Asked = Ctx | StrangerCtx;

function context(org: Org, db: Db, incoming: Incoming): Asked | undefined {
  if (!incoming.account) return undefined;
  const { platform, account } = incoming;
  const now = org.clock.now();
  const common = {
    db,
    now,
    chat: where(db, incoming),
    account: { platform, kind: 'direct', id: account.id } as const,
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

type Asking = Exclude<Incoming['event'], { kind: 'joined' | 'left' }>;

function command(ctx: Ctx, event: Asking, reading: Reading | null): Reply {
  switch (event.kind) {
    case 'tap':
      return run(ctx, event.command, { ...event.form, ...event.input });
    case 'file':
      return run(ctx, 'roster.check', { reading });
    case 'menu':
      return commandNamed(event.key) ? run(ctx, event.key, {}) : said(ctx, event.key);
    case 'text':
      return said(ctx, event.text);
    default:
      return unreachable(event);
  }
}

function said(ctx: Ctx, text: string): Reply {
  const found = readText(text);
  if (!found || found.command.who === 'stranger') {
    throw new Refusal('not_found', '这句话我还没看懂。说“帮助”，看看我能做什么。');
  }
  return found.command.run(ctx, found.command.fromText(ctx, found.rest));
}

function run(ctx: Ctx, name: string, input: unknown): Reply {
  const found = commandNamed(name);
  if (!found) throw new Refusal('not_found', '这个按钮已经不用了。说“帮助”，看看现在能做什么。');
  if (found.who === 'stranger') throw new Refusal('conflict', '您的身份已经确认过了，直接说“帮助”吧。');
  return found.run(ctx, input);
}

/** Somebody unknown can say who they are, and nothing else. */
function introduce(ctx: StrangerCtx, event: Asking): Reply {
  const name = event.kind === 'tap' ? event.command : 'people.introduce';
  const found = commandNamed(name);
  const input = event.kind === 'tap' ? { ...event.form, ...event.input } : {};
  if (found?.who === 'stranger') return found.run(ctx, input);
  const introduction = commandNamed('people.introduce');
  return introduction?.who === 'stranger' ? introduction.run(ctx, {}) : {};
}

/** A tap is answered in place; a text by a message; what is private never stands in a group. */
function answer(db: Db, incoming: Incoming, asked: Asked, reply: Reply): Answer {
  if (incoming.event.kind === 'tap') return answerTap(db, incoming, asked, reply, incoming.event.message);
  const { toast, content } = reply;
  if (content) send(asked, reply, content);
  else if (toast) send(asked, { privately: true }, { card: card(toast.text, [], { tone: toneOf(toast) }) });
  return toast ? { toast } : {};
}

function answerTap(db: Db, incoming: Incoming, asked: Asked, reply: Reply, remoteId: string): Answer {
  const toast = reply.toast && { toast: reply.toast };
  if (!reply.content) return { ...toast };
  const tapped = findByRemote(db, incoming.platform, remoteId);
  const reader = 'person' in asked ? asked.person.id : null;
  const own = tapped?.kind === 'direct' && tapped.address === asked.account.id;
  if (tapped && (own || (tapped.kind === 'group' && !reply.privately))) {
    become(db, asked.now, tapped.id, reply.content, reply.topic ?? null);
    return { ...toast, card: draw(db, asked.now, asked.settings, own ? reader : null, reply.content) };
  }
  send(asked, { ...reply, privately: true }, reply.content);
  return { toast: reply.toast ?? { tone: 'info', text: '已私信给您。' } };
}

function send(asked: Asked, reply: Reply, content: NonNullable<Reply['content']>): void {
  const { chat, account } = asked;
  const group: Address | false = chat.kind === 'group' &&
    !reply.privately && { ...account, kind: 'group', id: chat.id };
  post(asked.db, asked.now, {
    key: `reply:${asked.key}`,
    to: group || account,
    ...(!group && 'person' in asked && { person: asked.person.id }),
    content,
    ...(reply.topic && { topic: reply.topic }),
    urgency: 'reply',
  });
}

function moveChat(db: Db, now: Instant, incoming: Incoming): Answer {
  if (incoming.chat.kind !== 'group') return {};
  const group: Address = { platform: incoming.platform, kind: 'group', id: incoming.chat.id };
  if (incoming.event.kind === 'left') chatLeft(db, now, group);
  else chatJoined(db, now, group, incoming.chat.name ?? null);
  return {};
}

function toneOf(toast: Toast): 'danger' | Exclude<Toast['tone'], 'error'> {
  return toast.tone === 'error' ? 'danger' : toast.tone;
}

/** What was begun is undone by now; the sentence is remembered as the answer to this event. */
async function refuse(org: Org, incoming: Incoming, error: unknown): Promise<Answer> {
  if (!(error instanceof Refusal)) return fail(org, incoming, error);
  return await org.store.change((db) =>
    once(org, db, incoming, () => {
      const asked = context(org, db, incoming);
      const reply: Reply = { toast: { tone: 'warning', text: error.message } };
      return asked ? answer(db, incoming, asked, { ...reply, privately: true }) : {};
    }),
  );
}

function fail(org: Org, incoming: Incoming, error: unknown): Answer {
  const fault = randomUUID().slice(0, 8);
  org.log.error('receive.failed', { fault, org: org.slug, event: incoming.event.kind, error });
  return {
    fault,
    toast: { tone: 'error', text: `出错了（编号 ${fault}），请稍后再试；一直不行就把编号告诉管理员。` },
  };
}
