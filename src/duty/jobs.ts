import type { Job } from '../chat/job.ts';
import { minutesJob } from './jobs/minutes.ts';
import { unplannedJob } from './jobs/unplanned.ts';

export const dutyJobs: readonly Job[] = [unplannedJob, minutesJob];
