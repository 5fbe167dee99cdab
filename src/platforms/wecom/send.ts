import { createHash } from 'node:crypto';
import type { Card } from '../../../cards/card.ts';
import { renderWecom, renderWecomText } from '../../../cards/render/wecom.ts';
import type { Store } from '../../../db/store.ts';
import type { Settings } from '../../org.ts';
import { type Content, contentOf, findByKey, findByRemote } from '../../outbox/store.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '../../time.ts';
import { wholeLink } from '../form.ts';
import type { Address, Attachment, Fetched, Platform, Sent } from '../platform.ts';
import type { SentMessage, WecomApi } from './client.ts';
import { readDirectory } from './directory.ts';
import { TOO_LARGE, WecomFault } from './http.ts';
import { keepCode, keepPresses, redrawing, spendCode } from './store.ts';
import { mayBeTheCard, settle, verdictOf } from './verdict.ts';

export interface Parts {
  api: WecomApi;
  store: Store;
  clock: Clock;
  settings: Settings;
}

/** What a call takes at most on its way: within it two calls may overtake each other. */
const ON_THE_WAY = 10 * SECOND;

export function wecomPlatform(parts: Parts): Platform {
  return {
    name: 'wecom',
    /**
     * A member gets at most 30 messages a minute and 1000 an hour from an app, and WeCom drops the rest without a word:
     * counted by when they leave here, they arrive in spans that are a little shorter. An app makes 10000 calls a minute.
     */
    pace: {
      app: [
        { count: 100, per: SECOND },
        { count: 6_000, per: MINUTE },
      ],
      address: [
        { count: 30, per: MINUTE + ON_THE_WAY },
        { count: 1_000, per: HOUR + ON_THE_WAY },
      ],
    },
    can: { form: false, edit: true, files: true },
    send: (address, card, key, form) => settle(() => send(parts, address, card, key, form)),
    update: (address, remoteId, card, form) => settle(() => update(parts, address, remoteId, card, form)),
    sendFile: (address, file, key) => settle(() => sendFile(parts, address, file, key)),
    directory: () => readDirectory(parts.api),
    fetch: (media, most) => fetchSent(parts.api, media, most),
  };
}

/** By its media id, for three days. The name stands with the download alone, where it is a file's. */
async function fetchSent(api: WecomApi, media: string, most: number): Promise<Fetched> {
  try {
    const { bytes, name } = await api.download(media, most);
    // A picture is called by its id, which tells nobody anything.
    return { ok: true, bytes, ...(!name.startsWith(media) && { name }) };
  } catch (error) {
    if (!(error instanceof WecomFault)) throw error;
    const { message: reason } = error;
    if (error.code === TOO_LARGE) return { ok: false, verdict: 'large', reason };
    return { ok: false, verdict: verdictOf(error) === 'never' ? 'never' : 'again', reason };
  }
}

/** A group sees a text: it has no template cards, and nobody could be asked to press. */
async function send(
  parts: Parts,
  { kind, id }: Address,
  card: Card,
  key: string,
  form?: string,
): Promise<Sent> {
  const { api, store } = parts;
  const task = taskOf(key);
  if (kind === 'group') {
    await api.sendToGroup(id, { msgtype: 'text', text: { content: renderWecomText(card) } });
    return sentAs(task);
  }
  const message = store.read((db) => findByKey(db, key));
  const page = form ?? pageOf(parts, message);
  const drawn = renderWecom(card, { task, ...(page !== undefined && { page }) });
  if (!drawn.card) return await sendText(api, id, renderWecomText(card, page), task);
  if (Object.keys(drawn.kept).length > 0)
    await store.change((db) => keepPresses(db, parts.clock.now(), task, drawn.kept));
  try {
    const sent = reached(await api.send(id, { msgtype: 'template_card', template_card: drawn.card }));
    if (sent.response_code)
      await store.change((db) => keepCode(db, parts.clock.now(), task, sent.response_code));
    return { ok: true, remoteId: task };
  } catch (error) {
    if (!(error instanceof WecomFault) || !mayBeTheCard(error)) throw error;
    return await sendText(api, id, renderWecomText(card, page), task);
  }
}

async function sendText(api: WecomApi, user: string, content: string, task: string): Promise<Sent> {
  reached(await api.send(user, { msgtype: 'text', text: { content } }));
  return sentAs(task);
}

/** What is no card cannot be drawn anew, and is called so. */
function sentAs(task: string): Sent {
  return { ok: true, remoteId: `text:${task}` };
}

/** WeCom says with success that it sent nothing. */
function reached(sent: SentMessage): SentMessage {
  if (sent.invaliduser) throw new WecomFault(81013, 'the member is not in sight of the app (可见范围)');
  if (sent.unlicenseduser)
    throw new WecomFault(81013, 'the member has no licence for the app (基础接口许可)');
  return sent;
}

/** A card is drawn anew by the newest of its codes, which works once: another comes with the next press. */
async function update(parts: Parts, { id }: Address, task: string, card: Card, form?: string): Promise<Sent> {
  const { api, store, clock } = parts;
  const { code, toast } = store.read((db) => redrawing(db, clock.now(), task));
  if (!code) return { ok: false, verdict: 'never', reason: 'it can be drawn anew once for each press only' };
  const message = store.read((db) => findByRemote(db, 'wecom', task));
  const page = form ?? pageOf(parts, message && { id: message.id, content: contentOf(message) });
  const around = { ...(page !== undefined && { page }), ...(toast !== null && { toast }) };
  const drawn = renderWecom(card, { task, ...around, anew: true });
  if (!drawn.card) throw new Error('a card is drawn anew as a card');
  await store.change((db) => keepPresses(db, clock.now(), task, drawn.kept));
  const refused = await redraw(api, id, code, drawn.card);
  await store.change((db) => spendCode(db, task, code));
  if (!refused) return { ok: true, remoteId: task };
  // The press was answered and nobody saw it: a text says what came of it.
  const said = { ...card, title: `${toast}\n${card.title}` };
  if (toast !== null) await sendText(api, id, renderWecomText(said, page), task);
  return { ok: false, verdict: 'never', reason: refused.message };
}

/** Why this code, or this card, will never do; null if it did. */
async function redraw(api: WecomApi, ...call: Parameters<WecomApi['redraw']>): Promise<WecomFault | null> {
  try {
    await api.redraw(...call);
    return null;
  } catch (error) {
    if (!(error instanceof WecomFault) || verdictOf(error) === 'broken') throw error;
    if (verdictOf(error) === 'again' && !mayBeTheCard(error)) throw error;
    return error;
  }
}

/** Handed in twice, after a failure in between, it is the same file, and so one message. */
async function sendFile(
  { api, store, clock }: Parts,
  { kind, id }: Address,
  file: Attachment,
  key: string,
): Promise<Sent> {
  const task = taskOf(key);
  let { code: media } = store.read((db) => redrawing(db, clock.now(), task));
  if (media === null) {
    const uploaded = await api.upload(file);
    await store.change((db) => keepCode(db, clock.now(), task, uploaded));
    media = uploaded;
  }
  const message = { msgtype: 'file' as const, file: { media_id: media } };
  if (kind === 'group') await api.sendToGroup(id, message);
  else reached(await api.send(id, message));
  return sentAs(task);
}

/** Where the whole of a message can be seen by its reader. */
function pageOf(
  { settings, clock }: Parts,
  message: { id: number; content: Content } | undefined,
): string | undefined {
  return message && wholeLink(settings, clock.now(), message.id, message.content);
}

/** Letters, digits and a dash, at most 128. */
function taskOf(key: string): string {
  return `zhibu-${createHash('sha256').update(key).digest('hex').slice(0, 48)}`;
}
