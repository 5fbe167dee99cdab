import { type Card, card } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { unreachable } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { drawSoon } from '../../outbox/live.ts';
import { findByRemote, post } from '../../outbox/store.ts';
import { receive } from '../../receive.ts';
import { sendsRoster } from '../../roster.ts';
import type { Instant } from '../../time.ts';
import type { Answer, Incoming } from '../platform.ts';
import { type Decoded, decode } from './decode.ts';
import { readEvent } from './event.ts';
import { TOO_LARGE, WecomFault } from './http.ts';
import { keepPress, pressKept } from './store.ts';
import { verdictOf } from './verdict.ts';
import type { Wecom } from './wecom.ts';

/** Whether WeCom shall send this again. */
export interface Handled {
  again: boolean;
}

const DONE: Handled = { again: false };
/** Bytes: a roster of everybody is a hundredth of it. */
const ROSTER = 5 * 1024 * 1024;

const AGAIN: Handled = { again: true };

/** A verified message: read → decode → receive; a press is answered by drawing its card anew. */
export async function handle(org: Org, wecom: Wecom, text: string): Promise<Handled> {
  const event = readEvent(text);
  if (event.agent && Number(event.agent) !== wecom.config.agentId)
    return ignored(org, 'it is for another app');
  const decoded = decode(event, (task, reference) => org.store.read((db) => pressKept(db, task, reference)));
  switch (decoded.kind) {
    case 'incoming':
      return await heard(org, decoded.incoming);
    case 'tap':
      return await tapped(org, decoded);
    case 'file':
      return await fetched(org, wecom, decoded);
    case 'ignored':
      return ignored(org, decoded.reason);
    default:
      return unreachable(decoded);
  }
}

function ignored(org: Org, reason: string): Handled {
  org.log.info('wecom.ignored', { org: org.slug, reason });
  return DONE;
}

async function heard(org: Org, incoming: Incoming): Promise<Handled> {
  return (await receive(org, incoming)).fault ? AGAIN : DONE;
}

/** There is nothing to answer a press with but the card itself: it is drawn anew, and says what came of it. */
async function tapped(
  org: Org,
  { incoming, task, code }: Extract<Decoded, { kind: 'tap' }>,
): Promise<Handled> {
  const answer = await receive(org, incoming);
  if (answer.fault) return AGAIN;
  await org.store.change((db) => {
    const now = org.clock.now();
    const shown = findByRemote(db, 'wecom', task);
    const own = shown?.kind === 'direct' && shown.address === incoming.account?.id;
    if (!shown || !own || !code) return say(db, now, incoming, toastOf(answer));
    if (keepPress(db, now, task, code, answer.toast?.text ?? null)) drawSoon(db, now, shown.id);
  });
  org.wake();
  return DONE;
}

/**
 * A roster comes first, over the network; the transaction that reads it afterwards does not wait for anything. Where
 * only the download says what it is called, it may turn out to be none.
 */
async function fetched(
  org: Org,
  wecom: Wecom,
  { incoming, media, name }: Extract<Decoded, { kind: 'file' }>,
): Promise<Handled> {
  if (!sendsRoster(org, incoming, name)) return await heard(org, { ...incoming, event: sentAs(media, name) });
  try {
    const file = await wecom.api.download(media, ROSTER);
    const called = name || file.name || '文件';
    const event = sendsRoster(org, incoming, called)
      ? { kind: 'file' as const, name: called, bytes: file.bytes }
      : sentAs(media, called);
    return await heard(org, { ...incoming, event });
  } catch (error) {
    if (!(error instanceof WecomFault)) throw error;
    org.log.warn('wecom.file', { org: org.slug, reason: error.message });
    if (verdictOf(error) === 'again') return AGAIN;
    if (error.code === TOO_LARGE && name === '')
      return await heard(org, { ...incoming, event: sentAs(media, name) });
    const sentence = error.code === TOO_LARGE ? LARGE : UNFETCHED;
    await org.store.change((db) => {
      say(db, org.clock.now(), incoming, card(sentence, [], { tone: 'warning' }));
    });
    org.wake();
    return DONE;
  }
}

function sentAs(media: string, name: string): Incoming['event'] {
  return { kind: 'sent', parts: [{ handle: media, name }] };
}

const LARGE = '文件太大了，请把不用的内容删掉（5 MB 以内），再发一次。';
const UNFETCHED = '文件没有取到，请再发一次；还不行就请管理员检查应用的权限。';

function toastOf({ toast }: Answer): Card | null {
  return toast ? card(toast.text, [], { tone: toast.tone === 'error' ? 'danger' : toast.tone }) : null;
}

function say(db: Db, now: Instant, { account, keys }: Omit<Incoming, 'event'>, said: Card | null): void {
  if (!account || !said) return;
  const to = { platform: 'wecom' as const, kind: 'direct' as const, id: account.id };
  post(db, now, { key: `said:${keys.join(' ')}`, to, content: { card: said }, urgency: 'reply' });
}
