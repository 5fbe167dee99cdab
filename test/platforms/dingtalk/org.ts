import { createSecretKey } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { deliver } from '../../../src/deliver.ts';
import type { DingTalkConfig } from '../../../src/platforms/dingtalk/config.ts';
import type { WallTime } from '../../../src/time.ts';
import type { Found } from '../../helpers/people.ts';
import { connected, standing } from '../connected.ts';
import { type FakeOptions, fakeDingTalk } from './fake.ts';

export type DingTalkOrg = Awaited<ReturnType<typeof dingTalkOrg>>;

const SIGNING = { org: 'main', key: createSecretKey(Buffer.from('a secret that signs the links of tests')) };

/** A theme day as its form holds it. */
export const PLAN = {
  kinds: 'themeDay',
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};

interface Options extends FakeOptions {
  config?: (config: Extract<DingTalkConfig, { mode: 'webhook' }>) => DingTalkConfig;
}

/** An organisation on DingTalk, the clock standing at `now`. */
export async function dingTalkOrg(now: WallTime, units: Found = {}, options: Options = {}) {
  const clock = standing(now);
  const ding = await fakeDingTalk({ now: clock.now, ...options });
  onTestFinished(() => ding.close());
  const { app, org, ...rest } = await connected({
    platform: 'dingtalk',
    clock,
    units,
    account: (person) => `staff${person}`,
    config: { dingtalk: options.config?.(ding.config) ?? ding.config },
    settings: { signing: SIGNING },
  });
  ding.connect(rest.hook);
  return { ding, app, org, ...rest, fills };

  /** Fills in the form behind a card’s button, in a browser. → the page that comes of it */
  async function fills(
    buttons: { label: string; url: string }[],
    label: string,
    fields: Record<string, string | string[]>,
  ): Promise<string> {
    const link = buttons.find((button) => button.label === label)?.url ?? '';
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(`f.${name}`, one);
    const answer = await app.request(link, { method: 'POST', body });
    await deliver(org);
    if (answer.status !== 303) return await answer.text();
    return await (await app.request(answer.headers.get('location') ?? '')).text();
  }
}
