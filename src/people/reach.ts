import { asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { facts } from '../../db/schema/org.ts';
import { accounts, persons } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Address, PlatformName } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';

/**
 * Where people are written to. A person with accounts on several platforms is written to on one: the one they chose,
 * else the one they were last heard on, else the one linked last. Platforms that the organisation is not on are none.
 */
const OPEN = 'platforms';

/** At every start: the platforms that messages can be sent on. */
export function keepOpen(db: Db, names: readonly PlatformName[]): void {
  const value = `,${names.join(',')},`;
  db.insert(facts)
    .values({ name: OPEN, value })
    .onConflictDoUpdate({ target: facts.name, set: { value } })
    .run();
}

/** Whether messages can be sent on the column's platform. */
export function isOpen(platform: SQLiteColumn): SQL {
  const kept = sql`(select ${facts.value} from ${facts} where ${facts.name} = ${OPEN})`;
  return sql`coalesce(instr(${kept}, ',' || ${platform} || ','), 1) > 0`;
}

const chosen = sql`${accounts.platform} is (select ${persons.platform} from ${persons} where ${persons.id} = ${accounts.person})`;

const selectAddresses = prepared((db) =>
  db
    .select({ platform: accounts.platform, id: accounts.id })
    .from(accounts)
    .where(sql`${eq(accounts.person, sql.placeholder('person'))} and ${isOpen(accounts.platform)}`)
    .orderBy(desc(chosen), desc(accounts.usedAt), desc(accounts.linkedAt), asc(accounts.platform))
    .prepare(),
);

/** All of a person's addresses, the one they are written to first. */
export function addressesOf(db: Db, person: number): Address[] {
  return selectAddresses(db)
    .all({ person })
    .map(({ platform, id }) => ({ platform, kind: 'direct', id }));
}

const markUsed = prepared((db) =>
  db
    .update(accounts)
    .set({ usedAt: sql`${sql.placeholder('now')}` })
    .where(
      sql`${eq(accounts.platform, sql.placeholder('platform'))} and ${eq(accounts.id, sql.placeholder('id'))}
        and (${accounts.usedAt} is null or exists (
          select 1 from ${accounts} other where other.person = accounts.person and other.used_at > accounts.used_at))`,
    )
    .prepare(),
);

/** Somebody was heard on this account; written down only where they came from another one. */
export function heardFrom(db: Db, { platform, id }: Omit<Address, 'kind'>, now: Instant): void {
  markUsed(db).run({ platform, id, now });
}
