import { Rejected } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { SECOND } from '../../time.ts';
import { quiet } from './client.ts';
import { handle } from './handle.ts';
import { createHttp, type Http, LarkFault } from './http.ts';
import type { Lark } from './lark.ts';

/**
 * `LARK_MODE=websocket`: what Lark would post comes over a connection that we open, in plain text, as its opening is
 * authenticated. Returns what ends it. Reconnecting, heartbeats and the joining of pieces are the SDK's.
 */
export async function openLarkSocket(org: Org, lark: Lark): Promise<() => void> {
  const { EventDispatcher, WSClient } = await import('@larksuiteoapi/node-sdk');
  const { appId, appSecret, domain } = lark.config;

  /** The SDK hands over the whole payload here; its own dispatching by type is left out. */
  class Raw extends EventDispatcher {
    override invoke(payload: unknown): Promise<unknown> {
      return answer(org, lark, payload);
    }
  }

  const client = new WSClient({
    appId,
    appSecret,
    domain,
    httpInstance: reporting(org, createHttp()),
    logger: quiet,
    handshakeTimeoutMs: 10 * SECOND,
    // A connection that says nothing after a ping is dead, though nobody closed it.
    wsConfig: { pingTimeout: 30 },
    onReady: () => org.log.info('lark.connected', { org: org.slug }),
    onReconnecting: () => org.log.warn('lark.disconnected', { org: org.slug }),
    onReconnected: () => org.log.info('lark.connected', { org: org.slug }),
  });
  await client.start({ eventDispatcher: new Raw({ logger: quiet }) });
  return () => client.close({ force: true });
}

/** The SDK asks where to connect and, refused, tries again for ever without a word. */
function reporting(org: Org, http: Http): Http {
  return {
    ...http,
    async request(options) {
      try {
        return await http.request(options);
      } catch (error) {
        if (error instanceof LarkFault)
          org.log.error('lark.refused', { org: org.slug, reason: error.message });
        throw error;
      }
    },
  };
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
