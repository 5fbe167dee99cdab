import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import type { Source, Task } from '../../duty/alerts/task.ts';
import { addSource } from '../../duty/sources.ts';
import type { Day } from '../../time.ts';
import { foundIn, type Named, openRounds, type Round, subjectsOf } from '../round.ts';
import { reportOf } from './read.ts';

/** A report that is not handed in yet is brought up to its author before its last day, and no more afterwards. */
const debriefTasks: Source = { name: 'debrief', open, find };

function open(db: Db, today: Day, until: Day): Task[] {
  return openRounds(db, 'debrief')
    .filter((round) => lastDay(round) <= until)
    .flatMap((round) => subjectsOf(db, round.id).flatMap((subject) => taskOf(round, subject, today)));
}

function find(db: Db, key: string, today: Day): Task | undefined {
  const found = foundIn(db, Number(key.slice(key.indexOf(':') + 1)));
  return found && taskOf(found.round, found.subject, today)[0];
}

function taskOf(round: Round, subject: Named, today: Day): Task[] {
  const deadline = lastDay(round);
  const owed = round.publishedAt === null && today <= deadline && reportOf(subject).text === '';
  if (!owed || subject.person === null) return [];
  return [
    {
      key: `debrief:${subject.id}`,
      unit: subject.unit,
      holders: [subject.person],
      label: `${round.title}：述职报告`,
      what: '还没有交，可以直接写或粘贴',
      deadline,
      action: press('交述职报告', 'debrief.reportForm', { subject: subject.id }),
    },
  ];
}

function lastDay({ stages }: Round): Day {
  return stages.find(({ id }) => id === 'report')?.until ?? '';
}

addSource(debriefTasks);
