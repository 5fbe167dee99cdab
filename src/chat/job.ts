import type { Db } from '../../db/store.ts';
import type { Settings } from '../org.ts';
import type { Instant } from '../time.ts';

/** Something that happens because time passes. Idempotent: what it posts has keys, what it changes changes once. */
export interface Job {
  /** `activity.start`: the time it last ran is kept under it. */
  name: string;
  /**
   * When it next has something to do after this instant; null if nothing is foreseen. Asked with the time it last ran,
   * too: a job is run only when this has come.
   */
  next(db: Db, after: Instant): Instant | null;
  /**
   * Does what fell due in (from, to]. After a stop the span may be long: what is past its use is left out. A job with
   * much to do yields between pieces, each a transaction of its own, so that taps are answered in between; after a
   * failure it begins again, and what is done already is not done twice.
   */
  run(span: Span): void | Generator<void, void, void>;
}

export interface Span {
  db: Db;
  from: Instant;
  to: Instant;
  settings: Settings;
}
