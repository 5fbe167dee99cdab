import { eq } from 'drizzle-orm';
import { type Card, type Form, formOf } from '../../../cards/card.ts';
import { outbox } from '../../../db/schema/outbox.ts';
import type { Db } from '../../../db/store.ts';
import { type Given, recall } from '../../inbox/store.ts';
import type { Settings } from '../../org.ts';
import { type Content, type Message, post } from '../../outbox/store.ts';
import { type Person, personOf } from '../../people/store.ts';
import { type FormToken, readFormToken, versionOf } from '../../platforms/form.ts';
import type { Answer } from '../../platforms/platform.ts';
import type { Instant } from '../../time.ts';

/** How a message is drawn for its reader; the registry of views stands above the pages. */
export type Draw = (
  db: Db,
  now: Instant,
  settings: Settings,
  reader: number | null,
  content: Content,
) => Card;

/** What a form's address leads to. */
export type Opened =
  /** Forged, cut off, or of a message that is somebody else's by now. */
  | { kind: 'nothing' }
  | { kind: 'form'; message: Message; token: FormToken; reader: Person | null; card: Card; form: Form }
  /** Sent in already; what came of it is shown for as long as the link would have been good. */
  | { kind: 'done'; message: Message; answer: Answer | null }
  | { kind: 'late'; message: Message; token: FormToken }
  /** A message without a form, for a reader whose chat cannot show all of it; late: null. */
  | { kind: 'whole'; message: Message; card: Card | null }
  /** A file, for a reader whose chat holds none. */
  | { kind: 'file'; message: Message; late: boolean }
  /** The message holds something else by now. */
  | { kind: 'changed'; message: Message };

/** `whole`: to be read, where there is nothing to fill in. */
export function open(
  db: Db,
  now: Instant,
  settings: Settings,
  text: string,
  draw: Draw,
  whole = false,
): Opened {
  const token = readFormToken(settings, text);
  const message = token && db.select().from(outbox).where(eq(outbox.id, token.message)).get();
  if (!token || !message || message.kind !== 'direct') return { kind: 'nothing' };
  const reader = personOf(db, message.platform, message.address) ?? null;
  if (message.person !== null && message.person !== reader?.id) return { kind: 'nothing' };
  const late = token.expiresAt <= now;
  if ('file' in message.content && versionOf(message.content) === token.version)
    return { kind: 'file', message, late };
  const given = recall(db, [keyOf(token)]);
  if (given) return { kind: 'done', message, answer: late ? null : told(given) };
  const card = draw(db, now, settings, message.person, message.content);
  const form = formOf(card);
  if ((message.person === null && reader) || versionOf(message.content) !== token.version)
    return { kind: 'changed', message };
  if (!form)
    return whole ? { kind: 'whole', message, card: late ? null : card } : { kind: 'changed', message };
  return late ? { kind: 'late', message, token } : { kind: 'form', message, token, reader, card, form };

  function told({ shown, ...answer }: Given): Answer {
    return shown ? { ...answer, card: draw(db, now, settings, shown.reader, shown.content) } : answer;
  }
}

/** A form is sent in once by each link: what has been done has this key. */
export function keyOf({ message, expiresAt, version }: FormToken): string {
  return `form:${message}:${expiresAt}:${version}`;
}

/** The form once more, with a new link, into the chat it was sent to; whoever else has the old link gains nothing. */
export function sendAgain(db: Db, now: Instant, { message, token }: Extract<Opened, { kind: 'late' }>): void {
  post(db, now, {
    key: `again:${keyOf(token)}`,
    to: { platform: message.platform, kind: 'direct', id: message.address },
    ...(message.person !== null && { person: message.person }),
    content: message.content,
    ...(message.topic !== null && { topic: message.topic }),
    urgency: 'reply',
  });
}
