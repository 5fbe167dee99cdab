import type { Db } from '../../../db/store.ts';
import { addDays, type Day } from '../../time.ts';
import { allSources } from '../sources.ts';
import type { Alert } from './ledger.ts';
import { soonUntil, type Task } from './task.ts';

/** The committee hears of what stays undone so many days after its deadline. */
const GRACE = 7;

/** What whoever answers for it is to hear: each once when little time is left, once when none is. */
export function taskAlerts(db: Db, today: Day): { person: number; alert: Alert }[] {
  return openTasks(db, today, soonUntil(today)).flatMap((task) => {
    const stage = task.deadline < today ? 'overdue' : 'soon';
    return task.holders.map((person) => ({ person, alert: alertOf(task, stage, `:${person}`) }));
  });
}

/** What the committee above is to hear. */
export function lateTasks(db: Db, today: Day): { unit: number; alert: Alert }[] {
  return openTasks(db, today, addDays(today, -GRACE - 1))
    .filter(({ confidential }) => !confidential)
    .map((task) => ({ unit: task.unit, alert: alertOf(task, 'late', '') }));
}

export function findTask(db: Db, key: string, today: Day): Task | undefined {
  return allSources()
    .find(({ name }) => key.startsWith(`${name}:`))
    ?.find(db, key, today);
}

function openTasks(db: Db, today: Day, until: Day): Task[] {
  return allSources().flatMap((source) => source.open(db, today, until));
}

function alertOf(task: Task, stage: 'soon' | 'overdue' | 'late', of: string): Alert {
  const { key, deadline, unit } = task;
  return { key: `${stage}:${key}:${deadline}${of}`, about: { kind: 'task', unit, task: key } };
}
