import { type Card, card, formOf } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Given } from '../inbox/store.ts';
import type { Org } from '../org.ts';
import { become } from '../outbox/live.ts';
import { type Content, contentOf, findByKey, post, type Tapped } from '../outbox/store.ts';
import type { Ability, Address, Incoming, Toast } from '../platforms/platform.ts';
import type { Asked } from './asked.ts';
import { ownCard, type Reply } from './command.ts';
import { draw } from './draw.ts';

/** What is answered, and the card it shows where the command has drawn that already. */
export interface Answered {
  given: Given;
  drawn?: () => Card;
}

/** A tap is answered in place, where cards can be drawn anew; a text by a message; what is private never stands in a group. */
export function answer(org: Org, db: Db, incoming: Incoming, asked: Asked, given: Reply): Answered {
  const can = org.platforms.get(incoming.platform)?.can ?? ABLE;
  const reply = formInPrivate(can, asked, given);
  if (incoming.event.kind === 'tap' && can.edit) {
    return answerTap(db, asked, reply, incoming.event.page === true);
  }
  const { toast, content } = reply;
  if (content) send(asked, reply, content);
  else if (toast) send(asked, { privately: true }, { card: card(toast.text, [], { tone: toneOf(toast) }) });
  const page = incoming.event.kind === 'tap' && incoming.event.page;
  return { given: { ...(toast && { toast }), ...(page && content && shown(asked, content, sentId(asked))) } };
}

const ABLE: Ability = { form: true, edit: true };

function formInPrivate(can: Ability, asked: Asked, reply: Reply): Reply {
  if (can.form || asked.chat.kind === 'direct' || !reply.content) return reply;
  const seen = draw(asked.db, asked.now, asked.settings, null, reply.content);
  return formOf(seen) ? { ...reply, privately: true } : reply;
}

function answerTap(db: Db, asked: Asked, reply: Reply, page: boolean): Answered {
  const toast = reply.toast && { toast: reply.toast };
  const { content, drawn } = reply;
  if (!content) return { given: { ...toast } };
  if ('file' in content) return answerFile(asked, reply, content);
  const { tapped } = asked;
  const own = ownCard(asked) !== undefined;
  if (tapped && own && isList(tapped)) return answerList(asked, tapped, reply, content);
  if (tapped && (own || (tapped.kind === 'group' && !reply.privately))) {
    become(db, asked.now, tapped, content, reply.topic ?? null, page);
    const given = { ...toast, ...shown(asked, content, own ? tapped.id : null) };
    return { given, ...(own && drawn && { drawn }) };
  }
  send(asked, { ...reply, privately: true }, content);
  const told = reply.toast ?? { tone: 'info', text: '已私信给您。' };
  return { given: { toast: told, ...(page && shown(asked, content, sentId(asked))) } };
}

/** A file is a message of its own: the card it was asked for on stays. */
function answerFile(asked: Asked, reply: Reply, content: Content): Answered {
  send(asked, { ...reply, privately: true }, content);
  return { given: { toast: reply.toast ?? { tone: 'info', text: '文件马上发给您。' } } };
}

/** `message`: where it stands, if in the asker's own chat. */
function shown(asked: Asked, content: Content, message: number | null): Pick<Given, 'shown'> {
  const reader = message !== null && 'person' in asked ? asked.person.id : null;
  return { shown: { content, reader, message } };
}

/** A digest or a reminder has other lines, which stay: it shows what is left of them, and what was opened comes by itself. */
function isList({ urgency }: Tapped): boolean {
  return urgency === 'digest' || urgency === 'reminder';
}

function answerList(asked: Asked, tapped: Tapped, reply: Reply, content: Content): Answered {
  if (!reply.toast) send(asked, { ...reply, privately: true }, content);
  const toast = reply.toast ?? { tone: 'info', text: '请看下面一条。' };
  return { given: { toast, ...shown(asked, contentOf(tapped), tapped.id) } };
}

function send(asked: Asked, reply: Reply, content: NonNullable<Reply['content']>): void {
  const { chat, account } = asked;
  const group: Address | false = chat.kind === 'group' &&
    !reply.privately && { ...account, kind: 'group', id: chat.id };
  post(asked.db, asked.now, {
    key: keyOf(asked),
    to: group || account,
    ...(!group && 'person' in asked && { person: asked.person.id }),
    content,
    ...(reply.topic && { topic: reply.topic }),
    urgency: 'reply',
  });
}

function sentId(asked: Asked): number | null {
  const sent = findByKey(asked.db, keyOf(asked));
  return sent?.kind === 'direct' ? sent.id : null;
}

function keyOf({ key }: Asked): string {
  return `reply:${key}`;
}

function toneOf(toast: Toast): 'danger' | Exclude<Toast['tone'], 'error'> {
  return toast.tone === 'error' ? 'danger' : toast.tone;
}
