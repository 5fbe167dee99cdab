import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { facts } from '../../../db/schema/org.ts';
import type { Store } from '../../../db/store.ts';
import type { Signing } from '../../org.ts';
import { exhaust, spend } from '../../outbox/budget.ts';
import type { Instant } from '../../time.ts';
import type { Platform } from '../platform.ts';
import { createBatch } from './batch.ts';
import { type CardDelivery, createDingTalkApi, type DingTalkApi } from './client.ts';
import type { DingTalkConfig } from './config.ts';
import { dingTalkPlatform } from './send.ts';
import { createSessions, type Sessions } from './session.ts';
import { cardSecret, createGate, type Gate } from './verify.ts';
import { createWording, type Wording } from './word.ts';

/** DingTalk for one organisation. */
export interface DingTalk {
  config: DingTalkConfig;
  /** For requests; none where everything comes over a stream. */
  gate: Gate | null;
  api: DingTalkApi;
  sessions: Sessions;
  wording: Wording;
  platform: Platform;
}

/** What DingTalk needs of the organisation it is opened for. */
export interface Around {
  store: Store;
  signing: Signing;
  now(): Instant;
  /** Where callbacks are posted to. */
  hook: string;
}

export function openDingTalk(config: DingTalkConfig, around: Around): DingTalk {
  const { store, signing, now } = around;
  const api = createDingTalkApi(config, {
    now,
    spent: () => store.change((db) => spend(db, 'dingtalk', now())),
    exhausted: () => store.change((db) => exhaust(db, 'dingtalk', now(), config.monthlyCalls)),
  });
  const sessions = createSessions(config.api);
  const wording = createWording(store, signing, now);
  const { cardTemplate: id, monthlyCalls } = config;
  const template =
    id === undefined ? {} : { template: { id, callback: () => callback(config, api, around) } };
  const sendToPerson = createBatch(api);
  const platform = dingTalkPlatform({
    api,
    sendToPerson,
    sessions,
    wording,
    ...template,
    monthlyCalls,
    now,
  });
  const gate = config.mode === 'webhook' ? createGate(config) : null;
  return { config, gate, api, sessions, wording, platform };
}

const FACT = 'dingtalk.callback';

/** How presses on cards come back. The address is registered with DingTalk before the first card, once for each address and secret. */
async function callback(
  config: DingTalkConfig,
  api: DingTalkApi,
  { store, hook }: Around,
): Promise<CardDelivery['callback']> {
  if (config.mode === 'stream') return { type: 'STREAM' };
  const secret = cardSecret(config);
  const routeKey = createHash('sha256').update(`${hook}\n${secret}`).digest('hex').slice(0, 24);
  const kept = store.read((db) => db.select().from(facts).where(eq(facts.name, FACT)).get());
  if (kept?.value !== routeKey) {
    await api.registerCallback(routeKey, hook, secret);
    await store.change((db) => {
      db.insert(facts)
        .values({ name: FACT, value: routeKey })
        .onConflictDoUpdate({ target: facts.name, set: { value: routeKey } })
        .run();
    });
  }
  return { type: 'HTTP', routeKey };
}
