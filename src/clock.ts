import { eq, sql } from 'drizzle-orm';
import { facts } from '../db/schema/org.ts';
import { type Db, given, prepared, type Store } from '../db/store.ts';
import type { MovableClock } from './advance.ts';
import { type Instant, SECOND } from './time.ts';

const FACT = 'clock';

/**
 * The console's clock: it goes on from `wall` and can be moved forward; with `start` it stands there and moves only
 * when told. It never goes back behind what the database has seen.
 */
export function consoleClock(store: Store, wall: () => Instant, start: Instant | null): MovableClock {
  const kept = store.read((db) => keptAt(db)) ?? 0;
  if (start !== null) return standing(store, Math.max(start, kept));
  let ahead = Math.max(0, kept - wall());
  return {
    now: () => wall() + ahead,
    set(now) {
      ahead = now - wall();
      keep(store, now);
    },
  };
}

function standing(store: Store, start: Instant): MovableClock {
  let now = start;
  return {
    now: () => now,
    set(to) {
      now = to;
      keep(store, to);
    },
    ahead: SECOND,
  };
}

function keptAt(db: Db): Instant | undefined {
  const fact = db.select().from(facts).where(eq(facts.name, FACT)).get();
  return fact && Number(fact.value);
}

const writeKept = prepared((db) =>
  db
    .insert(facts)
    .values({ name: FACT, value: given('now') })
    .onConflictDoUpdate({ target: facts.name, set: { value: sql`excluded.value` } })
    .prepare(),
);

function keep(store: Store, now: Instant): void {
  store.change((db) => void writeKept(db).run({ now: String(now) }), { again: true });
}
