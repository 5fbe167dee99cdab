import { and, asc, eq, like, sql } from 'drizzle-orm';
import { waivers } from '../../db/schema/alert.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import type { Day, Instant } from '../time.ts';
import type { Item } from './compliance.ts';

export type Waiver = typeof waivers.$inferSelect;

/** Which duty, of whom, in which period. */
export function itemKey(item: Item): string {
  return `${item.rule.id}:${item.holder.id}:${item.period.from}`;
}

/** The last word on each item of a subtree, whether its day has passed or not. */
export function waiversIn(db: Db, lineage: string): Map<string, Waiver> {
  const found = db
    .select()
    .from(waivers)
    .where(
      sql`${waivers.unit} in (select ${units.id} from ${units} where ${like(units.lineage, `${lineage}%`)})`,
    )
    .orderBy(asc(waivers.id))
    .all();
  return new Map(found.map((one) => [one.item, one]));
}

export function findWaiver(db: Db, id: number): Waiver | undefined {
  return db.select().from(waivers).where(eq(waivers.id, id)).get();
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
