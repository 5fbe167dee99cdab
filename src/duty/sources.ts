import type { Source } from './alerts/task.ts';
import { listTasks } from './lists/tasks.ts';
import { followUpTasks } from './visits/tasks.ts';

/** Whatever has deadlines besides the duties that gatherings prove: all of it is brought up in the same digests. */
export const SOURCES: readonly Source[] = [listTasks, followUpTasks];
