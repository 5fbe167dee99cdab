import { eq } from 'drizzle-orm';
import { facts } from '../db/schema/org.ts';
import type { Db } from '../db/store.ts';
import type { Job } from './chat/job.ts';
import { jobs } from './chat/jobs.ts';
import type { Org } from './org.ts';
import { nextDue } from './outbox/store.ts';
import type { Instant } from './time.ts';

/**
 * Time passes: every job does what fell due since it last ran, in a transaction of its own. A job that fails is
 * logged and tried again at the next tick, from where it was; the others go on. → whether every job did its part
 */
export async function tick(org: Org): Promise<boolean> {
  const to = org.clock.now();
  let done = true;
  for (const job of jobs) {
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

/** When a job next has something to do; null if nothing is foreseen. */
export function nextJob(org: Org): Instant | null {
  const now = org.clock.now();
  const times = org.store.read((db) => jobs.map((job) => job.next(db, now)).filter((at) => at !== null));
  return times.length > 0 ? Math.min(...times) : null;
}

/** When something is next to do, by a job or by delivery; null if nothing is foreseen. */
export function nextTick(org: Org): Instant | null {
  const times = [nextJob(org), org.store.read((db) => nextDue(db))].filter((at) => at !== null);
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

function markRun(db: Db, job: Job, to: Instant): void {
  db.insert(facts)
    .values({ name: factOf(job), value: String(to) })
    .onConflictDoUpdate({ target: facts.name, set: { value: String(to) } })
    .run();
}

function lastRun(db: Db, job: Job): Instant | undefined {
  const fact = db
    .select()
    .from(facts)
    .where(eq(facts.name, factOf(job)))
    .get();
  return fact && Number(fact.value);
}

function factOf(job: Job): string {
  return `tick.${job.name}`;
}
