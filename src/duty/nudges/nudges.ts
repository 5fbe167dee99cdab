import { and, desc, eq, gt, isNotNull, isNull, like, or, sql } from 'drizzle-orm';
import { nudges, type Outcome } from '../../../db/schema/alert.ts';
import { units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import type { Day, Instant } from '../../time.ts';

export type Nudge = typeof nudges.$inferSelect;

export function loadNudge(db: Db, id: number): Nudge {
  const found = db.select().from(nudges).where(eq(nudges.id, id)).get();
  if (!found) throw new Refusal('not_found', '没有找到这条督办。');
  return found;
}

/** Taken back by whoever asked: it waits no more, and nobody has answered. */
export function isWithdrawn({ answeredAt, outcome }: Nudge): boolean {
  return answeredAt !== null && outcome === null;
}

/** What somebody asked last and nobody has answered. */
export function nudgesBy(db: Db, by: number, most: number): Nudge[] {
  return db
    .select()
    .from(nudges)
    .where(and(isNull(nudges.answeredAt), eq(nudges.by, by)))
    .orderBy(desc(nudges.id))
    .limit(most)
    .all();
}

const { placeholder } = sql;

const selectLately = prepared((db) =>
  db
    .select()
    .from(nudges)
    .where(
      and(
        sql`${nudges.unit} in (select ${units.id} from ${units} where ${like(units.lineage, placeholder('lineage'))} and (${units.ended} is null or ${units.ended} > ${placeholder('today')}))`,
        or(
          isNull(nudges.answeredAt),
          and(gt(nudges.answeredAt, placeholder('since')), isNotNull(nudges.outcome)),
        ),
      ),
    )
    .orderBy(desc(nudges.id))
    .prepare(),
);

/** Open ones and those answered since then, of what is there in a subtree, the newest first. */
export function nudgesIn(db: Db, lineage: string, since: Instant, today: Day): Nudge[] {
  return selectLately(db).all({ lineage: `${lineage}%`, since, today });
}

/** The one about an item that waits for its answer. */
export function openNudge(db: Db, unit: number, item: string): { id: number } | undefined {
  return db
    .select({ id: nudges.id })
    .from(nudges)
    .where(and(eq(nudges.unit, unit), eq(nudges.item, item), isNull(nudges.answeredAt)))
    .get();
}

/** One item is asked about once until it is answered. */
export function nudge(
  db: Db,
  wanted: { unit: number; item: string; said: string },
  by: number,
  now: Instant,
): Nudge {
  const { unit, item } = wanted;
  if (openNudge(db, unit, item))
    throw new Refusal('conflict', '这件事已经督办过，对方还没有回复，先等一等。');
  const [row] = db
    .insert(nudges)
    .values({ ...wanted, at: now, by })
    .returning()
    .all();
  if (!row) throw new Error('the nudge was not inserted');
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'branch.nudged',
    subject: `unit:${unit}`,
    after: { nudge: row.id, item, said: wanted.said },
  });
  return row;
}

/** An answer may be followed by a better one, until it says that the thing is done. */
export function answerNudge(
  db: Db,
  found: Nudge,
  said: { outcome: Outcome; answer: string },
  by: number,
  now: Instant,
): void {
  refuseWithdrawn(found);
  if (found.outcome === 'settled') throw new Refusal('conflict', '这条督办已经办结，不用再回复。');
  const { outcome, answer } = found;
  db.update(nudges)
    .set({ ...said, answeredAt: now, answeredBy: by })
    .where(eq(nudges.id, found.id))
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'nudge.answered',
    subject: `unit:${found.unit}`,
    ...(found.answeredAt !== null && { before: { nudge: found.id, outcome, answer } }),
    after: { nudge: found.id, ...said },
  });
}

export function refuseWithdrawn(found: Nudge): void {
  if (isWithdrawn(found)) throw new Refusal('conflict', '上级已经撤回这条督办，不用再回复。');
}

/** It was asked by mistake: nobody has to answer. */
export function withdrawNudge(db: Db, found: Nudge, by: number, now: Instant): void {
  if (isWithdrawn(found)) throw new Refusal('conflict', '这条督办已经撤销了。');
  if (found.answeredAt !== null) throw new Refusal('conflict', '对方已经回复，这条督办不能撤销了。');
  db.update(nudges).set({ answeredAt: now, answeredBy: by }).where(eq(nudges.id, found.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'nudge.withdrawn',
    subject: `unit:${found.unit}`,
    before: { nudge: found.id, item: found.item, said: found.said },
  });
}
