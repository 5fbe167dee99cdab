import { z } from 'zod';
import type { Input } from '../../../cards/card.ts';
import { FIELD_CODES, type LarkValue } from '../../../cards/render/lark.ts';
import { Rejected, unreachable } from '../../errors.ts';
import { parseJson } from '../body.ts';
import type { Incoming } from '../platform.ts';
import { imagesIn, readFile, readImage, readPost, readText, type Said } from './content.ts';
import type { LarkEvent, Message, OldMessage, Trigger } from './event.ts';
import { readForm } from './form.ts';
import { handleOf } from './resource.ts';

export type Decoded =
  | { kind: 'incoming'; incoming: Incoming }
  /** A press on a card of the chat `incoming.chat`: answered at once, in the callback's own answer. */
  | { kind: 'tap'; incoming: Incoming }
  /** A file that is still to be fetched. */
  | { kind: 'file'; incoming: Omit<Incoming, 'event'>; message: string; key: string; name: string }
  | { kind: 'ignored'; reason: string };

/** `self`: the bot's own open_id, if it is known; see `mentionsAnybody`. */
export function decode(event: LarkEvent, self?: string): Decoded {
  const key = `event:${event.id}`;
  switch (event.kind) {
    case 'message':
      return decodeMessage(key, event.message, self);
    case 'oldMessage':
      return decodeOldMessage(key, event.message);
    case 'trigger':
      // Lark brings no press twice, and whoever replays one brings its time with it. Keys that begin with it lie in order:
      // those of a storm share a page of the index, where by their ids alone nearly each would write one of its own.
      return { kind: 'tap', incoming: decodeTrigger(`press:${event.at}:${event.id}`, event.trigger) };
    case 'menu': {
      const { account, key: menu } = event;
      return heard({ keys: [key], account, chat: { kind: 'direct' }, event: { kind: 'menu', key: menu } });
    }
    case 'joined':
    case 'left':
      return heard({
        keys: [key],
        ...(event.operator && { account: { id: event.operator } }),
        chat: { kind: 'group', id: event.chat, ...(event.name && { name: event.name }) },
        event: { kind: event.kind },
      });
    case 'departed':
      return heard({
        keys: [key],
        chat: { kind: 'direct' },
        event: { kind: 'departed', accounts: [event.account] },
      });
    case 'other':
      return { kind: 'ignored', reason: `nothing follows from ${event.type}` };
    default:
      return unreachable(event);
  }
}

/** Whether one must know the bot's own id to read this. */
export function mentionsAnybody(event: LarkEvent): boolean {
  return event.kind === 'message' && Boolean(event.message.message.mentions?.length);
}

function decodeMessage(key: string, { sender, message }: Message, self: string | undefined): Decoded {
  if (sender.sender_type !== 'user') return { kind: 'ignored', reason: 'said by an app' };
  if (!sender.sender_id) return { kind: 'ignored', reason: 'said by nobody known' };
  const group = message.chat_type !== 'p2p';
  const incoming = {
    platform: 'lark' as const,
    keys: [key, `message:${message.message_id}`],
    account: { id: sender.sender_id.open_id },
    chat: group ? { kind: 'group' as const, id: message.chat_id } : { kind: 'direct' as const },
  };
  const mentions = message.mentions ?? [];
  switch (message.message_type) {
    case 'text':
      return said(incoming, readText(message.content, mentions, self));
    case 'post': {
      const images = group ? [] : imagesIn(message.content);
      const post = readPost(message.content, mentions, self);
      return images.length > 0
        ? pictures(incoming, message.message_id, images, post.text)
        : said(incoming, post);
    }
    case 'image':
      if (group) return { kind: 'ignored', reason: 'a picture for the group, not for the bot' };
      return pictures(incoming, message.message_id, [readImage(message.content)]);
    case 'file':
      if (group) return { kind: 'ignored', reason: 'a file for the group, not for the bot' };
      return { kind: 'file', incoming, message: message.message_id, ...readFile(message.content) };
    default:
      if (group)
        return { kind: 'ignored', reason: `for the group, not for the bot: ${message.message_type}` };
      return heard({ ...incoming, event: { kind: 'wordless' } });
  }
}

function decodeOldMessage(key: string, message: OldMessage): Decoded {
  if (message.msg_type !== 'text')
    return { kind: 'ignored', reason: `a message of type ${message.msg_type}` };
  const group = message.chat_type !== 'private';
  const text = (message.text_without_at_bot ?? message.text ?? '').trim();
  return said(
    {
      platform: 'lark',
      keys: [key, `message:${message.open_message_id}`],
      account: { id: message.open_id },
      chat: group ? { kind: 'group', id: message.open_chat_id } : { kind: 'direct' },
    },
    { text, named: message.is_mention ?? true },
  );
}

function said(incoming: Omit<Incoming, 'event'>, { text, named }: Said): Decoded {
  const overheard = incoming.chat.kind === 'group' && !named;
  return {
    kind: 'incoming',
    incoming: { ...incoming, event: { kind: 'text', text, ...(overheard && { overheard }) } },
  };
}

/** Lark names no picture. */
function pictures(
  incoming: Omit<Incoming, 'event'>,
  message: string,
  keys: readonly string[],
  text?: string,
): Decoded {
  const parts = keys.map((key) => ({ handle: handleOf({ message, key, type: 'image' }), name: '' }));
  return {
    kind: 'incoming',
    incoming: { ...incoming, event: { kind: 'sent', parts, ...(text && { text }) } },
  };
}

const Value = z.object({
  command: z.string().min(1),
  input: z.custom<Input>(isRecord).default({}),
  group: z.literal(true).exactOptional(),
  fields: z.record(z.string(), z.enum(FIELD_CODES)).exactOptional(),
}) satisfies z.ZodType<LarkValue>;

function decodeTrigger(key: string, { operator, action, context }: Trigger): Incoming {
  const value = Value.safeParse(unfold(action.value));
  if (!value.success) throw new Rejected(400, 'the pressed button is none of this product');
  const { command, input, group, fields } = value.data;
  const form = action.form_value && readForm(unfold(action.form_value), fields ?? {});
  const chat =
    group && context.open_chat_id
      ? { kind: 'group' as const, id: context.open_chat_id }
      : { kind: 'direct' as const };
  return {
    platform: 'lark',
    keys: [key],
    account: { id: operator.open_id },
    chat,
    event: { kind: 'tap', message: context.open_message_id, command, input, ...(form && { form }) },
  };
}

/** An object, or the JSON of one. It comes out of JSON either way, so what it holds is JSON. */
function unfold(carried: Record<string, unknown> | string | null | undefined): Input {
  const value = typeof carried === 'string' ? parseJson(carried) : carried;
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function heard(incoming: Omit<Incoming, 'platform'>): Decoded {
  return { kind: 'incoming', incoming: { platform: 'lark', ...incoming } };
}
