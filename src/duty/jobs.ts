import type { Job } from '../chat/job.ts';

export const dutyJobs: readonly Job[] = [];
