import { Buffer } from 'node:buffer';
import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { fileBodies, filePieces, files } from '../../db/schema/file.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { Admitted } from './admit.ts';
import { fileName } from './name.ts';
import type { Target } from './place.ts';

export type Kept = typeof files.$inferSelect;

/** Bytes in a row: half of what a Durable Object allows. */
const PIECE = 1_000_000;

/** What is put to a thing, by whom, and what it came as. */
export interface Put extends Target {
  by: number;
  offer: number;
  name: string;
  file: Admitted;
}

/** The same bytes at the same thing are there once. → what it is called; null: it was there */
export function keep(db: Db, { place, ref, by, offer, name, file }: Put, now: Instant): string | null {
  const body = bodyOf(db, file);
  const here = and(eq(files.place, place), eq(files.ref, ref));
  const same = and(here, eq(files.body, body), isNull(files.withdrawnAt));
  if (db.select({ id: files.id }).from(files).where(same).get()) return null;
  const before = db.select({ count: count() }).from(files).where(here).get()?.count ?? 0;
  const what = file.type.startsWith('image/') ? '照片' : '文件';
  const called = fileName(name, file.ending, `${what}${before + 1}`);
  const { id } = db
    .insert(files)
    .values({ place, ref, body, name: called, offer, at: now, by })
    .returning({ id: files.id })
    .get();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'file.kept',
    subject: `${place}:${ref}`,
    after: { file: id, type: file.type, size: file.bytes.length, hash: file.hash },
  });
  return called;
}

function bodyOf(db: Db, file: Admitted): number {
  while (writePiece(db, file));
  return findByHash(db, file)?.id ?? 0;
}

/**
 * Writes the next piece of what is to be kept, so that the whole need not be one change that everybody waits for. What
 * a crash leaves half written goes on from there. → whether there is more
 */
export function writePiece(db: Db, file: Admitted): boolean {
  const { hash, type, bytes } = file;
  const known = findByHash(db, file);
  const body =
    known?.id ??
    db.insert(fileBodies).values({ hash, type, size: bytes.length }).returning({ id: fileBodies.id }).get()
      .id;
  const written = eq(filePieces.body, body);
  const seq = db.select({ count: count() }).from(filePieces).where(written).get()?.count ?? 0;
  const piece = bytes.subarray(seq * PIECE, (seq + 1) * PIECE);
  if (piece.length === 0) return false;
  db.insert(filePieces)
    .values({ body, seq, bytes: Buffer.from(piece) })
    .run();
  return (seq + 1) * PIECE < bytes.length;
}

function findByHash(db: Db, { hash }: Admitted): { id: number } | undefined {
  return db.select({ id: fileBodies.id }).from(fileBodies).where(eq(fileBodies.hash, hash)).get();
}

/** What was put to things of a kind and is still there, by thing, the oldest first. */
export function filesAt(db: Db, place: string, refs: readonly string[]): Map<string, Kept[]> {
  const found = db
    .select()
    .from(files)
    .where(and(eq(files.place, place), among(files.ref, refs), isNull(files.withdrawnAt)))
    .orderBy(asc(files.id))
    .all();
  return Map.groupBy(found, ({ ref }) => ref);
}

/** What came by an offer, also what was taken back. */
export function filesFrom(db: Db, offer: number): Kept[] {
  return db.select().from(files).where(eq(files.offer, offer)).orderBy(asc(files.id)).all();
}

export function findFile(db: Db, id: number): Kept | undefined {
  return db.select().from(files).where(eq(files.id, id)).get();
}

/** Its sender takes it back: the bytes and the name go, and the journal says that it was there. */
export function withdraw(db: Db, id: number, by: number, now: Instant): Kept {
  const file = findFile(db, id);
  if (!file || file.withdrawnAt !== null) throw new Refusal('conflict', '这个附件已经撤回了。');
  if (file.by !== by) throw new Refusal('not_allowed', '附件由发来的同志本人撤回。');
  db.update(files).set({ body: null, name: '', withdrawnAt: now }).where(eq(files.id, id)).run();
  if (file.body !== null) dropBody(db, file.body);
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'file.withdrawn',
    subject: `${file.place}:${file.ref}`,
    before: { file: id },
  });
  return file;
}

/** What was written for nothing, unless another thing has the same. */
export function dropUnused(db: Db, file: Admitted): void {
  const body = findByHash(db, file);
  if (body) dropBody(db, body.id);
}

/** Unless another thing has the same. */
function dropBody(db: Db, body: number): void {
  if (db.select({ id: files.id }).from(files).where(eq(files.body, body)).get()) return;
  db.delete(filePieces).where(eq(filePieces.body, body)).run();
  db.delete(fileBodies).where(eq(fileBodies.id, body)).run();
}

export function findBody(db: Db, id: number): typeof fileBodies.$inferSelect | undefined {
  return db.select().from(fileBodies).where(eq(fileBodies.id, id)).get();
}

/** A piece of what is kept; undefined behind the last one. */
export function pieceOf(db: Db, body: number, seq: number): Uint8Array | undefined {
  return db
    .select({ bytes: filePieces.bytes })
    .from(filePieces)
    .where(and(eq(filePieces.body, body), eq(filePieces.seq, seq)))
    .get()?.bytes;
}
