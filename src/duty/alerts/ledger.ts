import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { amongGiven } from '../../../db/many.ts';
import { alerts } from '../../../db/schema/alert.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Day, Instant } from '../../time.ts';

/** What a line of a digest is about; how it stands is seen when it is drawn. */
export const About = z.discriminatedUnion('kind', [
  /** soon: little time and no plan · overdue: the period is over · late: so is the grace, which is the committee's. */
  z.object({
    kind: z.literal('duty'),
    stage: z.enum(['soon', 'overdue', 'late']),
    unit: z.number(),
    item: z.string(),
  }),
  z.object({ kind: z.literal('minutes'), activity: z.number() }),
  /** Planned, and nobody has been told of it. */
  z.object({ kind: z.literal('unannounced'), activity: z.number() }),
  z.object({
    kind: z.literal('request'),
    what: z.enum(['leave', 'makeUp']),
    activity: z.number(),
    person: z.number(),
  }),
  z.object({ kind: z.literal('absence'), unit: z.number(), person: z.number(), months: z.number() }),
  z.object({ kind: z.literal('term'), unit: z.number() }),
  /** Something else with a deadline. */
  z.object({ kind: z.literal('task'), unit: z.number(), task: z.string() }),
  z.object({ kind: z.literal('waived'), waiver: z.number() }),
  z.object({ kind: z.literal('answered'), nudge: z.number() }),
  /** A nudge that waits for its answer. */
  z.object({ kind: z.literal('nudged'), nudge: z.number() }),
]);
export type About = z.infer<typeof About>;

/** Something to say once. */
export interface Alert {
  key: string;
  about: About;
}

export function personal(person: number, day: Day): string {
  return `person:${person}:${day}`;
}

export function collective(unit: number, day: Day): string {
  return `unit:${unit}:${day}`;
}

const selectTold = prepared((db) =>
  db.select({ key: alerts.key }).from(alerts).where(amongGiven(alerts.key, 'keys')).prepare(),
);

/** Those that no digest has said yet. */
export function untold<A extends Alert>(db: Db, found: readonly A[]): A[] {
  if (found.length === 0) return [];
  const keys = JSON.stringify(found.map(({ key }) => key));
  const told = new Set(
    selectTold(db)
      .all({ keys })
      .map(({ key }) => key),
  );
  return found.filter(({ key }) => !told.has(key));
}

const insertAlert = prepared((db) =>
  db
    .insert(alerts)
    .values({
      key: sql.placeholder('key'),
      digest: sql.placeholder('digest'),
      about: sql.placeholder('about'),
      at: sql.placeholder('at'),
    })
    .onConflictDoNothing()
    .prepare(),
);

export function enter(db: Db, digest: string, said: readonly Alert[], now: Instant): void {
  for (const { key, about } of said) insertAlert(db).run({ key, digest, about, at: now });
}

/** What a digest was to say that nobody has read: untold again. */
export function takeBack(db: Db, digest: string): Alert[] {
  const rows = db.delete(alerts).where(eq(alerts.digest, digest)).returning().all();
  return rows
    .toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
    .map(({ key, about }) => ({ key, about: About.parse(about) }));
}

/** What several digests were to say, said once. */
export function saidInAll(db: Db, digests: readonly string[]): About[] {
  const all = digests.flatMap((digest) => saidIn(db, digest));
  return [...new Map(all.map((about) => [JSON.stringify(about), about])).values()];
}

const selectSaid = prepared((db) =>
  db
    .select({ about: alerts.about })
    .from(alerts)
    .where(eq(alerts.digest, sql.placeholder('digest')))
    .orderBy(asc(alerts.at), asc(alerts.key))
    .prepare(),
);

/** What a digest said, in its order. */
export function saidIn(db: Db, digest: string): About[] {
  return selectSaid(db)
    .all({ digest })
    .map(({ about }) => About.parse(about));
}
