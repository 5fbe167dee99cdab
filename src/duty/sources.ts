import type { Source } from './alerts/task.ts';
import { listTasks } from './lists/tasks.ts';
import { standardTasks } from './standards/tasks.ts';
import { visitTasks } from './visits/owed.ts';
import { followUpTasks } from './visits/tasks.ts';

const sources: Source[] = [listTasks, standardTasks, followUpTasks, visitTasks];

/** Whatever has deadlines besides the duties that gatherings prove: all of it is brought up in the same digests. */
export function allSources(): readonly Source[] {
  return sources;
}

/** A noun that stands above adds its own as it is loaded, once. */
export function addSource(source: Source): void {
  if (sources.every(({ name }) => name !== source.name)) sources.push(source);
}
