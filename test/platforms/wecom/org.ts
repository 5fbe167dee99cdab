import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { chats, units } from '../../../db/schema/people.ts';
import { deliver } from '../../../src/deliver.ts';
import type { WallTime } from '../../../src/time.ts';
import type { Found } from '../../helpers/people.ts';
import { fillsIn } from '../../helpers/sheet.ts';
import { connected, standing } from '../connected.ts';
import { fakeWecom, formOn, type Shown } from './fake.ts';

/** An organisation on WeCom, the clock standing at `now`. */
export async function wecomOrg(now: WallTime, found: Found = {}) {
  const clock = standing(now);
  const wecom = await fakeWecom({ now: clock.now });
  onTestFinished(() => wecom.close());
  const account = (person: number) => `user${person}`;
  const config = { wecom: wecom.config };
  const { id: user, ...org } = await connected({ platform: 'wecom', clock, units: found, account, config });
  wecom.connect(org.hook);
  return { wecom, ...org, user, group, fills };

  /** A group chat that the app has made, of this unit. */
  async function group(id: string, path: string): Promise<void> {
    wecom.chat(id);
    await org.store.change((db) => {
      const unit = db.select().from(units).where(eq(units.path, path)).get()?.id ?? null;
      db.insert(chats).values({ platform: 'wecom', id, unit, name: path, joinedAt: clock.now() }).run();
    });
  }

  /** Fills in the form that a card leads to, in a browser; → what the page says then. */
  async function fills(on: Shown, values: Record<string, string | string[]>): Promise<string> {
    const { text } = await fillsIn(org.app, formOn(on), values);
    await deliver(org.org);
    return text;
  }
}
