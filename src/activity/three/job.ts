import { and, asc, gt, isNull, lte, min, sql } from 'drizzle-orm';
import { threeUrns } from '../../../db/schema/three.ts';
import { type Db, prepared } from '../../../db/store.ts';
import type { Job } from '../../chat/job.ts';
import { refresh } from '../../outbox/live.ts';
import type { Instant } from '../../time.ts';
import { deskOf } from '../start.ts';
import { countMarks } from './mark.ts';

/** When there is no time left the members' reviews are counted. Nobody is told: who looks, sees. */
export const threeJob: Job = {
  name: 'activity.three',
  next: earliest,
  *run({ db, to, settings }) {
    for (const urn of dueBy(db, to)) {
      countMarks(db, settings, urn, to);
      refresh(db, to, deskOf({ id: urn.activity }));
      yield;
    }
  },
};

const selectEarliest = prepared((db) =>
  db
    .select({ at: min(threeUrns.until) })
    .from(threeUrns)
    .where(and(isNull(threeUrns.countedAt), gt(threeUrns.until, sql.placeholder('after'))))
    .prepare(),
);

function earliest(db: Db, after: Instant): Instant | null {
  return selectEarliest(db).get({ after })?.at ?? null;
}

function dueBy(db: Db, to: Instant) {
  return db
    .select({ activity: threeUrns.activity, review: threeUrns.review })
    .from(threeUrns)
    .where(and(isNull(threeUrns.countedAt), lte(threeUrns.until, to)))
    .orderBy(asc(threeUrns.until))
    .all();
}
