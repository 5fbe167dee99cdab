import { and, eq, isNull } from 'drizzle-orm';
import { facts } from '../../db/schema/org.ts';
import { accounts, persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Settings } from '../org.ts';
import { dayOf, type Instant } from '../time.ts';
import { personOf } from './store.ts';

const FOUNDER = 'founder';

/** Whoever the settings name as the first administrator: may import before there is any unit. */
export function founderOf(db: Db): number | undefined {
  const fact = db.select().from(facts).where(eq(facts.name, FOUNDER)).get();
  return fact && Number(fact.value);
}

/** Whether there has ever been a roster. */
export function isFounded(db: Db): boolean {
  return db.select({ id: units.id }).from(units).limit(1).get() !== undefined;
}

/**
 * At every start: the account that the settings name belongs to somebody, who is an administrator of each top unit.
 * Until a roster says who it is the person is called 管理员.
 */
export function ensureAdministrator(db: Db, now: Instant, settings: Settings): void {
  const { admin } = settings;
  if (!admin) return;
  const person = personOf(db, admin.platform, admin.id)?.id ?? introduce(db, now, admin);
  db.insert(facts)
    .values({ name: FOUNDER, value: String(person) })
    .onConflictDoUpdate({ target: facts.name, set: { value: String(person) } })
    .run();
  installFounder(db, now);
}

/** Top units come with the first roster: the founder administers each of them. */
export function installFounder(db: Db, now: Instant): void {
  const person = founderOf(db);
  if (person === undefined) return;
  const tops = db
    .select({ id: units.id })
    .from(units)
    .where(and(isNull(units.parent), isNull(units.ended)))
    .all();
  for (const { id: unit } of tops) {
    const held = and(
      eq(posts.person, person),
      eq(posts.unit, unit),
      eq(posts.post, 'administrator'),
      isNull(posts.ended),
    );
    if (db.select({ id: posts.id }).from(posts).where(held).get()) continue;
    db.insert(posts)
      .values({ person, unit, post: 'administrator', began: dayOf(now) })
      .run();
    record(db, {
      at: now,
      actor: 'system',
      action: 'post.began',
      subject: `person:${person}`,
      after: { unit, post: 'administrator' },
    });
  }
}

function introduce(db: Db, now: Instant, admin: NonNullable<Settings['admin']>): number {
  const { id } = db.insert(persons).values({ name: '管理员' }).returning({ id: persons.id }).get();
  db.insert(accounts).values({ platform: admin.platform, id: admin.id, person: id, linkedAt: now }).run();
  record(db, {
    at: now,
    actor: 'system',
    action: 'account.linked',
    subject: `person:${id}`,
    after: { platform: admin.platform, id: admin.id },
  });
  return id;
}
