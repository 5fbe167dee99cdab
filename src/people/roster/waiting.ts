import { and, asc, eq, isNull, lte, min, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { rosterParts, rosters } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { Refusal } from '../../errors.ts';
import { Colleague, Department, type Directory } from '../../platforms/directory.ts';
import type { PlatformName } from '../../platforms/platform.ts';
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
  giveUp(db, now, eq(rosters.person, person));
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

type Source = NonNullable<Waiting['directory']>;

/** What nobody decided on in a day. */
export function forgetRosters(db: Db, now: Instant): void {
  giveUp(db, now, lte(rosters.checkedAt, now - KEPT));
}

const selectOldest = prepared((db) =>
  db
    .select({ at: min(rosters.checkedAt) })
    .from(rosters)
    .where(isNull(rosters.decidedAt))
    .prepare(),
);

/** When there is next one to forget. */
export function nextForgotten(db: Db, after: Instant): Instant | null {
  const oldest = selectOldest(db).get();
  return oldest?.at == null ? null : Math.max(oldest.at + KEPT, after + 1);
}

function giveUp(db: Db, now: Instant, which: SQL): void {
  const waiting = db
    .select({ id: rosters.id })
    .from(rosters)
    .where(and(isNull(rosters.decidedAt), which))
    .all();
  for (const { id } of waiting) settleRoster(db, now, id, false);
}

/** A directory waits in the same way, its departments and people in parts. */
export function keepDirectory(
  db: Db,
  now: Instant,
  person: number,
  platform: PlatformName,
  { departments, people }: Directory,
): number {
  const id = keepRoster(db, now, person, [], '');
  changeDirectory(db, id, { platform, newcomers: false, open: [] });
  const parts = [
    ...departments.map((department) => ({ department })),
    ...people.map((colleague) => ({ colleague })),
  ];
  for (let part = 0; part * PART < parts.length; part++) {
    db.insert(rosterParts)
      .values({ roster: id, part, rows: parts.slice(part * PART, (part + 1) * PART) })
      .run();
  }
  return id;
}

export function changeDirectory(db: Db, id: number, directory: Source): void {
  db.update(rosters).set({ directory }).where(eq(rosters.id, id)).run();
}

/** What was shown of it, so that nothing else is done. */
export function markShown(db: Db, id: number, digest: string): void {
  db.update(rosters).set({ digest }).where(eq(rosters.id, id)).run();
}

const Part = z.union([z.object({ department: Department }), z.object({ colleague: Colleague })]);

export function directoryOf(db: Db, roster: Waiting): Directory {
  const parts = z.array(Part).parse(rowsOf(db, roster));
  return {
    departments: parts.flatMap((part) => ('department' in part ? part.department : [])),
    people: parts.flatMap((part) => ('colleague' in part ? part.colleague : [])),
  };
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
  const rows = z.array(Row).parse(rowsOf(db, roster));
  return { rows, declared: declaredBy(rows), faults: [] };
}

function rowsOf(db: Db, roster: Waiting): unknown[] {
  const parts = db
    .select({ rows: rosterParts.rows })
    .from(rosterParts)
    .where(eq(rosterParts.roster, roster.id))
    .orderBy(asc(rosterParts.part))
    .all();
  return parts.flatMap((part) => part.rows);
}

export function settleRoster(db: Db, now: Instant, id: number, applied: boolean): void {
  db.update(rosters).set({ decidedAt: now, applied }).where(eq(rosters.id, id)).run();
  db.delete(rosterParts).where(eq(rosterParts.roster, id)).run();
}
