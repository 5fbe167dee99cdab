import { card } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import { become, type Content, post, type Tapped } from '../outbox/store.ts';
import type { Address, Answer, Incoming, Toast } from '../platforms/platform.ts';
import type { Asked } from './asked.ts';
import { ownCard, type Reply } from './command.ts';
import { draw } from './draw.ts';

/** A tap is answered in place; a text by a message; what is private never stands in a group. */
export function answer(db: Db, incoming: Incoming, asked: Asked, reply: Reply): Answer {
  if (incoming.event.kind === 'tap') return answerTap(db, asked, reply);
  const { toast, content } = reply;
  if (content) send(asked, reply, content);
  else if (toast) send(asked, { privately: true }, { card: card(toast.text, [], { tone: toneOf(toast) }) });
  return toast ? { toast } : {};
}

function answerTap(db: Db, asked: Asked, reply: Reply): Answer {
  const toast = reply.toast && { toast: reply.toast };
  if (!reply.content) return { ...toast };
  const { tapped } = asked;
  const reader = 'person' in asked ? asked.person.id : null;
  const own = ownCard(asked) !== undefined;
  if (tapped && own && isList(tapped)) return answerList(db, asked, tapped, reply, reply.content);
  if (tapped && (own || (tapped.kind === 'group' && !reply.privately))) {
    become(db, asked.now, tapped, reply.content, reply.topic ?? null);
    return { ...toast, card: draw(db, asked.now, asked.settings, own ? reader : null, reply.content) };
  }
  send(asked, { ...reply, privately: true }, reply.content);
  return { toast: reply.toast ?? { tone: 'info', text: '已私信给您。' } };
}

/** A digest or a reminder has other lines, which stay: it shows what is left of them, and what was opened comes by itself. */
function isList({ urgency }: Tapped): boolean {
  return urgency === 'digest' || urgency === 'reminder';
}

function answerList(db: Db, asked: Asked, tapped: Tapped, reply: Reply, content: Content): Answer {
  if (!reply.toast) send(asked, { ...reply, privately: true }, content);
  const reader = 'person' in asked ? asked.person.id : null;
  return {
    toast: reply.toast ?? { tone: 'info', text: '请看下面一条。' },
    card: draw(db, asked.now, asked.settings, reader, tapped.content),
  };
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

function toneOf(toast: Toast): 'danger' | Exclude<Toast['tone'], 'error'> {
  return toast.tone === 'error' ? 'danger' : toast.tone;
}
