import { eq, sql } from 'drizzle-orm';
import { facts } from '../db/schema/org.ts';
import { type Db, prepared } from '../db/store.ts';
import type { Job } from './chat/job.ts';
import { jobs } from './chat/jobs.ts';
import { nextWanted } from './files/offer.ts';
import type { Org } from './org.ts';
import { nextDue } from './outbox/due.ts';
import type { Instant } from './time.ts';

/**
 * Time passes: every job does what fell due since it last ran, in a transaction of its own; those with nothing due share
 * one. A job that fails is logged and tried again at the next tick, from where it was; the others go on. → whether
 * every job did its part
 */
export async function tick(org: Org): Promise<boolean> {
  const to = org.clock.now();
  const { due, failed } = await org.store.change((db) => sift(org, db, to));
  let done = !failed;
  for (const job of due) {
    try {
      await catchUp(org, job, to);
    } catch (error) {
      done = false;
      org.log.error('tick.failed', { org: org.slug, job: job.name, error });
    }
  }
  org.wake();
  return done;
}

/** Marks those with nothing to do as run; → those with something. */
function sift(org: Org, db: Db, to: Instant): { due: Job[]; failed: boolean } {
  let failed = false;
  const due = jobs.filter((job) => {
    const from = lastRun(db, job) ?? to - 1;
    if (from >= to) return false;
    try {
      const next = job.next(db, from);
      if (next !== null && next <= to) return true;
      markRun(db, job, to);
    } catch (error) {
      failed = true;
      org.log.error('tick.failed', { org: org.slug, job: job.name, error });
    }
    return false;
  });
  return { due, failed };
}

/** When a job next has something to do; null if nothing is foreseen. */
export function nextJob(org: Org): Instant | null {
  const now = org.clock.now();
  const times = org.store.read((db) => jobs.map((job) => job.next(db, now)).filter((at) => at !== null));
  return times.length > 0 ? Math.min(...times) : null;
}

/** When something is next to do, by a job, by delivery or by collection; null if nothing is foreseen. */
export function nextTick(org: Org): Instant | null {
  const waiting = [org.store.read((db) => nextDue(db)), org.store.read((db) => nextWanted(db))];
  const times = [nextJob(org), ...waiting].filter((at) => at !== null);
  return times.length > 0 ? Math.min(...times) : null;
}

async function catchUp(org: Org, job: Job, to: Instant): Promise<void> {
  const pieces = await org.store.change((db) => begin(org, db, job, to));
  let more = pieces !== null;
  while (more) more = await org.store.change((db) => goOn(db, job, to, pieces));
}

/** The rest of the job, if it goes on in pieces. */
function begin(org: Org, db: Db, job: Job, to: Instant): Pieces | null {
  const from = lastRun(db, job) ?? to - 1;
  if (from >= to) return null;
  const pieces = job.run({ db, from, to, settings: org.settings });
  if (pieces) return pieces;
  markRun(db, job, to);
  return null;
}

type Pieces = Generator<void, void, void>;

function goOn(db: Db, job: Job, to: Instant, pieces: Pieces | null): boolean {
  const more = pieces?.next().done === false;
  if (!more) markRun(db, job, to);
  return more;
}

const writeFact = prepared((db) =>
  db
    .insert(facts)
    .values({ name: sql.placeholder('name'), value: sql.placeholder('value') })
    .onConflictDoUpdate({ target: facts.name, set: { value: sql`excluded.value` } })
    .prepare(),
);

function markRun(db: Db, job: Job, to: Instant): void {
  writeFact(db).run({ name: factOf(job), value: String(to) });
}

const readFact = prepared((db) =>
  db
    .select({ value: facts.value })
    .from(facts)
    .where(eq(facts.name, sql.placeholder('name')))
    .prepare(),
);

function lastRun(db: Db, job: Job): Instant | undefined {
  const fact = readFact(db).get({ name: factOf(job) });
  return fact && Number(fact.value);
}

function factOf(job: Job): string {
  return `tick.${job.name}`;
}
