import { createHash } from 'node:crypto';
import type { Card } from '../../../cards/card.ts';
import { renderLarkJson, renderLarkPlain } from '../../../cards/render/lark.ts';
import { renderText } from '../../../cards/render/text.ts';
import { MINUTE, SECOND } from '../../time.ts';
import type { Address, Attachment, Platform, Sent } from '../platform.ts';
import type { LarkApi, Receiver } from './client.ts';
import { larkDirectory } from './directory.ts';
import { LarkFault } from './http.ts';
import { fetchResource } from './resource.ts';
import { isLocked, verdictOf } from './verdict.ts';

export function larkPlatform(api: LarkApi, chat?: string): Platform {
  return {
    name: 'lark',
    /** The limits of an app; of a person and a group, the latter shared by all bots in it. */
    pace: {
      app: [
        { count: 50, per: SECOND },
        { count: 1000, per: MINUTE },
      ],
      address: [{ count: 5, per: SECOND }],
    },
    can: { form: true, edit: true, files: true },
    ...(chat !== undefined && { chat }),
    send: (address, card, key, form) => settle(() => send(api, address, card, key, form)),
    directory: () => larkDirectory(api),
    update: (address, remoteId, card, form) => settle(() => update(api, address, remoteId, card, form)),
    sendFile: (address, file, key) => settle(() => sendFile(api, address, file, key)),
    fetch: (handle, most) => fetchResource(api, handle, most),
  };
}

/** A card that Lark will not draw is sent as text: the reader sees something. */
async function send(api: LarkApi, address: Address, card: Card, key: string, form?: string): Promise<string> {
  const to = receiver(address);
  try {
    return await api.send(to, 'interactive', renderLarkJson(card, address.kind, form), uuid(key));
  } catch (error) {
    if (!isBadCard(error)) throw error;
    return await api.send(to, 'text', JSON.stringify({ text: plainly(card) }), uuid(`${key} as text`));
  }
}

async function update(
  api: LarkApi,
  address: Address,
  remoteId: string,
  card: Card,
  form?: string,
): Promise<string> {
  try {
    await api.redraw(remoteId, renderLarkJson(card, address.kind, form));
  } catch (error) {
    if (!isBadCard(error)) throw error;
    await api.redraw(remoteId, JSON.stringify(renderLarkPlain(card)));
  }
  return remoteId;
}

/** Handed in twice, after a failure in between, it is still one message: the key is the message's. */
async function sendFile(api: LarkApi, address: Address, file: Attachment, key: string): Promise<string> {
  const fileKey = await api.upload(file.name, file.bytes);
  return await api.send(receiver(address), 'file', JSON.stringify({ file_key: fileKey }), uuid(key));
}

function receiver(address: Address): Receiver {
  return { type: address.kind === 'group' ? 'chat_id' : 'open_id', id: address.id };
}

/** At most 50 characters, whatever the key is. */
function uuid(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

/** In a text message tags, links and asterisks are markup: what somebody typed has none of them left. */
function plainly(card: Card): string {
  const text = `${renderText(card)}\n（这张卡片显示不出来，先用文字发给您。）`;
  const width: Record<string, string> = {
    '<': '＜',
    '>': '＞',
    '[': '［',
    ']': '］',
    '*': '＊',
    '~': '～',
    '`': '｀',
  };
  return text
    .slice(0, 20_000)
    .replace(/[<>[\]*~`]/g, (mark) => width[mark] ?? mark)
    .toWellFormed();
}

async function settle(attempt: () => Promise<string>): Promise<Sent> {
  try {
    return { ok: true, remoteId: await attempt() };
  } catch (error) {
    if (!(error instanceof LarkFault)) throw error;
    const { after } = error;
    return {
      ok: false,
      verdict: verdictOf(error),
      reason: error.message,
      ...(after !== undefined && { after }),
    };
  }
}

function isBadCard(error: unknown): boolean {
  return error instanceof LarkFault && error.code === 230099 && !isLocked(error);
}
