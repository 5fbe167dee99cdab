import type { Job } from '../chat/job.ts';
import { minutesJob } from './minutes.ts';
import { unplannedJob } from './unplanned.ts';

export const dutyJobs: readonly Job[] = [unplannedJob, minutesJob];
