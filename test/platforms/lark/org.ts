import { onTestFinished } from 'vitest';
import type { WallTime } from '../../../src/time.ts';
import type { Found } from '../../helpers/people.ts';
import { connected, standing } from '../connected.ts';
import { fakeLark } from './fake.ts';

export type LarkOrg = Awaited<ReturnType<typeof larkOrg>>;

/** An organisation on Lark, the clock standing at `now`. */
export async function larkOrg(now: WallTime, units: Found = {}) {
  const clock = standing(now);
  const lark = await fakeLark({ now: clock.now });
  onTestFinished(() => lark.close());
  const account = (person: number) => `ou_${person}`;
  const config = { lark: lark.config };
  const { id: ou, ...org } = await connected({ platform: 'lark', clock, units, account, config });
  lark.connect(org.hook);
  return { lark, ...org, ou };
}
