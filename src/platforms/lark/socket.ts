import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { type Instant, SECOND } from '../../time.ts';
import { pause, STEADY, type Waiting } from '../again.ts';
import { quiet } from './client.ts';
import { handle } from './handle.ts';
import { createHttp, type Http, LarkFault } from './http.ts';
import type { Lark } from './lark.ts';

/**
 * `LARK_MODE=websocket`: what Lark would post comes over a connection that we open, in plain text, as its opening is
 * authenticated. → what ends it. Connecting, heartbeats and the joining of pieces are the SDK's; when it connects again
 * is ours: five times within half a minute or so, then at most once a minute, for ever. What arrives in the same packet
 * as the handshake the SDK does not hear, nor acknowledge, so that Lark sends it again.
 */
export async function openLarkSocket(org: Org, lark: Lark, waiting: Waiting): Promise<() => void> {
  const { EventDispatcher, WSClient } = await import('@larksuiteoapi/node-sdk');
  const { appId, appSecret, domain } = lark.config;

  /** The SDK hands over the whole payload here; its own dispatching by type is left out. */
  class Raw extends EventDispatcher {
    override invoke(payload: unknown): Promise<unknown> {
      return answer(org, lark, payload);
    }
  }

  const ended = new AbortController();
  const attempts = pacing(org, waiting, ended.signal);
  const begin = () => client.start({ eventDispatcher: new Raw({ logger: quiet }) });
  const client = new WSClient({
    appId,
    appSecret,
    domain,
    httpInstance: asking(org, createHttp(), attempts, ended.signal),
    logger: quiet,
    handshakeTimeoutMs: 10 * SECOND,
    // A connection that says nothing after a ping is dead, though nobody closed it.
    wsConfig: { pingTimeout: 30 },
    onReady: connected,
    onReconnecting: () => org.log.warn('lark.disconnected', { org: org.slug }),
    onReconnected: connected,
    // It has given up, which we never do.
    onError: () => void begin(),
  });
  await begin();
  return () => {
    ended.abort();
    client.close({ force: true });
  };

  function connected(): void {
    attempts.succeeded();
    org.log.info('lark.connected', { org: org.slug });
  }
}

interface Attempts {
  /** Resolves when the next may be made. */
  next(): Promise<void>;
  succeeded(): void;
}

function pacing(org: Org, { sleep, random }: Waiting, ended: AbortSignal): Attempts {
  let made = 0;
  let since: Instant | null = null;
  return { next, succeeded };

  async function next(): Promise<void> {
    if (since !== null && org.clock.now() - since >= STEADY) made = 1;
    since = null;
    if (made > 0) await sleep(pause(made - 1, random()), ended);
    made++;
  }

  function succeeded(): void {
    since = org.clock.now();
  }
}

/**
 * Every attempt begins with the SDK's asking where to connect. It waits here until it is time; refused, it tries again
 * without a word, so that the word is said here; and when it would try again by itself is set to at once.
 */
function asking(org: Org, http: Http, attempts: Attempts, ended: AbortSignal): Http {
  return {
    ...http,
    async request(options) {
      await attempts.next();
      if (ended.aborted) throw new LarkFault(null, 0, 'the connection is no longer wanted');
      try {
        return impatient(await http.request(options));
      } catch (error) {
        if (error instanceof LarkFault)
          org.log.error('lark.refused', { org: org.slug, reason: error.message });
        throw error;
      }
    },
  };
}

const Endpoint = z.object({ data: z.object({ ClientConfig: z.custom<object>(isObject) }) });

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Pings are as Lark wants them; what it says of trying again is put in our own hands. */
function impatient<R>(answer: R): R {
  const endpoint = Endpoint.safeParse(answer);
  const ours = { ReconnectCount: -1, ReconnectInterval: 0, ReconnectNonce: 0 };
  if (endpoint.success) Object.assign(endpoint.data.data.ClientConfig, ours);
  return answer;
}

/** Thrown is what Lark shall send again; what it does not want answered is left empty. */
async function answer(org: Org, lark: Lark, payload: unknown): Promise<unknown> {
  try {
    const { body, again } = await handle(org, lark, payload);
    if (again) throw new Error('send this again');
    return body === '{}' ? undefined : JSON.parse(body);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    org.log.warn('lark.rejected', { org: org.slug, reason: error.message });
    return undefined;
  }
}
