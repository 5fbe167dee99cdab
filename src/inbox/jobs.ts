import type { Job } from '../chat/job.ts';
import { addDays, atTime, dayOf } from '../time.ts';
import { forget } from './store.ts';

/** Events seen long ago are forgotten at night. */
export const inboxJobs: readonly Job[] = [
  {
    name: 'inbox.forget',
    next: (_db, after) => {
      const tonight = atTime(dayOf(after), '03:00');
      return tonight > after ? tonight : atTime(addDays(dayOf(after), 1), '03:00');
    },
    run: ({ db, to }) => forget(db, to),
  },
];
