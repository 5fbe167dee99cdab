import { activityJobs } from '../activity/jobs.ts';
import { dutyJobs } from '../duty/jobs.ts';
import { evaluationJobs } from '../evaluation/jobs.ts';
import { fileJobs } from '../files/jobs.ts';
import { inboxJobs } from '../inbox/jobs.ts';
import { peopleJobs } from '../people/jobs.ts';
import type { Job } from './job.ts';

/** Every job there is, in the order in which they run at one tick. */
export const jobs: readonly Job[] = [
  ...activityJobs,
  ...dutyJobs,
  ...evaluationJobs,
  ...peopleJobs,
  ...inboxJobs,
  ...fileJobs,
];
