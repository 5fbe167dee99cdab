import { eq, sql } from 'drizzle-orm';
import { accounts, chats, persons, units } from '../../../db/schema/people.ts';
import { type Db, prepared, type Store } from '../../../db/store.ts';
import type { Instant } from '../../time.ts';

/**
 * Gives every person a console account (the person's id) and every unit a group (the unit's id). Messages go to
 * the account linked last, which while the console is on is the console's.
 */
export async function furnish(store: Store, now: Instant): Promise<void> {
  if (store.read(furnished)) return;
  await store.change((db) => {
    db.run(sql`
      insert into ${accounts} (platform, id, person, linked_at)
      select 'console', cast(id as text), id, max(${now}, 1 + coalesce((${lastLinked}), 0)) from ${persons} where ${accountless}
      on conflict do update set linked_at = excluded.linked_at`);
    db.run(sql`
      insert into ${chats} (platform, id, unit, name, joined_at)
      select 'console', cast(id as text), id, name, ${now} from ${units} where ${groupless}`);
  });
}

/** Takes the accounts and groups away again, for a database that moves on to a platform. */
export function unfurnish(db: Db): void {
  db.delete(accounts).where(eq(accounts.platform, 'console')).run();
  db.delete(chats).where(eq(chats.platform, 'console')).run();
}

const lastLinked = sql`select max(linked_at) from ${accounts} where person = ${persons}.id and platform <> 'console'`;

const accountless = sql`not exists (
  select 1 from ${accounts} where platform = 'console' and person = ${persons}.id and linked_at > coalesce((${lastLinked}), -1))`;

const groupless = sql`not exists (select 1 from ${chats} where platform = 'console' and id = cast(${units}.id as text))`;

const anyPerson = prepared((db) => db.select({ id: persons.id }).from(persons).where(accountless).prepare());
const anyUnit = prepared((db) => db.select({ id: units.id }).from(units).where(groupless).prepare());

function furnished(db: Db): boolean {
  return anyPerson(db).get() === undefined && anyUnit(db).get() === undefined;
}
