import { press } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Source, Task } from '../duty/alerts/task.ts';
import { addSource } from '../duty/sources.ts';
import { secretaryOf } from '../people/secretary.ts';
import type { Day } from '../time.ts';
import { findIssue, type Issue, pendingIssues } from './issue.ts';
import './appraisal/chapter.ts';
import './appraisal/tasks.ts';
import './debrief/tasks.ts';
import { findRound } from './round.ts';
import './star/tasks.ts';

/** What is to be put right is brought up by the digests like everything that has a last day. */
const issueTasks: Source = { name: 'issue', open, find };

function open(db: Db, today: Day, until: Day): Task[] {
  return pendingIssues(db, until).flatMap((issue) => taskOf(db, issue, today));
}

function find(db: Db, key: string, today: Day): Task | undefined {
  const issue = findIssue(db, Number(key.slice(key.indexOf(':') + 1)));
  return issue && findRound(db, issue.round) && taskOf(db, issue, today)[0];
}

/** Whoever answers for it hears of it, and where nobody was named the secretary. */
function taskOf(db: Db, issue: Issue, today: Day): Task[] {
  const settled = issue.doneAt !== null || issue.acceptedAt !== null;
  if (settled || issue.deadline === null) return [];
  const holder = issue.owner ?? secretaryOf(db, issue.unit, today)?.person;
  return [
    {
      key: `issue:${issue.id}`,
      unit: issue.unit,
      holders: holder === undefined ? [] : [holder],
      label: `整改：${issue.problem.slice(0, 20)}`,
      what: issue.measure || '请按要求整改',
      deadline: issue.deadline,
      action: press(`看整改：${issue.problem.slice(0, 12)}`, 'issue.show', { issue: issue.id }),
    },
  ];
}

addSource(issueTasks);
