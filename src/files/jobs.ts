import type { Job } from '../chat/job.ts';
import { refresh } from '../outbox/live.ts';
import { forgetOffers, nextForgotten } from './offer.ts';
import { topicOf } from './views.ts';

/** What nobody put anywhere within a day is forgotten: how to get at it is all that there was. */
export const fileJobs: readonly Job[] = [
  {
    name: 'files.forget',
    next(db, after) {
      const at = nextForgotten(db);
      return at === null ? null : Math.max(at, after + 1);
    },
    run({ db, to }) {
      for (const offer of forgetOffers(db, to)) refresh(db, to, topicOf(offer));
    },
  },
];
