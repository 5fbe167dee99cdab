import type { Platform } from '../platform.ts';
import { createWecomApi, type WecomApi } from './client.ts';
import type { WecomConfig } from './config.ts';
import { type Parts, wecomPlatform } from './send.ts';
import { createGate, type Gate } from './verify.ts';

/** WeCom for one organisation. */
export interface Wecom {
  config: WecomConfig;
  gate: Gate;
  api: WecomApi;
  platform: Platform;
}

export function openWecom(config: WecomConfig, parts: Omit<Parts, 'api'>): Wecom {
  const api = createWecomApi(config, parts.clock);
  return { config, gate: createGate(config), api, platform: wecomPlatform({ ...parts, api }) };
}
