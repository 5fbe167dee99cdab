import { z } from 'zod';
import { Rejected } from '../../errors.ts';

/**
 * What Lark sends, as far as it is read. Schema 2.0 has a header with the type; 1.0 has the type inside the event.
 * {@link https://open.feishu.cn/document/server-docs/im-v1/message/events/receive}
 */
const Id = z.object({ open_id: z.string().min(1) });
const Text = z.string().min(1);

const Mention = z.object({
  key: Text,
  name: z.string().catch(''),
  id: z.object({ open_id: z.string().nullish() }).nullish(),
  mentioned_type: z.string().nullish(),
});
export type Mention = z.infer<typeof Mention>;

const Message = z.object({
  sender: z.object({ sender_id: Id.nullish(), sender_type: z.string().default('user') }),
  message: z.object({
    message_id: Text,
    chat_id: Text,
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(Mention).nullish(),
  }),
});
export type Message = z.infer<typeof Message>;

const Membership = z.object({ chat_id: Text, name: z.string().nullish(), operator_id: Id.nullish() });

const Menu = z.object({
  operator: z.object({ operator_name: z.string().nullish(), operator_id: Id }),
  event_key: Text,
});

const Left = z.object({ object: Id });

/** Values come as objects; some clients send one as the JSON of it. */
const Carried = z.union([z.record(z.string(), z.unknown()), z.string()]);

const Trigger = z.object({
  operator: Id,
  action: z.object({ tag: z.string().nullish(), value: Carried.nullish(), form_value: Carried.nullish() }),
  context: z.object({ open_message_id: Text, open_chat_id: z.string().nullish() }),
});
export type Trigger = z.infer<typeof Trigger>;

const OldMessage = z.object({
  open_id: Text,
  open_message_id: Text,
  open_chat_id: Text,
  chat_type: z.string(),
  msg_type: z.string(),
  text_without_at_bot: z.string().nullish(),
  text: z.string().nullish(),
  is_mention: z.boolean().nullish(),
});
export type OldMessage = z.infer<typeof OldMessage>;

const OldMembership = z.object({ open_chat_id: Text, chat_name: z.string().nullish() });

/** `create_time`: of a press in µs, of other events in other units. */
const Header = z.object({
  event_id: Text,
  event_type: Text,
  create_time: z
    .string()
    .regex(/^\d{1,20}$/)
    .catch(''),
});

const Envelope = z.union([
  z.object({ header: Header, event: z.unknown() }),
  z.object({ uuid: Text, event: z.looseObject({ type: Text }) }),
]);

export type LarkEvent = { id: string } & (
  | { kind: 'message'; message: Message }
  | { kind: 'oldMessage'; message: OldMessage }
  /** `at`: when it was pressed, as Lark says it; empty where it does not. */
  | { kind: 'trigger'; trigger: Trigger; at: string }
  | { kind: 'menu'; account: { id: string; name?: string }; key: string }
  | { kind: 'joined' | 'left'; chat: string; name?: string; operator?: string }
  | { kind: 'departed'; account: string }
  | { kind: 'other'; type: string }
);

export function readEvent(payload: unknown): LarkEvent {
  const envelope = parse(Envelope, payload, 'event');
  if ('header' in envelope) {
    const { event_id: id, event_type: type, create_time: at } = envelope.header;
    return { id, ...read(type, envelope.event, at) };
  }
  return { id: envelope.uuid, ...readOld(envelope.event.type, envelope.event) };
}

type Read<Event = LarkEvent> = Event extends { id: string } ? Omit<Event, 'id'> : never;

function read(type: string, event: unknown, at: string): Read {
  switch (type) {
    case 'im.message.receive_v1':
      return { kind: 'message', message: parse(Message, event, type) };
    case 'card.action.trigger':
      return { kind: 'trigger', trigger: parse(Trigger, event, type), at };
    case 'application.bot.menu_v6': {
      const { operator, event_key: key } = parse(Menu, event, type);
      const name = operator.operator_name;
      return { kind: 'menu', account: { id: operator.operator_id.open_id, ...(name && { name }) }, key };
    }
    case 'contact.user.deleted_v3':
      return { kind: 'departed', account: parse(Left, event, type).object.open_id };
    case 'im.chat.member.bot.added_v1':
    case 'im.chat.member.bot.deleted_v1': {
      const { chat_id: chat, name, operator_id: operator } = parse(Membership, event, type);
      const kind = type === 'im.chat.member.bot.added_v1' ? 'joined' : 'left';
      return { kind, chat, ...(name && { name }), ...(operator && { operator: operator.open_id }) };
    }
    default:
      return { kind: 'other', type };
  }
}

function readOld(type: string, event: unknown): Read {
  switch (type) {
    case 'message':
      return { kind: 'oldMessage', message: parse(OldMessage, event, type) };
    case 'add_bot':
    case 'remove_bot': {
      const { open_chat_id: chat, chat_name: name } = parse(OldMembership, event, type);
      return { kind: type === 'add_bot' ? 'joined' : 'left', chat, ...(name && { name }) };
    }
    default:
      return { kind: 'other', type };
  }
}

/** Says which property is not as it should be, never what it holds. */
function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Rejected(400, `${what} is not of Lark’s shape at: ${where || 'its top'}`);
}
