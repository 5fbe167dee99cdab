import type { Db } from '../../../db/store.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import type { Day } from '../../time.ts';
import { mayAnywhere } from '../permit.ts';
import { personOf } from '../store.ts';

/** Whether a file that somebody sends is a roster: it is called like one, or like nothing, and they may import one. Anything else is evidence. */
export function isRoster(db: Db, platform: PlatformName, account: string, name: string, day: Day): boolean {
  if (name !== '' && !/\.(csv|txt|xlsx?)$/i.test(name)) return false;
  const sender = personOf(db, platform, account);
  return sender !== undefined && mayAnywhere(db, sender.id, 'administer', day);
}
