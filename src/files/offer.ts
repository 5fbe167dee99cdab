import { and, asc, count, desc, eq, gt, isNotNull, isNull, lte, min, sql } from 'drizzle-orm';
import { fileOffers, sentFiles } from '../../db/schema/file.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Part, PlatformName } from '../platforms/platform.ts';
import { DAY, type Instant, MINUTE } from '../time.ts';
import type { Target } from './place.ts';

export type Offer = typeof fileOffers.$inferSelect;
export type SentFile = typeof sentFiles.$inferSelect;

/** Photos come one by one: what is sent within this time is put to the same thing. */
const TOGETHER = 10 * MINUTE;
/** While it is being fetched nobody else fetches it; afterwards it is taken up again, as after a crash. */
const LEASE = 2 * MINUTE;
/** Before each further try. */
const PAUSES = [MINUTE / 4, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** Only how to get at what was sent. → the offer, and whether it is a new one */
export function offerFiles(
  db: Db,
  { person, platform }: { person: number; platform: PlatformName },
  parts: readonly Part[],
  now: Instant,
): { offer: number; fresh: boolean } {
  const open = and(
    eq(fileOffers.person, person),
    eq(fileOffers.platform, platform),
    isNull(fileOffers.place),
  );
  const last = db
    .select()
    .from(fileOffers)
    .where(and(open, gt(fileOffers.at, now - TOGETHER)))
    .orderBy(desc(fileOffers.id))
    .limit(1)
    .get();
  const offer =
    last?.id ??
    db.insert(fileOffers).values({ person, platform, at: now }).returning({ id: fileOffers.id }).get().id;
  for (const { handle, name } of parts) db.insert(sentFiles).values({ offer, handle, name }).run();
  return { offer, fresh: last === undefined };
}

/** How many files of somebody wait for being put somewhere. */
export function waitingOf(db: Db, person: number): number {
  const waiting = and(eq(fileOffers.person, person), isNull(fileOffers.place));
  return (
    db
      .select({ count: count() })
      .from(sentFiles)
      .innerJoin(fileOffers, eq(fileOffers.id, sentFiles.offer))
      .where(waiting)
      .get()?.count ?? 0
  );
}

export function findOffer(db: Db, id: number): Offer | undefined {
  return db.select().from(fileOffers).where(eq(fileOffers.id, id)).get();
}

export function sentIn(db: Db, offer: number): SentFile[] {
  return db.select().from(sentFiles).where(eq(sentFiles.offer, offer)).orderBy(asc(sentFiles.id)).all();
}

/** From now on its files are to be fetched. */
export function choose(db: Db, offer: number, { place, ref }: Target, now: Instant): void {
  db.update(fileOffers).set({ place, ref }).where(eq(fileOffers.id, offer)).run();
  db.update(sentFiles).set({ dueAt: now }).where(eq(sentFiles.offer, offer)).run();
}

export function dropOffer(db: Db, offer: number): void {
  db.delete(sentFiles).where(eq(sentFiles.offer, offer)).run();
  db.delete(fileOffers).where(eq(fileOffers.id, offer)).run();
}

/** What is to be fetched next, and where it belongs; nobody else has it for a while. */
export interface Wanted extends SentFile, Target {
  person: number;
  platform: PlatformName;
}

export function claimWanted(db: Db, now: Instant, most: number): Wanted[] {
  const rows = db
    .select({ file: sentFiles, offer: fileOffers })
    .from(sentFiles)
    .innerJoin(fileOffers, eq(fileOffers.id, sentFiles.offer))
    .where(lte(sentFiles.dueAt, now))
    .orderBy(asc(sentFiles.dueAt), asc(sentFiles.id))
    .limit(most)
    .all();
  return rows.flatMap(({ file, offer: { person, platform, place, ref } }) => {
    if (place === null || ref === null) return [];
    db.update(sentFiles)
      .set({ dueAt: now + LEASE, attempts: file.attempts + 1 })
      .where(eq(sentFiles.id, file.id))
      .run();
    return [{ ...file, attempts: file.attempts + 1, person, platform, place, ref }];
  });
}

const selectNext = prepared((db) =>
  db
    .select({ at: min(sentFiles.dueAt) })
    .from(sentFiles)
    .where(isNotNull(sentFiles.dueAt))
    .prepare(),
);

/** When something is next to be fetched; null if nothing waits. */
export function nextWanted(db: Db): Instant | null {
  return selectNext(db).get()?.at ?? null;
}

/** It has been fetched. */
export function settle(db: Db, file: number): void {
  db.delete(sentFiles).where(eq(sentFiles.id, file)).run();
}

/** → whether it will be tried once more; after the last try it will not */
export function tryAgain(db: Db, { id, attempts }: SentFile, now: Instant, after = 0): boolean {
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return false;
  db.update(sentFiles)
    .set({ dueAt: now + Math.max(pause, after) })
    .where(eq(sentFiles.id, id))
    .run();
  return true;
}

/** It cannot be had: how to get at it is forgotten, why stays on the card. */
export function fail(db: Db, file: number, why: string): void {
  db.update(sentFiles).set({ dueAt: null, handle: '', failed: why }).where(eq(sentFiles.id, file)).run();
}

/** Offers made a day ago, but for those whose files are still being fetched. */
const stale = sql`not exists (select 1 from ${sentFiles} where ${sentFiles.offer} = ${fileOffers.id} and ${sentFiles.dueAt} is not null)`;

/** → the offers that are no more */
export function forgetOffers(db: Db, now: Instant): number[] {
  const old = db
    .select({ id: fileOffers.id })
    .from(fileOffers)
    .where(and(lte(fileOffers.at, now - DAY), stale))
    .all();
  for (const { id } of old) dropOffer(db, id);
  return old.map(({ id }) => id);
}

const selectOldest = prepared((db) =>
  db
    .select({ at: min(fileOffers.at) })
    .from(fileOffers)
    .where(stale)
    .prepare(),
);

/** When the next offer is a day old; null if there is none. */
export function nextForgotten(db: Db): Instant | null {
  const oldest = selectOldest(db).get();
  return oldest?.at == null ? null : oldest.at + DAY;
}
