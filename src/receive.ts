import { randomUUID } from 'node:crypto';
import { formOf } from '../cards/card.ts';
import type { Db } from '../db/store.ts';
import { type Answered, answer } from './chat/answer.ts';
import { askedBy } from './chat/asked.ts';
import { call, introduce } from './chat/call.ts';
import type { Reply } from './chat/command.ts';
import { readText } from './chat/commands.ts';
import { draw } from './chat/draw.ts';
import { asksForDirectory, bringDirectory } from './directory.ts';
import { Refusal } from './errors.ts';
import { recall, remember } from './inbox/store.ts';
import type { Org } from './org.ts';
import { chatJoined, chatLeft, chatOf } from './people/chats.ts';
import { departed } from './people/departed.ts';
import { mayAnywhere } from './people/permit.ts';
import { heardFrom } from './people/reach.ts';
import { readRoster } from './people/roster/read.ts';
import type { Reading } from './people/roster/row.ts';
import { personOf } from './people/store.ts';
import { formLink } from './platforms/form.ts';
import type { Address, Answer, Incoming, PlatformName } from './platforms/platform.ts';
import { dayOf, type Instant } from './time.ts';

/**
 * A message arrives. In one transaction: seen before? the same answer · who is it? · which command? · run it ·
 * remember the answer. A refusal undoes what was begun and is an answer too. Never throws.
 */
export async function receive(org: Org, incoming: Incoming): Promise<Answer> {
  if (isOverheard(incoming)) return {};
  try {
    const reading = await readFile(org, incoming);
    const answer = await org.store.change(
      (db) => once(org, db, incoming, () => respond(org, db, incoming, reading)),
      { again: true },
    );
    if (asksForDirectory(incoming)) bringDirectory(org, incoming, receive);
    return answer;
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

function once(org: Org, db: Db, incoming: Incoming, respond: () => Answered): Answer {
  const now = org.clock.now();
  const before = recall(db, incoming.keys);
  if (before) return told(org, db, now, { given: before });
  const answered = respond();
  remember(db, incoming.keys, answered.given, now);
  return told(org, db, now, answered);
}

/** A card is drawn from what is true now, for an event that comes once more too. */
function told({ settings }: Org, db: Db, now: Instant, { given, drawn }: Answered): Answer {
  const { shown, ...answer } = given;
  if (!shown) return answer;
  const { content, reader, message } = shown;
  const card = drawn?.() ?? draw(db, now, settings, reader, content);
  if (message === null || !formOf(card)) return { ...answer, card };
  return { ...answer, card, form: formLink(settings, now, message, content) };
}

function respond(org: Org, db: Db, incoming: Incoming, reading: Reading | null): Answered {
  const { event, chat, platform } = incoming;
  const now = org.clock.now();
  if (event.kind === 'joined' || event.kind === 'left') return moveChat(db, now, incoming);
  if (event.kind === 'departed') return depart(db, now, platform, event.accounts);
  if (chat.kind === 'group' && chat.unannounced && !chatOf(db, platform, chat.id))
    moveChat(db, now, incoming);
  const asked = askedBy(org, db, incoming);
  if (!asked) return NOTHING;
  if ('person' in asked) {
    if (org.platforms.size > 1) heardFrom(db, asked.account, now);
    if (event.kind === 'entered') return NOTHING;
    return answer(org, db, incoming, asked, call(asked, event, reading));
  }
  return answer(org, db, incoming, asked, introduce(asked, event));
}

const NOTHING: Answered = { given: {} };

function moveChat(db: Db, now: Instant, incoming: Incoming): Answered {
  if (incoming.chat.kind !== 'group') return NOTHING;
  const group: Address = { platform: incoming.platform, kind: 'group', id: incoming.chat.id };
  if (incoming.event.kind === 'left') chatLeft(db, now, group);
  else chatJoined(db, now, group, incoming.chat.name ?? null);
  return NOTHING;
}

function depart(db: Db, now: Instant, platform: PlatformName, accounts: readonly string[]): Answered {
  departed(db, now, platform, accounts);
  return NOTHING;
}

/** What was begun is undone by now; the sentence is remembered as the answer to this event, unless that may be mended. */
async function refuse(org: Org, incoming: Incoming, error: unknown): Promise<Answer> {
  if (!(error instanceof Refusal)) return fail(org, incoming, error);
  if (incoming.event.kind === 'tap' && incoming.event.page) {
    return { refused: true, toast: { tone: 'warning', text: error.message } };
  }
  return await org.store.change((db) =>
    once(org, db, incoming, () => {
      const asked = askedBy(org, db, incoming);
      const reply: Reply = { toast: { tone: 'warning', text: error.message } };
      return asked ? answer(org, db, incoming, asked, { ...reply, privately: true }) : NOTHING;
    }),
  );
}

function fail(org: Org, incoming: Incoming, error: unknown): Answer {
  const fault = randomUUID().slice(0, 8);
  org.log.error('receive.failed', { fault, org: org.slug, kind: incoming.event.kind, error });
  return {
    fault,
    toast: { tone: 'error', text: `出错了（编号 ${fault}），请稍后再试；一直不行就把编号告诉管理员。` },
  };
}
