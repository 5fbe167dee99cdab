import { createHash } from 'node:crypto';
import type { Card } from '../../../cards/card.ts';
import { renderLarkJson, renderLarkPlain } from '../../../cards/render/lark.ts';
import { renderText } from '../../../cards/render/text.ts';
import { MINUTE, SECOND } from '../../time.ts';
import type { Address, Attachment, Platform, Sent } from '../platform.ts';
import type { LarkApi, Receiver } from './client.ts';
import { larkDirectory } from './directory.ts';
import { LarkFault } from './http.ts';

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
    can: { form: true, edit: true },
    ...(chat !== undefined && { chat }),
    send: (address, card, key, form) => settle(() => send(api, address, card, key, form)),
    directory: () => larkDirectory(api),
    update: (address, remoteId, card, form) => settle(() => update(api, address, remoteId, card, form)),
    sendFile: (address, file, key) => settle(() => sendFile(api, address, file, key)),
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

/** Codes of {@link https://open.feishu.cn/document/server-docs/im-v1/message/create} and the general ones. */
const AGAIN = codes('230020 230049 99991400');
const NEVER = codes(
  '230001 230002 230006 230011 230013 230015 230017 230018 230019 230022 230025 230027 230028 230029 230031 230034',
  '230035 230036 230038 230053 230054 230055 230075 230099 230110 232009',
  // Of downloads.
  '234001 234003 234004 234009 234037 234038 234040 234041 234043',
);
/** The app's id, secret, scopes, release or allowed addresses. */
const BROKEN = codes(
  '10003 10005 10012 10013 10014 10015 99991401 99991543 99991661 99991662 99991663 99991664 99991671 99991672 99991673',
);

function codes(...lines: string[]): ReadonlySet<number> {
  return new Set(lines.flatMap((line) => line.split(' ').map(Number)));
}

/** By Lark's own code: the HTTP status alone says little, and decides only where the code is unknown. */
export function verdictOf(fault: LarkFault): 'again' | 'never' | 'broken' {
  const { code, status } = fault;
  if (code !== null && BROKEN.has(code)) return 'broken';
  if (isLocked(fault) || (code !== null && AGAIN.has(code))) return 'again';
  if (code !== null && NEVER.has(code)) return 'never';
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'never' : 'again';
}

function isBadCard(error: unknown): boolean {
  return error instanceof LarkFault && error.code === 230099 && !isLocked(error);
}

/** Somebody is pressing on that card at this moment; it is not a bad one. */
function isLocked(fault: LarkFault): boolean {
  return fault.code === 230099 && fault.message.includes('card action is lock');
}
