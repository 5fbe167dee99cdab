import type { Job } from '../chat/job.ts';
import { dailyJob } from './alerts/daily.ts';
import { postsJob } from './alerts/posts.ts';
import { weeklyJob } from './alerts/weekly.ts';

export const dutyJobs: readonly Job[] = [dailyJob, weeklyJob, postsJob];
