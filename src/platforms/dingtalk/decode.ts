import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import type { Instant } from '../../time.ts';
import { parseJson } from '../body.ts';
import type { Address, Incoming } from '../platform.ts';
import {
  AudioContent,
  CardPress,
  FileContent,
  PictureContent,
  PressContent,
  parseAs,
  RichContent,
  RobotMessage,
} from './message.ts';
import { type Spoken, spokenIn } from './word.ts';

export type Decoded = Heard & {
  /** Where an answer can go at no cost, if the message brought that. */
  session?: Session;
};

type Heard =
  | { kind: 'incoming'; incoming: Incoming }
  /** Words with a code behind them: what the button stands for is looked up. */
  | { kind: 'spoken'; incoming: Heading; text: string; spoken: Spoken }
  /** A file that is still to be fetched. */
  | { kind: 'file'; incoming: Heading; code: string; name: string }
  /** Somebody who is not of the organisation: told so, and nothing else. */
  | { kind: 'outsider'; key: string }
  | { kind: 'ignored'; reason: string };

type Heading = Omit<Incoming, 'event'>;

/** An address that takes answers into one chat, for an hour and a half. */
export interface Session {
  /** The chat; absent where its person has no id. */
  to?: Address;
  url: string;
  until: Instant;
}

export function decodeRobot(payload: unknown): Decoded {
  const message = parseAs(RobotMessage, payload, 'the message');
  const session = sessionOf(message);
  return { ...hear(message), ...(session && { session }) };
}

function hear(message: RobotMessage): Heard {
  const { msgId, senderStaffId: staff, senderNick: name } = message;
  const key = `dingtalk:message:${msgId}`;
  if (!staff || isForeign(message)) return { kind: 'outsider', key };
  const incoming: Heading = {
    platform: 'dingtalk',
    keys: [key],
    account: { id: staff, ...(name && { name }) },
    chat: chatOf(message),
  };
  switch (message.msgtype) {
    case 'text':
      return said(incoming, message.text?.content ?? '');
    case 'richText': {
      const { richText } = parseAs(RichContent, message.content, 'rich text');
      const text = richText.map((one) => one.text ?? '').join('');
      const codes = richText.flatMap(({ downloadCode }) => downloadCode || []);
      const direct = incoming.chat.kind === 'direct';
      return direct && codes.length > 0 ? pictures(incoming, codes, text.trim()) : said(incoming, text);
    }
    case 'picture': {
      if (incoming.chat.kind === 'group') return ignored('a picture for the group, not for the bot');
      return pictures(incoming, [parseAs(PictureContent, message.content, 'the picture').downloadCode]);
    }
    case 'audio': {
      const heard = AudioContent.safeParse(message.content);
      return heard.success ? said(incoming, heard.data.recognition) : wordless(incoming, 'audio');
    }
    case 'file': {
      if (incoming.chat.kind === 'group') return ignored('a file for the group, not for the bot');
      const { downloadCode: code, fileName } = parseAs(FileContent, message.content, 'the file');
      return { kind: 'file', incoming, code, name: fileName };
    }
    default:
      return wordless(incoming, message.msgtype.slice(0, 40));
  }
}

function ignored(reason: string): Heard {
  return { kind: 'ignored', reason };
}

function wordless(incoming: Heading, type: string): Heard {
  if (incoming.chat.kind === 'group') return ignored(`for the group, not for the bot: ${type}`);
  return { kind: 'incoming', incoming: { ...incoming, event: { kind: 'wordless' } } };
}

/** DingTalk names no picture. */
function pictures(incoming: Heading, codes: readonly string[], text?: string): Heard {
  const parts = codes.map((handle) => ({ handle, name: '' }));
  return {
    kind: 'incoming',
    incoming: { ...incoming, event: { kind: 'sent', parts, ...(text && { text }) } },
  };
}

function isForeign({ senderCorpId: theirs, chatbotCorpId: ours }: RobotMessage): boolean {
  return Boolean(theirs && ours && theirs !== ours);
}

function chatOf(message: RobotMessage): Incoming['chat'] {
  if (message.conversationType === '1') return { kind: 'direct' };
  const name = message.conversationTitle;
  return { kind: 'group', id: message.conversationId, ...(name && { name }), unannounced: true };
}

/** After a mention DingTalk leaves the space that stood behind it, some clients the mention itself. */
function said(incoming: Heading, content: string): Heard {
  const text = content
    .replace(/[^\S\n]+/g, ' ')
    .trim()
    .replace(/^(@\S+ )+/, '')
    .trim();
  const spoken = spokenIn(text);
  if (spoken) return { kind: 'spoken', incoming, text, spoken };
  return { kind: 'incoming', incoming: { ...incoming, event: { kind: 'text', text } } };
}

function sessionOf(message: RobotMessage): Session | undefined {
  const { sessionWebhook: url, sessionWebhookExpiredTime: until, senderStaffId: staff } = message;
  if (!url || !until) return undefined;
  if (message.conversationType === '2')
    return { url, until, to: { platform: 'dingtalk', kind: 'group', id: message.conversationId } };
  return { url, until, ...(staff && { to: { platform: 'dingtalk', kind: 'direct', id: staff } }) };
}

/** A button of a template's card. `carried`: the word that the button held, with the group it stands in. */
export interface PressedCard {
  message: string;
  account: string;
  carried: string;
}

const Params = z.object({ code: z.string().min(1) });

export function decodeCard(payload: unknown): PressedCard {
  const press = parseAs(CardPress, payload, 'the card callback');
  const content = unfold(press.content ?? press.value);
  const { params } = parseAs(PressContent, content, 'the pressed button').cardPrivateData;
  const { code } = parseAs(Params, params, 'the pressed button');
  return { message: press.outTrackId, account: press.userId, carried: code };
}

function unfold(carried: Record<string, unknown> | string | null | undefined): unknown {
  if (carried === null || carried === undefined)
    throw new Rejected(400, 'the pressed button carries nothing');
  return typeof carried === 'string' ? parseJson(carried) : carried;
}

const Ids = z.union([
  z.array(z.string().min(1)),
  z
    .string()
    .min(1)
    .transform((id) => [id]),
]);
const Gone = z.object({ UserId: Ids.optional(), userId: Ids.optional() });

/** What changed in the organisation, as far as anything follows from it: people who left. Posted events write names large. */
export function decodeEvent(
  type: string,
  payload: unknown,
  id: string,
): { kind: 'departed'; incoming: Incoming } | { kind: 'ignored'; reason: string } {
  if (type !== 'user_leave_org')
    return { kind: 'ignored', reason: `nothing follows from ${type.slice(0, 60)}` };
  const { UserId, userId } = parseAs(Gone, payload, type);
  const accounts = UserId ?? userId ?? [];
  return {
    kind: 'departed',
    incoming: {
      platform: 'dingtalk',
      keys: [`dingtalk:event:${id}`],
      chat: { kind: 'direct' },
      event: { kind: 'departed', accounts },
    },
  };
}
