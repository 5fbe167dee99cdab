import { Buffer } from 'node:buffer';
import { and, asc, eq, getTableColumns, gt, lte, max, or, sql } from 'drizzle-orm';
import { type Card, card, text } from '../../../cards/card.ts';
import { among } from '../../../db/many.ts';
import { consoleFiles, consoleMessages } from '../../../db/schema/console.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Instant } from '../../time.ts';
import type { Address, Attachment } from '../platform.ts';

/** With the name of the file that stands on it, if one does. */
export type Row = typeof consoleMessages.$inferSelect & { file: string | null };

/** Whose eyes: a person, and the units whose groups they are in. */
export interface Viewer {
  person: number;
  units: readonly number[];
}

const selectLast = prepared((db) =>
  db
    .select({ seq: max(consoleMessages.seq) })
    .from(consoleMessages)
    .prepare(),
);

export function lastSeq(db: Db): number {
  return selectLast(db).get()?.seq ?? 0;
}

const { placeholder } = sql;

const insertKeyed = prepared((db) =>
  db
    .insert(consoleMessages)
    .values({
      seq: placeholder('seq'),
      at: placeholder('at'),
      kind: placeholder('kind'),
      address: placeholder('address'),
      key: placeholder('key'),
      card: placeholder('card'),
    })
    .onConflictDoNothing({ target: consoleMessages.key })
    .returning({ id: consoleMessages.id })
    .prepare(),
);

/** A card with a key that was there before stays as it is. → the message's id */
export function insertCard(db: Db, at: Instant, to: Address, card: Card, key: string): number {
  const row = insertKeyed(db).get({ seq: lastSeq(db) + 1, at, kind: to.kind, address: to.id, key, card });
  if (row) return row.id;
  const known = db.select().from(consoleMessages).where(eq(consoleMessages.key, key)).get();
  if (!known) throw new Error(`console message ${key} was neither written nor found`);
  return known.id;
}

/** A message with a file on it. */
export function insertFile(db: Db, at: Instant, to: Address, file: Attachment, key: string): number {
  const message = insertCard(
    db,
    at,
    to,
    card('文件已生成', [text('点文件名就可以下载。')], { tone: 'success' }),
    key,
  );
  const { name, type, bytes } = file;
  db.insert(consoleFiles)
    .values({ message, name, type, bytes: Buffer.from(bytes) })
    .onConflictDoNothing()
    .run();
  return message;
}

export function findFile(db: Db, message: number): Attachment | undefined {
  return db.select().from(consoleFiles).where(eq(consoleFiles.message, message)).get();
}

export function insertSaid(
  db: Db,
  at: Instant,
  to: Omit<Address, 'platform'>,
  author: number,
  said: string,
): void {
  db.insert(consoleMessages)
    .values({ seq: lastSeq(db) + 1, at, kind: to.kind, address: to.id, author, said })
    .run();
}

const updateCard = prepared((db) =>
  db
    .update(consoleMessages)
    .set({ card: sql`${placeholder('card')}`, seq: sql`${placeholder('seq')}` })
    .where(and(eq(consoleMessages.id, placeholder('id')), lte(consoleMessages.seq, placeholder('since'))))
    .returning({ id: consoleMessages.id })
    .prepare(),
);

/** Draws a card anew. `since`: only if it was not drawn later than that. → whether there is such a message */
export function replaceCard(db: Db, id: number, card: Card, since = Number.MAX_SAFE_INTEGER): boolean {
  const rows = updateCard(db).all({ id, since, seq: lastSeq(db) + 1, card: JSON.stringify(card) });
  return rows.length > 0;
}

const WITH_FILE = { ...getTableColumns(consoleMessages), file: consoleFiles.name };

/** What is new or changed for somebody after `after`, in the order it happened. */
export function seenAfter(db: Db, viewer: Viewer, after: number): Row[] {
  return db
    .select(WITH_FILE)
    .from(consoleMessages)
    .leftJoin(consoleFiles, eq(consoleFiles.message, consoleMessages.id))
    .where(and(gt(consoleMessages.seq, after), visibleTo(viewer)))
    .orderBy(asc(consoleMessages.seq))
    .all();
}

export function findSeen(db: Db, viewer: Viewer, id: number): Row | undefined {
  return db
    .select(WITH_FILE)
    .from(consoleMessages)
    .leftJoin(consoleFiles, eq(consoleFiles.message, consoleMessages.id))
    .where(and(eq(consoleMessages.id, id), visibleTo(viewer)))
    .get();
}

function visibleTo({ person, units }: Viewer) {
  const direct = and(eq(consoleMessages.kind, 'direct'), eq(consoleMessages.address, String(person)));
  const groups = and(eq(consoleMessages.kind, 'group'), among(consoleMessages.address, units.map(String)));
  return or(direct, groups);
}
