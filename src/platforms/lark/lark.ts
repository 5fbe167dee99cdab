import type { Platform } from '../platform.ts';
import { createLarkApi, type LarkApi } from './client.ts';
import type { LarkConfig } from './config.ts';
import { larkPlatform } from './send.ts';
import { createGate, type Gate } from './verify.ts';

/** Lark for one organisation. */
export interface Lark {
  config: LarkConfig;
  /** For requests; none where everything comes over the long connection. */
  gate: Gate | null;
  api: LarkApi;
  platform: Platform;
  /** The bot's own open_id, unless Lark does not say it soon. */
  self(): Promise<string | undefined>;
}

/** A message has three seconds to be answered in. */
const PATIENCE = 1_500;

export function openLark(config: LarkConfig): Lark {
  const api = createLarkApi(config);
  const gate = config.mode === 'webhook' ? createGate(config) : null;
  let asked: Promise<string | undefined> | undefined;
  return { config, gate, api, platform: larkPlatform(api, chatOf(config)), self };

  function self(): Promise<string | undefined> {
    asked ??= ask();
    return soon(asked);
  }

  async function ask(): Promise<string | undefined> {
    try {
      return (await api.bot()).openId;
    } catch {
      // Not known this time: the next message asks again, and this one is read without.
      asked = undefined;
      return undefined;
    }
  }
}

/** {@link https://open.feishu.cn/document/common-capabilities/applink-protocol/supported-protocol/open-a-bot} */
function chatOf({ appId, domain }: LarkConfig): string | undefined {
  const [, host] = /^https:\/\/open\.(feishu\.cn|larksuite\.com)$/.exec(domain) ?? [];
  return host && `https://applink.${host}/client/bot/open?appId=${encodeURIComponent(appId)}`;
}

async function soon<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
