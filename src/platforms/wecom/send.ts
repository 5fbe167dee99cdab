import { createHash } from 'node:crypto';
import type { Card } from '../../../cards/card.ts';
import { renderWecom, renderWecomText } from '../../../cards/render/wecom.ts';
import type { Store } from '../../../db/store.ts';
import type { Settings } from '../../org.ts';
import { findByKey, findByRemote } from '../../outbox/store.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '../../time.ts';
import { formLink } from '../form.ts';
import type { Address, Platform, Sent } from '../platform.ts';
import type { WecomApi } from './client.ts';
import { WecomFault } from './http.ts';
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
    can: { form: false, edit: true },
    send: (address, card, key) => settle(() => send(parts, address, card, key)),
    update: (address, remoteId, card) => settle(() => update(parts, address, remoteId, card)),
  };
}

/** A group sees a text: it has no template cards, and nobody could be asked to press. */
function send(parts: Parts, address: Address, card: Card, key: string): Promise<Sent> {
  return address.kind === 'group'
    ? sendToGroup(parts, address, card, key)
    : sendTo(parts, address, card, key);
}

async function sendToGroup({ api }: Parts, { id }: Address, card: Card, key: string): Promise<Sent> {
  await api.sendToGroup(id, renderWecomText(card));
  return { ok: true, remoteId: `text:${taskOf(key)}` };
}

async function sendTo(parts: Parts, { id }: Address, card: Card, key: string): Promise<Sent> {
  const { api, store, clock } = parts;
  const task = taskOf(key);
  const page = pageOf(
    parts,
    store.read((db) => findByKey(db, key)),
  );
  const drawn = renderWecom(card, { task, ...page });
  if (!drawn.card) return await sendText(api, id, renderWecomText(card, page.page), task);
  if (Object.keys(drawn.kept).length > 0)
    await store.change((db) => keepPresses(db, clock.now(), task, drawn.kept));
  try {
    const sent = await api.send(id, { msgtype: 'template_card', template_card: drawn.card });
    refuseUnreached(sent);
    const code = sent.response_code;
    if (code) await store.change((db) => keepCode(db, clock.now(), task, code));
    return { ok: true, remoteId: task };
  } catch (error) {
    if (!(error instanceof WecomFault) || !mayBeTheCard(error)) throw error;
    return await sendText(api, id, renderWecomText(card, page.page), task);
  }
}

async function sendText(api: WecomApi, user: string, content: string, task: string): Promise<Sent> {
  refuseUnreached(await api.send(user, { msgtype: 'text', text: { content } }));
  return { ok: true, remoteId: `text:${task}` };
}

/** WeCom says with success that it sent nothing. */
function refuseUnreached({
  invaliduser,
  unlicenseduser,
}: {
  invaliduser: string;
  unlicenseduser: string;
}): void {
  if (invaliduser) throw new WecomFault(81013, 'the member is not in sight of the app (可见范围)');
  if (unlicenseduser) throw new WecomFault(81013, 'the member has no licence for the app (基础接口许可)');
}

/** A card is drawn anew by the newest of its codes, which works once: another comes with the next press. */
async function update(parts: Parts, { id }: Address, task: string, card: Card): Promise<Sent> {
  const { api, store, clock } = parts;
  const { code, toast } = store.read((db) => redrawing(db, clock.now(), task));
  if (!code) return { ok: false, verdict: 'never', reason: 'it can be drawn anew once for each press only' };
  const page = pageOf(
    parts,
    store.read((db) => findByRemote(db, 'wecom', task)),
  );
  const drawn = renderWecom(card, { task, ...page, anew: true, ...(toast !== null && { toast }) });
  if (!drawn.card) throw new Error('a card is drawn anew as a card');
  const { card: template, kept } = drawn;
  await store.change((db) => keepPresses(db, clock.now(), task, kept));
  try {
    await api.redraw(id, code, template);
  } catch (error) {
    if (!(error instanceof WecomFault) || verdictOf(error) === 'broken') throw error;
    if (verdictOf(error) === 'again' && !mayBeTheCard(error)) throw error;
    await store.change((db) => spendCode(db, task, code));
    // The press was answered and nobody saw it: a text says what came of it.
    if (toast !== null)
      await sendText(
        api,
        id,
        renderWecomText({ ...card, title: `${toast}\n${card.title}` }, page.page),
        task,
      );
    return { ok: false, verdict: 'never', reason: error.message };
  }
  await store.change((db) => spendCode(db, task, code));
  return { ok: true, remoteId: task };
}

/** Where the whole of a message can be seen and filled in by its reader. */
function pageOf(
  { settings, clock }: Parts,
  message: Pick<ReturnType<typeof findByKey> & object, 'id' | 'content'> | undefined,
): { page?: string } {
  return message ? { page: formLink(settings, clock.now(), message.id, message.content) } : {};
}

/** Letters and digits, at most 128. */
function taskOf(key: string): string {
  return `zhibu-${createHash('sha256').update(key).digest('hex').slice(0, 48)}`;
}
