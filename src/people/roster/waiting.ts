import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { rosterParts, rosters } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { Refusal } from '../../errors.ts';
import { DAY, type Instant } from '../../time.ts';
import { declaredBy, type Reading, Row } from './row.ts';

export type Waiting = typeof rosters.$inferSelect;

const PART = 500;

/** How long a roster waits for a word. It is full of personal data. */
const KEPT = DAY;

/** Keeps a roster until its sender decides; an earlier one of the same sender is given up. */
export function keepRoster(
  db: Db,
  now: Instant,
  person: number,
  rows: readonly Row[],
  digest: string,
): number {
  const old = or(eq(rosters.person, person), lt(rosters.checkedAt, now - KEPT));
  for (const { id } of db
    .select()
    .from(rosters)
    .where(and(isNull(rosters.decidedAt), old))
    .all()) {
    settleRoster(db, now, id, false);
  }
  const { id } = db
    .insert(rosters)
    .values({ person, digest, checkedAt: now })
    .returning({ id: rosters.id })
    .get();
  for (let part = 0; part * PART < rows.length; part++) {
    db.insert(rosterParts)
      .values({ roster: id, part, rows: rows.slice(part * PART, (part + 1) * PART) })
      .run();
  }
  return id;
}

/** The roster that this person was shown and has not decided on. */
export function keptRoster(db: Db, id: number, person: number): Waiting {
  const roster = db
    .select()
    .from(rosters)
    .where(and(eq(rosters.id, id), eq(rosters.person, person)))
    .get();
  if (!roster) throw new Refusal('not_found', '没有找到这份名册，请重新发送文件。');
  if (roster.applied) throw new Refusal('conflict', '这份名册已经导入过了。');
  if (roster.decidedAt !== null) throw new Refusal('conflict', '这份名册已经放弃，要导入请重新发送文件。');
  return roster;
}

export function readingOf(db: Db, roster: Waiting): Reading {
  const parts = db
    .select({ rows: rosterParts.rows })
    .from(rosterParts)
    .where(eq(rosterParts.roster, roster.id))
    .orderBy(asc(rosterParts.part))
    .all();
  const rows = parts.flatMap((part) => z.array(Row).parse(part.rows));
  return { rows, declared: declaredBy(rows), faults: [] };
}

export function settleRoster(db: Db, now: Instant, id: number, applied: boolean): void {
  db.update(rosters).set({ decidedAt: now, applied }).where(eq(rosters.id, id)).run();
  db.delete(rosterParts).where(eq(rosterParts.roster, id)).run();
}
