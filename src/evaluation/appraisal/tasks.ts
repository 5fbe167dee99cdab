import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import type { Source, Task } from '../../duty/alerts/task.ts';
import { addSource } from '../../duty/sources.ts';
import type { Day } from '../../time.ts';
import { foundIn, type Named, openRounds, type Round, subjectsOf } from '../round.ts';
import { selfOf } from './read.ts';

/** A member who has not written yet hears of it before the last day; nobody else does, and nobody afterwards. */
const appraisalTasks: Source = { name: 'appraisal', open, find };

function open(db: Db, today: Day, until: Day): Task[] {
  return openRounds(db, 'appraisal')
    .filter((round) => lastDay(round) <= until)
    .flatMap((round) => subjectsOf(db, round.id).flatMap((subject) => taskOf(round, subject, today)));
}

function find(db: Db, key: string, today: Day): Task | undefined {
  const found = foundIn(db, Number(key.slice(key.indexOf(':') + 1)));
  return found && taskOf(found.round, found.subject, today)[0];
}

function taskOf(round: Round, subject: Named, today: Day): Task[] {
  const deadline = lastDay(round);
  const owed = round.publishedAt === null && today <= deadline && selfOf(subject).text === '';
  if (!owed || subject.person === null) return [];
  return [
    {
      key: `appraisal:${subject.id}`,
      unit: subject.unit,
      holders: [subject.person],
      label: `${round.title}：自评`,
      what: '写几句就行',
      deadline,
      action: press('写自评', 'appraisal.selfForm', { subject: subject.id }),
      confidential: true,
    },
  ];
}

function lastDay({ stages }: Round): Day {
  return stages.find(({ id }) => id === 'self')?.until ?? '';
}

addSource(appraisalTasks);
