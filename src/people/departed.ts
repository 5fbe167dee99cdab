import { and, eq } from 'drizzle-orm';
import { card, note, text } from '../../cards/card.ts';
import { accounts } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { nextAllowed } from '../calendar.ts';
import { post } from '../outbox/store.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { dayOf, type Instant } from '../time.ts';
import { findPerson } from './store.ts';
import { vouchersFor } from './vouch.ts';
import { PLATFORM_WORDS } from './words.ts';

/**
 * These accounts are nobody's any more: their people have left the company. Membership is the Party's own affair and
 * stays as it is; who answers for the person is asked to see to it.
 */
export function departed(db: Db, now: Instant, platform: PlatformName, ids: readonly string[]): void {
  for (const id of ids) {
    const own = and(eq(accounts.platform, platform), eq(accounts.id, id));
    const person = db.select().from(accounts).where(own).get()?.person;
    const name = person === undefined ? undefined : findPerson(db, person)?.name;
    if (person === undefined || name === undefined) continue;
    const [responsible] = vouchersFor(db, person, dayOf(now));
    db.delete(accounts).where(own).run();
    record(db, {
      at: now,
      actor: platform,
      action: 'account.departed',
      subject: `person:${person}`,
      before: { platform, id },
    });
    if (!responsible) continue;
    const gone = `${name}已不在本单位的${PLATFORM_WORDS[platform]}里`;
    post(db, now, {
      key: `departed:${platform}:${id}:${now}`,
      ...responsible,
      urgency: 'notice',
      dueAt: nextAllowed(now),
      content: {
        card: card(gone, [
          text('以后的通知不再发到这个账号，党组织关系和历史记录不变。'),
          note('如已调出或退休，请及时办理组织关系转接，并在名册里更新。'),
        ]),
      },
    });
  }
}
