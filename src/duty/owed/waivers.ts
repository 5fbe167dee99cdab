import { and, asc, desc, eq, getTableColumns, gte, like, ne, sql } from 'drizzle-orm';
import { waivers } from '../../../db/schema/alert.ts';
import { persons, units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import type { Period } from '../period.ts';
import type { Rule } from '../rules/rules.ts';
import type { Holder } from './books.ts';

type Waiver = typeof waivers.$inferSelect;
type Named = Waiver & { name: string };

/** One that was taken back stays and has no last day: its id is never another's, and the word before it counts again. */
const NEVER = '';

export const isKept = ne(waivers.until, NEVER);

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
      and(
        isKept,
        sql`${waivers.unit} in (select ${units.id} from ${units} where ${like(units.lineage, sql.placeholder('lineage'))})`,
      ),
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
    .where(and(eq(waivers.id, id), isKept))
    .get();
}

export function loadWaiver(db: Db, id: number): Waiver {
  const found = db.select().from(waivers).where(eq(waivers.id, id)).get();
  if (!found) throw new Refusal('not_found', '没有找到这条暂缓。');
  return found;
}

/** What somebody put off last and what is put off still by these words. */
export function waiversBy(db: Db, by: number, today: Day, most: number): Waiver[] {
  return db
    .select()
    .from(waivers)
    .where(and(eq(waivers.by, by), gte(waivers.until, today)))
    .orderBy(desc(waivers.id))
    .limit(most)
    .all()
    .filter((one) => lastWord(db, one)?.id === one.id);
}

function lastWord(db: Db, { unit, item }: Pick<Waiver, 'unit' | 'item'>): Waiver | undefined {
  return db
    .select()
    .from(waivers)
    .where(and(eq(waivers.unit, unit), eq(waivers.item, item), isKept))
    .orderBy(asc(waivers.id))
    .all()
    .at(-1);
}

/** Until its last day an item is put off; the same words twice are one. → whether they are new */
export function waive(
  db: Db,
  said: { unit: number; item: string; until: Day; reason: string },
  by: number,
  now: Instant,
): boolean {
  const { unit, item, until, reason } = said;
  const before = lastWord(db, said);
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

/** It is owed again as before, or put off by the word before it. */
export function withdrawWaiver(db: Db, found: Waiver, by: number, now: Instant): void {
  const { id, unit, item, until, reason } = found;
  if (until === NEVER) throw new Refusal('conflict', '这条暂缓已经撤销了。');
  if (until < dayOf(now)) throw new Refusal('conflict', '这条暂缓已经到期，不用撤销。');
  if (lastWord(db, found)?.id !== id)
    throw new Refusal('conflict', '后来又重新说明过暂缓，请说“撤销”，看看最近的一条。');
  db.update(waivers).set({ until: NEVER }).where(eq(waivers.id, id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'duty.waiverWithdrawn',
    subject: `unit:${unit}`,
    before: { item, until, reason },
    after: { until: lastWord(db, found)?.until ?? null },
  });
}
