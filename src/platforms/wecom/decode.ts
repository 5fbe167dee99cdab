import { z } from 'zod';
import type { Input } from '../../../cards/card.ts';
import { ANSWERED, type Answered, NOTHING, type WecomKey } from '../../../cards/render/wecom.ts';
import { Rejected, unreachable } from '../../errors.ts';
import { parseJson } from '../body.ts';
import type { Incoming } from '../platform.ts';
import type { Press, WecomEvent } from './event.ts';

export type Decoded =
  | { kind: 'incoming'; incoming: Incoming }
  /** A press on the card of this task; its code draws the card anew, once. */
  | { kind: 'tap'; incoming: Incoming; task: string; code: string }
  /** A file that is still to be fetched. */
  | { kind: 'file'; incoming: Omit<Incoming, 'event'>; media: string; name: string }
  | { kind: 'ignored'; reason: string };

/** What a button carries that did not fit its key; none if that is not known any more. */
export type Kept = (task: string, reference: string) => { command: string; input: Input } | undefined;

export function decode(event: WecomEvent, kept: Kept): Decoded {
  switch (event.kind) {
    case 'text':
      return heard(event, [`message:${event.id}`], { kind: 'text', text: event.text.trim() });
    case 'file': {
      const { media, name } = event;
      return { kind: 'file', incoming: directly(event, [`message:${event.id}`]), media, name };
    }
    case 'image':
      return heard(event, [`message:${event.id}`], {
        kind: 'sent',
        // WeCom names no picture but by its id.
        parts: [{ handle: event.media, name: '' }],
      });
    case 'wordless':
      return heard(event, [`message:${event.id}`], { kind: 'wordless' });
    case 'menu':
      return heard(event, [moment(event, `click:${event.key}`)], { kind: 'menu', key: event.key });
    case 'press': {
      const { task, code } = event.press;
      // Told apart by the code, not by what was pressed: keys are kept, and what somebody thinks may be on a button.
      const incoming = directly(event, [moment(event, `press:${task}:${code}`)]);
      return { kind: 'tap', incoming: { ...incoming, event: tapOf(event.press, kept) }, task, code };
    }
    case 'entered':
      // Once a month, as that is how long an event is remembered: nobody is greeted whenever they look in.
      return heard(event, [`entered:${event.by}`], { kind: 'entered' });
    case 'contact':
      return changed(event.change, event.user, event.at);
    case 'other':
      return { kind: 'ignored', reason: `nothing follows from ${event.type}` };
    default:
      return unreachable(event);
  }
}

/** Of contacts; who did it is nobody. */
function changed(change: string, user: string, at: string): Decoded {
  if (change !== 'delete_user' || !user)
    return { kind: 'ignored', reason: `nothing follows from the change ${change} of contacts` };
  const departed = { kind: 'departed' as const, accounts: [user] };
  const keys = [`wecom:event:${at}:departed:${user}`];
  return {
    kind: 'incoming',
    incoming: { platform: 'wecom', keys, chat: { kind: 'direct' }, event: departed },
  };
}

function heard(event: WecomEvent, keys: string[], said: Incoming['event']): Decoded {
  return { kind: 'incoming', incoming: { ...directly(event, keys), event: said } };
}

/** Whatever is said to an app is said to it alone: groups do not reach it. */
function directly({ by }: WecomEvent, keys: string[]): Omit<Incoming, 'event'> {
  return {
    platform: 'wecom',
    keys: keys.map((key) => `wecom:${key}`),
    account: { id: by },
    chat: { kind: 'direct' },
  };
}

/** Events have no ids: who did it, when, and what. */
function moment({ by, at }: WecomEvent, what: string): string {
  return `event:${by}:${at}:${what}`;
}

const Key = z.object({
  c: z.string().min(1),
  i: z.custom<Input>(isRecord).default({}),
  f: z.record(z.string(), z.enum(ANSWERED)).exactOptional(),
  n: z.number().exactOptional(),
}) satisfies z.ZodType<WecomKey>;

type Tap = Extract<Incoming['event'], { kind: 'tap' }>;

function tapOf({ key, task, selected }: Press, kept: Kept): Tap {
  const tap = { kind: 'tap' as const, message: task };
  if (key.startsWith('#')) {
    // A card whose buttons nobody remembers is an old one: an unknown command says so.
    const { command, input } = kept(task, key) ?? { command: 'gone', input: {} };
    return { ...tap, command, input };
  }
  const read = Key.safeParse(parseJson(key));
  if (!read.success) throw new Rejected(400, 'the pressed button is none of this product');
  const { c: command, i: input, f: fields } = read.data;
  return { ...tap, command, input, ...(fields && { form: formOf(fields, selected) }) };
}

function formOf(fields: Record<string, Answered>, selected: Press['selected']): Input {
  const answers = Object.entries(fields).flatMap(([name, answered]) => {
    const chosen = Object.hasOwn(selected, name) ? selected[name] : undefined;
    const value = chosen && answerOf(answered, chosen);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(answers);
}

function answerOf(answered: Answered, chosen: string[]): string | string[] | boolean | undefined {
  const [first] = chosen;
  switch (answered) {
    case 'list':
      return chosen;
    case 'one':
      return first === NOTHING ? undefined : first;
    case 'checkbox':
      return first === undefined ? undefined : first === 'true';
    default:
      return unreachable(answered);
  }
}

function isRecord(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
