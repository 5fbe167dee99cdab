import type { Job } from '../chat/job.ts';
import { forgetRosters, nextForgotten } from './roster/waiting.ts';

/** A roster that nobody decided on is given up after a day, and its personal data are gone. */
export const peopleJobs: readonly Job[] = [
  {
    name: 'people.rosters',
    next: (db, after) => nextForgotten(db, after),
    run: ({ db, to }) => forgetRosters(db, to),
  },
];
