import { and, asc, eq, getTableColumns, like, sql } from 'drizzle-orm';
import { waivers } from '../../db/schema/alert.ts';
import { persons, units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Day, Instant } from '../time.ts';
import type { Holder } from './books.ts';
import type { Period } from './period.ts';
import type { Rule } from './rules.ts';

type Named = typeof waivers.$inferSelect & { name: string };

/** Which duty, of whom, in which period. */
export function itemKey({ rule, holder, period }: { rule: Rule; holder: Holder; period: Period }): string {
  return `${rule.id}:${holder.id}:${period.from}`;
}

const NAMED = { ...getTableColumns(waivers), name: persons.name };

const selectBeneath = prepared((db) =>
  db
    .select(NAMED)
    .from(waivers)
    .innerJoin(persons, eq(persons.id, waivers.by))
    .where(
      sql`${waivers.unit} in (select ${units.id} from ${units} where ${like(units.lineage, sql.placeholder('lineage'))})`,
    )
    .orderBy(asc(waivers.id))
    .prepare(),
);

/** The last word on each item of a subtree with who said it, whether its day has passed or not. */
export function waiversIn(db: Db, lineage: string): Map<string, Named> {
  const found = selectBeneath(db).all({ lineage: `${lineage}%` });
  return new Map(found.map((one) => [one.item, one]));
}

export function findWaiver(db: Db, id: number): Named | undefined {
  return db
    .select(NAMED)
    .from(waivers)
    .innerJoin(persons, eq(persons.id, waivers.by))
    .where(eq(waivers.id, id))
    .get();
}

/** Until its last day an item is put off; the same words twice are one. → whether they are new */
export function waive(
  db: Db,
  said: { unit: number; item: string; until: Day; reason: string },
  by: number,
  now: Instant,
): boolean {
  const { unit, item, until, reason } = said;
  const before = db
    .select()
    .from(waivers)
    .where(and(eq(waivers.unit, unit), eq(waivers.item, item)))
    .orderBy(asc(waivers.id))
    .all()
    .at(-1);
  if (before?.until === until && before.reason === reason) return false;
  db.insert(waivers)
    .values({ ...said, at: now, by })
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'duty.waived',
    subject: `unit:${unit}`,
    ...(before && { before: { item, until: before.until, reason: before.reason } }),
    after: { item, until, reason },
  });
  return true;
}
