import { createHash } from 'node:crypto';
import type { Card } from '../../../cards/card.ts';
import { type DingTalkCard, renderDingTalk, renderDingTalkText } from '../../../cards/render/dingtalk.ts';
import { type Instant, MINUTE, SECOND } from '../../time.ts';
import type { Address, Attachment, Fetched, Platform, Sent } from '../platform.ts';
import type { SendToPerson } from './batch.ts';
import type { CardDelivery, DingTalkApi, Message, SentToPeople } from './client.ts';
import { readDirectory } from './directory.ts';
import { DingTalkFault, isBadContent, isPassing, refusalOf } from './fault.ts';
import { TOO_LARGE } from './http.ts';
import type { Sessions } from './session.ts';
import { messageOf, sessionMessage } from './shape.ts';
import { paramsOf } from './template.ts';
import type { Wording } from './word.ts';

/** What sending needs. */
export interface Outlet {
  api: DingTalkApi;
  sendToPerson: SendToPerson;
  sessions: Sessions;
  wording: Wording;
  template?: { id: string; callback(): Promise<CardDelivery['callback']> };
  monthlyCalls: number;
  now(): Instant;
}

export function dingTalkPlatform(outlet: Outlet): Platform {
  const { sessions, template, monthlyCalls } = outlet;
  const done = createMemory();
  return {
    name: 'dingtalk',
    /** 20 calls a second for an app and an API; 20 messages a minute into one chat. */
    pace: { app: [{ count: 20, per: SECOND }], address: [{ count: 20, per: MINUTE }] },
    can: { form: false, edit: template !== undefined, files: true },
    budget: {
      calls: monthlyCalls,
      free: (address, at) => template === undefined && sessions.find(address, at) !== undefined,
    },
    sendFile: (address, file, key) => done.once(key, () => settle(() => sendFile(outlet, address, file))),
    directory: () => readDirectory(outlet.api),
    fetch: (code, most) => fetchSent(outlet.api, code, most),
    send: (address, card, key, form) =>
      done.once(key, () => settle(() => send(outlet, address, card, key, form))),
    update: (address, remoteId, card, form) => settle(() => update(outlet, address, remoteId, card, form)),
  };
}

/** By the code that came with the message, for as long as DingTalk knows it. */
async function fetchSent(api: DingTalkApi, code: string, most: number): Promise<Fetched> {
  try {
    return { ok: true, bytes: await api.download(code, most) };
  } catch (error) {
    if (!(error instanceof DingTalkFault)) throw error;
    if (error.code === TOO_LARGE) return { ok: false, verdict: 'large', reason: error.message };
    const refusal = refusalOf(error);
    return { ...refusal, verdict: refusal.verdict === 'never' ? 'never' : 'again' };
  }
}

async function send(
  outlet: Outlet,
  address: Address,
  card: Card,
  key: string,
  form?: string,
): Promise<string> {
  if (outlet.template) return await sendTemplate(outlet, outlet.template, address, card, key, form);
  const words = outlet.wording.words();
  const drawn = renderDingTalk(card, { word: words.word, ...(form && { form }) });
  await words.keep();
  return offering(await sendDrawn(outlet, address, card, key, drawn, form), words.primary());
}

async function sendDrawn(
  outlet: Outlet,
  address: Address,
  card: Card,
  key: string,
  drawn: DingTalkCard,
  form?: string,
): Promise<string> {
  const url = outlet.sessions.find(address, outlet.now());
  if (url && (await answer(outlet, address, url, drawn))) return `session:${shortOf(key)}`;
  try {
    return await post(outlet, address, messageOf(drawn));
  } catch (error) {
    if (!(error instanceof DingTalkFault) || !isBadContent(error)) throw error;
    const param = JSON.stringify({ content: renderDingTalkText(card, form) });
    return await post(outlet, address, { key: 'sampleText', param });
  }
}

/** What a message is called, with what it offers to press: so that it is known when a later one offers more. */
function offering(id: string, codes: string[]): string {
  return `${id}~${codes.join('.')}`;
}

function offersMore(remoteId: string, codes: string[]): boolean {
  const before = remoteId.slice(remoteId.indexOf('~') + 1).split('.');
  return codes.some((code) => !before.includes(code));
}

/** Whether it went out by the address that the last message brought along. What that address refuses, the API is asked for. */
async function answer(outlet: Outlet, address: Address, url: string, drawn: DingTalkCard): Promise<boolean> {
  try {
    await outlet.api.sendBySession(url, sessionMessage(drawn));
    return true;
  } catch (error) {
    if (!(error instanceof DingTalkFault) || isPassing(error)) throw error;
    outlet.sessions.forget(address);
    return false;
  }
}

async function post(outlet: Outlet, { kind, id }: Address, message: Message): Promise<string> {
  if (kind === 'group') return await outlet.api.sendToGroup(id, message);
  return arrived(await outlet.sendToPerson(id, message), id);
}

/** What a person can open in DingTalk. {@link https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots} */
const FILE_TYPES: ReadonlySet<string> = new Set(['xlsx', 'docx', 'doc', 'pdf', 'zip', 'rar']);

async function sendFile(outlet: Outlet, address: Address, file: Attachment): Promise<string> {
  const fileType = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  if (!FILE_TYPES.has(fileType))
    throw new DingTalkFault('fileType', 400, `DingTalk takes no file of type ${fileType.slice(0, 10)}`);
  const mediaId = await outlet.api.upload(file);
  const param = JSON.stringify({ mediaId, fileName: file.name, fileType });
  return await post(outlet, address, { key: 'sampleFile', param });
}

function arrived({ id, unknown, slowed }: SentToPeople, user: string): string {
  if (unknown.includes(user))
    throw new DingTalkFault('invalidStaffId', 400, 'the organisation has nobody of this id any more');
  if (slowed.includes(user))
    throw new DingTalkFault('flowControlledStaffId', 429, 'this person has had too many messages just now');
  return id;
}

async function sendTemplate(
  outlet: Outlet,
  template: NonNullable<Outlet['template']>,
  to: Address,
  card: Card,
  key: string,
  form?: string,
): Promise<string> {
  const track = shortOf(key);
  const params = await paramsOf(outlet.wording, card, to.kind === 'group' ? to.id : null, form);
  const callback = await template.callback();
  await outlet.api.deliverCard({ track, template: template.id, params, to, callback });
  return track;
}

/**
 * Without a template nothing that was sent can be drawn anew. What a person has been sent stays as it was; a group is
 * sent the card once more when there is something new to press on it, as when a check-in opens, and never for a count.
 */
async function update(
  outlet: Outlet,
  address: Address,
  remoteId: string,
  card: Card,
  form?: string,
): Promise<string> {
  if (!outlet.template)
    return address.kind === 'group' ? await renew(outlet, address, remoteId, card) : remoteId;
  await outlet.api.updateCard(remoteId, await paramsOf(outlet.wording, card, null, form));
  return remoteId;
}

async function renew(outlet: Outlet, address: Address, remoteId: string, card: Card): Promise<string> {
  const words = outlet.wording.words();
  const drawn = renderDingTalk(card, { word: words.word });
  if (!offersMore(remoteId, words.primary())) return remoteId;
  await words.keep();
  const id = await sendDrawn(outlet, address, card, `${remoteId} anew`, drawn);
  return offering(id, words.primary());
}

function shortOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

async function settle(attempt: () => Promise<string>): Promise<Sent> {
  try {
    return { ok: true, remoteId: await attempt() };
  } catch (error) {
    if (!(error instanceof DingTalkFault)) throw error;
    return refusalOf(error);
  }
}

const REMEMBERED = 10_000;

/**
 * DingTalk has no key that makes two sends one message. What this process knows to have arrived is not sent again,
 * should its settling have failed.
 */
function createMemory(): { once(key: string, attempt: () => Promise<Sent>): Promise<Sent> } {
  const arrived = new Map<string, Sent>();
  return {
    async once(key, attempt) {
      const before = arrived.get(key);
      if (before) return before;
      const sent = await attempt();
      if (sent.ok) arrived.set(key, sent);
      const [oldest] = arrived.keys();
      if (arrived.size > REMEMBERED && oldest !== undefined) arrived.delete(oldest);
      return sent;
    },
  };
}
