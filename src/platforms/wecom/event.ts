import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { readXml } from './xml.ts';

/**
 * What WeCom sends, as far as it is read. Every value is a string.
 * {@link https://developer.work.weixin.qq.com/document/path/90239} {@link https://developer.work.weixin.qq.com/document/path/90240}
 */
const Text = z.string().min(1);
const Number64 = z.string().regex(/^\d{1,20}$/);

const Common = z.object({
  FromUserName: Text,
  CreateTime: Number64,
  MsgType: Text,
  AgentID: z
    .string()
    .regex(/^\d{0,15}$/)
    .default(''),
});

const TextMessage = z.object({ MsgId: Number64, Content: z.string() });
const FileMessage = z.object({ MsgId: Number64, MediaId: Text, FileName: z.string().catch('') });
const Numbered = z.object({ MsgId: Number64 });
const ImageMessage = z.object({ MsgId: Number64, MediaId: Text });

const Selected = z.object({
  QuestionKey: z.string(),
  OptionIds: z.union([z.object({ OptionId: z.array(z.string()).default([]) }), z.literal('')]),
});

const Pressed = z.object({
  EventKey: Text,
  TaskId: Text,
  ResponseCode: z.string().default(''),
  SelectedItems: z
    .union([z.object({ SelectedItem: z.array(Selected).default([]) }), z.literal('')])
    .default(''),
});

const Clicked = z.object({ EventKey: Text });
const Contact = z.object({ ChangeType: Text, UserID: z.string().default('') });

export interface Press {
  key: string;
  task: string;
  /** Good for drawing the card anew once; empty where WeCom gave none. */
  code: string;
  /** What was chosen, by question. */
  selected: Record<string, string[]>;
}

export type WecomEvent = { by: string; at: string; agent: string } & (
  | { kind: 'text'; id: string; text: string }
  | { kind: 'file'; id: string; media: string; name: string }
  | { kind: 'image'; id: string; media: string }
  | { kind: 'press'; press: Press }
  | { kind: 'menu'; key: string }
  | { kind: 'entered' }
  | { kind: 'contact'; change: string; user: string }
  | { kind: 'wordless'; id: string }
  | { kind: 'other'; type: string }
);

export function readEvent(text: string): WecomEvent {
  const xml = readXml(text);
  const common = parse(Common, xml, 'the message');
  const { FromUserName: by, CreateTime: at, AgentID: agent, MsgType: type } = common;
  return { by, at, agent, ...read(type, xml) };
}

type Read<Event = WecomEvent> = Event extends { kind: string } ? Omit<Event, 'by' | 'at' | 'agent'> : never;

function read(type: string, xml: unknown): Read {
  switch (type) {
    case 'text': {
      const { MsgId: id, Content: text } = parse(TextMessage, xml, type);
      return { kind: 'text', id, text };
    }
    case 'file': {
      const { MsgId: id, MediaId: media, FileName: name } = parse(FileMessage, xml, type);
      return { kind: 'file', id, media, name };
    }
    case 'image': {
      const { MsgId: id, MediaId: media } = parse(ImageMessage, xml, type);
      return { kind: 'image', id, media };
    }
    case 'event':
      return readNamed(parse(z.object({ Event: Text }), xml, type).Event, xml);
    case 'voice':
    case 'video':
    case 'location':
    case 'link':
      return { kind: 'wordless', id: parse(Numbered, xml, type).MsgId };
    default:
      return { kind: 'other', type: `a message of type ${type}` };
  }
}

function readNamed(event: string, xml: unknown): Read {
  switch (event) {
    case 'click':
      return { kind: 'menu', key: parse(Clicked, xml, event).EventKey };
    case 'template_card_event':
    case 'template_card_menu_event':
      return { kind: 'press', press: pressOf(parse(Pressed, xml, event)) };
    case 'enter_agent':
    case 'subscribe':
      return { kind: 'entered' };
    case 'change_contact': {
      const { ChangeType: change, UserID: user } = parse(Contact, xml, event);
      return { kind: 'contact', change, user };
    }
    default:
      return { kind: 'other', type: `the event ${event}` };
  }
}

function pressOf({
  EventKey: key,
  TaskId: task,
  ResponseCode: code,
  SelectedItems,
}: z.infer<typeof Pressed>): Press {
  const items = SelectedItems === '' ? [] : SelectedItems.SelectedItem;
  const chosen = items.map(({ QuestionKey, OptionIds }) => [
    QuestionKey,
    OptionIds === '' ? [] : OptionIds.OptionId,
  ]);
  return { key, task, code, selected: Object.fromEntries(chosen) };
}

/** Says which element is not as it should be, never what it holds. */
function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Rejected(400, `${what} is not of WeCom’s shape at: ${where || 'its top'}`);
}
