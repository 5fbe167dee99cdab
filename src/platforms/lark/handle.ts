import { card } from '../../../cards/card.ts';
import { renderLarkJson } from '../../../cards/render/lark.ts';
import { unreachable } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { receive } from '../../receive.ts';
import { sendsRoster } from '../../roster.ts';
import type { Answer, Incoming } from '../platform.ts';
import { type Decoded, decode, mentionsAnybody } from './decode.ts';
import { readEvent } from './event.ts';
import { LarkFault, TOO_LARGE } from './http.ts';
import type { Lark } from './lark.ts';
import { handleOf } from './resource.ts';
import { verdictOf } from './verdict.ts';

/** What Lark is told: the body of the answer, and whether it shall send this again. */
export interface Handled {
  body: string;
  again: boolean;
}

const DONE: Handled = { body: '{}', again: false };
/** Bytes: a roster of everybody is a hundredth of it. */
const ROSTER = 5 * 1024 * 1024;

const AGAIN: Handled = { body: '{}', again: true };

/** A verified payload, by whichever way it came: read → decode → receive → the answer in Lark's shape. */
export async function handle(org: Org, lark: Lark, payload: unknown): Promise<Handled> {
  const event = readEvent(payload);
  const decoded = decode(event, mentionsAnybody(event) ? await lark.self() : undefined);
  switch (decoded.kind) {
    case 'tap':
      return { body: tapAnswer(await receive(org, decoded.incoming), decoded.incoming), again: false };
    case 'incoming':
      return await heard(org, decoded.incoming);
    case 'file':
      return await fetched(org, lark, decoded);
    case 'ignored':
      org.log.info('lark.ignored', { org: org.slug, reason: decoded.reason });
      return DONE;
    default:
      return unreachable(decoded);
  }
}

async function heard(org: Org, incoming: Incoming): Promise<Handled> {
  return (await receive(org, incoming)).fault ? AGAIN : DONE;
}

/** A roster comes first, over the network; the transaction that reads it afterwards does not wait for anything. */
async function fetched(org: Org, lark: Lark, file: Extract<Decoded, { kind: 'file' }>): Promise<Handled> {
  const { incoming, message, key, name } = file;
  const resource = { message, key, type: 'file' } as const;
  if (!sendsRoster(org, incoming, name)) {
    const parts = [{ handle: handleOf(resource), name }];
    return await heard(org, { ...incoming, event: { kind: 'sent', parts } });
  }
  try {
    const bytes = await lark.api.download(resource, ROSTER);
    return await heard(org, { ...incoming, event: { kind: 'file', name, bytes } });
  } catch (error) {
    if (!(error instanceof LarkFault)) throw error;
    org.log.warn('lark.file', { org: org.slug, reason: error.message });
    if (verdictOf(error) === 'again') return AGAIN;
    await explain(lark, file, error);
    return DONE;
  }
}

async function explain(
  lark: Lark,
  { incoming, message }: Extract<Decoded, { kind: 'file' }>,
  fault: LarkFault,
): Promise<void> {
  if (!incoming.account) return;
  const large = fault.code === TOO_LARGE;
  const sentence = large
    ? '文件太大了，请把不用的内容删掉（5 MB 以内），再发一次。'
    : '文件没有取到，请再发一次；还不行就请管理员检查机器人的权限。';
  const to = { platform: 'lark', kind: 'direct', id: incoming.account.id } as const;
  await lark.platform.send(to, card(sentence, [], { tone: 'warning' }), `file:${message}`);
}

/** The card is JSON already, and this is the hot path. */
function tapAnswer({ toast, card, form }: Answer, { chat }: Incoming): string {
  const parts = [
    ...(toast ? [`"toast":${JSON.stringify({ type: toast.tone, content: toast.text })}`] : []),
    ...(card ? [`"card":{"type":"raw","data":${renderLarkJson(card, chat.kind, form)}}`] : []),
  ];
  return `{${parts.join(',')}}`;
}
