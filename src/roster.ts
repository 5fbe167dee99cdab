import type { Org } from './org.ts';
import { isRoster } from './people/roster/sent.ts';
import type { Incoming } from './platforms/platform.ts';
import { dayOf } from './time.ts';

/** Whether a platform is to fetch this file before it is received: a roster is read before there is a transaction. */
export function sendsRoster(
  { store, clock }: Org,
  { platform, account }: Pick<Incoming, 'platform' | 'account'>,
  name: string,
): boolean {
  return (
    account !== undefined && store.read((db) => isRoster(db, platform, account.id, name, dayOf(clock.now())))
  );
}
