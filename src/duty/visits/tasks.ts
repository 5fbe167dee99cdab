import { press } from '../../../cards/card.ts';
import type { Source, Task } from '../alerts/task.ts';
import { brief } from '../brief.ts';
import { type FollowUp, loadFollowUp, openFollowUps, type Visit } from './store.ts';

const NAME = 'followUp';

/** What visits asked for: whoever sees to it hears of it. */
export const followUpTasks: Source = {
  name: NAME,

  open: (db, _today, until) => openFollowUps(db, until).flatMap((one) => taskOf(one) ?? []),

  find(db, key) {
    const id = Number(key.slice(NAME.length + 1));
    return taskOf(loadFollowUp(db, id));
  },
};

function taskOf({ followUp, visit }: { followUp: FollowUp; visit: Visit }): Task | undefined {
  const { id, owner, what, deadline, doneAt } = followUp;
  if (doneAt !== null || deadline === null || visit.withdrawnAt !== null) return undefined;
  return {
    key: `${NAME}:${id}`,
    unit: visit.unit,
    holders: [owner],
    label: '下基层跟进',
    what,
    deadline,
    action: press(`办结：${brief(what, 12)}`, 'visit.doneForm', { followUp: id }),
  };
}
