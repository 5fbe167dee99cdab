import { formOf } from '../cards/card.ts';
import type { Db } from '../db/store.ts';
import { draw } from './chat/draw.ts';
import { make } from './chat/make.ts';
import { neededBy } from './chat/needed.ts';
import { unreachable } from './errors.ts';
import type { Org } from './org.ts';
import { affordedAt, spentIn } from './outbox/budget.ts';
import { due, nextDue } from './outbox/due.ts';
import { release } from './outbox/quiet.ts';
import {
  backOff,
  claim,
  putBack,
  settleFailed,
  settleRefreshed,
  settleSent,
  settleStale,
} from './outbox/settle.ts';
import { type Message, post } from './outbox/store.ts';
import { addressesOf } from './people/reach.ts';
import { tellAdministrators, tellOfBudget } from './people/tell.ts';
import { formLink } from './platforms/form.ts';
import { pacerOf } from './platforms/pace.ts';
import {
  type Address,
  type Budget,
  PLATFORMS,
  type Platform,
  type PlatformName,
  type Sent,
} from './platforms/platform.ts';
import { type Instant, MINUTE } from './time.ts';

/** About ten hours of tries; then somebody is told. */
const TRIES = 20;
/** Taken at once from a platform's queue. */
const BATCH = 50;

export interface Delivery {
  /** Messages that reached their platform, live cards drawn anew included. */
  sent: number;
  /** When there is something to do again; null if nothing waits. */
  next: Instant | null;
}

/**
 * Queued messages go out: claim what is due within the platform's pace → draw → send with an idempotency key →
 * settle, or back off, or give up and say so. What a crash leaves half done is claimed again a minute later.
 */
export async function deliver(org: Org): Promise<Delivery> {
  let sent = 0;
  for (;;) {
    const pause = pausedUntil(org, org.clock.now());
    if (pause !== null) return { sent, next: pause };
    const { ready, wait, rested } = await org.store.change((db) => take(org, db), { again: true });
    if (ready.length === 0 && rested) continue;
    if (ready.length === 0) return { sent, next: wait ?? org.store.read((db) => nextDue(db)) };
    const outcomes = await Promise.all(ready.map((message) => transmit(org, message)));
    sent += outcomes.filter((arrived) => arrived).length;
  }
}

/** `wait`: when the pace allows more, if it held any back. `rested`: some wait for the day, and what is behind them has not been seen. */
function take(org: Org, db: Db): { ready: Message[]; wait: Instant | null; rested: boolean } {
  const now = org.clock.now();
  const until = now + (org.clock.ahead ?? 0);
  const ready: Message[] = [];
  const waits: Instant[] = [];
  let rested = false;
  for (const name of PLATFORMS) {
    const platform = org.platforms.get(name);
    const pause = platform ? pacerOf(platform).freeAt(now) : now;
    if (pause > now) {
      waits.push(pause);
      continue;
    }
    for (const found of due(db, name, now, until, BATCH)) {
      const message = release(db, found, now, (one, at) => neededBy(db, one, at));
      if (!message) {
        rested = true;
        continue;
      }
      if (platform?.budget && saved(db, platform, platform.budget, message, now)) continue;
      const allowedAt = platform ? pacerOf(platform).take(addressOf(message), now) : now;
      if (allowedAt > now) waits.push(allowedAt);
      else ready.push(message);
    }
  }
  claim(
    db,
    now,
    ready.map((message) => message.id),
  );
  return { ready, wait: waits.length > 0 ? Math.min(...waits) : null, rested };
}

/** Whether the message waits, so that a month's calls last for what is more urgent. A live card is drawn anew once a minute. */
function saved(db: Db, { name }: Platform, { calls, free }: Budget, message: Message, now: Instant): boolean {
  if (free(addressOf(message), now)) return false;
  const rested = message.remoteId === null ? now : (message.refreshedAt ?? message.settledAt ?? 0) + MINUTE;
  const until = Math.max(rested, affordedAt(db, name, calls, message.urgency, now));
  if (until <= now) return false;
  putBack(db, message, until, 'this month’s calls are kept for what is more urgent');
  return true;
}

/** While no platform takes anything, the queue need not be read, however often it is woken and however long it is. */
function pausedUntil(org: Org, now: Instant): Instant | null {
  const free = [...org.platforms.values()].map((platform) => pacerOf(platform).freeAt(now));
  const soonest = free.length > 0 ? Math.min(...free) : now;
  return soonest > now ? soonest : null;
}

/** Whether it arrived. What cannot be sent is put back or settled, with its reason. */
async function transmit(org: Org, message: Message): Promise<boolean> {
  const result = await attempt(org, message);
  await org.store.change(
    (db) => {
      if (result.ok) arrived(db, org.clock.now(), message, result.remoteId);
      else failed(org, db, message, result);
      watchBudget(org, db, message.platform);
    },
    { again: true },
  );
  return result.ok;
}

/** Whoever runs the organisation learns in time that a month's calls run out. */
function watchBudget({ platforms, clock }: Org, db: Db, name: PlatformName): void {
  const budget = platforms.get(name)?.budget;
  if (budget) tellOfBudget(db, clock.now(), name, spentIn(db, name, clock.now()), budget.calls);
}

type Result = Sent | { ok: false; verdict: 'late'; reason: string };

async function attempt(org: Org, message: Message): Promise<Result> {
  const now = org.clock.now();
  const platform = org.platforms.get(message.platform);
  if (!platform) return { ok: false, verdict: 'late', reason: `${message.platform} is not configured` };
  if (!message.remoteId && message.expiresAt !== null && message.expiresAt <= now) {
    return { ok: false, verdict: 'late', reason: 'past its use' };
  }
  try {
    return await sendOrUpdate(org, platform, message, now);
  } catch (error) {
    org.log.error('deliver.failed', { org: org.slug, message: message.id, error });
    return { ok: false, verdict: 'again', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function sendOrUpdate(org: Org, platform: Platform, message: Message, now: Instant): Promise<Result> {
  const address = addressOf(message);
  if ('file' in message.content && platform.sendFile && !message.remoteId) {
    const file = org.store.read((db) => make(db, now, org.settings, message.person, message.content));
    if (!file) return { ok: false, verdict: 'late', reason: 'its reader may not have it any more' };
    return await platform.sendFile(address, file, message.key);
  }
  const card = org.store.read((db) => draw(db, now, org.settings, message.person, message.content));
  const link = () => formLink(org.settings, now, message.id, message.content);
  if ('file' in message.content) {
    const download = { type: 'link', label: '下载', url: link() } as const;
    return await platform.send(address, { ...card, actions: [download] }, message.key);
  }
  const fillable = message.kind === 'direct' && formOf(card) !== undefined;
  const form = fillable ? link() : undefined;
  return message.remoteId
    ? platform.update(address, message.remoteId, card, form)
    : platform.send(address, card, message.key, form);
}

function arrived(db: Db, now: Instant, message: Message, remoteId: string): void {
  if (message.remoteId) settleRefreshed(db, now, message.id, remoteId);
  else settleSent(db, now, message.id, remoteId);
}

function failed(org: Org, db: Db, message: Message, failure: Extract<Result, { ok: false }>): void {
  const now = org.clock.now();
  const { reason } = failure;
  org.log.warn('deliver.refused', { org: org.slug, message: message.id, verdict: failure.verdict, reason });
  switch (failure.verdict) {
    case 'late':
      return settleFailed(db, now, message.id, 'dropped', reason);
    case 'again':
      if (message.attempts + 1 >= TRIES) return giveUp(db, now, message, reason);
      return putBack(db, message, now + (failure.after ?? backOff(message.attempts)), reason);
    case 'never':
      return giveUp(db, now, message, reason);
    case 'broken':
      // Nothing reaches anybody until the set-up is mended, so nobody can be told: the log and doctor say it.
      return putBack(db, message, now + backOff(TRIES), reason);
    default:
      return unreachable(failure);
  }
}

/**
 * A live card that cannot be drawn any more is left as it is. A message that will not arrive goes to its reader's next
 * account, if they have one; if none, it is somebody's business.
 */
function giveUp(db: Db, now: Instant, message: Message, reason: string): void {
  if (message.remoteId) return settleStale(db, message.id, reason);
  settleFailed(db, now, message.id, 'givenUp', reason);
  if (!sendElsewhere(db, now, message)) tellAdministrators(db, now, message);
}

function sendElsewhere(db: Db, now: Instant, message: Message): boolean {
  const { person, key, content, topic, urgency, expiresAt } = message;
  if (person === null) return false;
  const all = addressesOf(db, person);
  const at = all.findIndex(({ platform, id }) => platform === message.platform && id === message.address);
  const to = all[at + 1];
  if (at === -1 || !to) return false;
  const more = { ...(topic !== null && { topic }), ...(expiresAt !== null && { expiresAt }) };
  return post(db, now, { key: `${key}@${to.platform}`, to, person, content, urgency, ...more });
}

function addressOf(message: Message): Address {
  return { platform: message.platform, kind: message.kind, id: message.address };
}
