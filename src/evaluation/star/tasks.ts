import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import type { Source, Task } from '../../duty/alerts/task.ts';
import { addSource } from '../../duty/sources.ts';
import { secretaryOf } from '../../people/secretary.ts';
import type { Day } from '../../time.ts';
import { foundIn, type Named, openRounds, type Round, subjectsOf } from '../round.ts';
import { scoredIn, sheetsAbout } from '../sheet.ts';

const STEPS = ['declare', 'self'] as const;
type Step = (typeof STEPS)[number];

/** What branches still may hand in is brought up before its last day, and no more afterwards. */
const starTasks: Source = { name: 'star', open, find };

function open(db: Db, today: Day, until: Day): Task[] {
  return openRounds(db, 'starRating').flatMap((round) => {
    const near = STEPS.filter((step) => isNear(round, step, today, until));
    if (near.length === 0) return [];
    const scored = scoredIn(db, round.id, 'self');
    return subjectsOf(db, round.id).flatMap((subject) =>
      near
        .filter((step) => (step === 'declare' ? subject.declaredAt === null : !scored.has(subject.id)))
        .flatMap((step) => taskOf(db, round, subject, step, today)),
    );
  });
}

function find(db: Db, key: string, today: Day): Task | undefined {
  const [, id, step] = key.split(':');
  const found = foundIn(db, Number(id));
  const wanted = STEPS.find((one) => one === step);
  if (!found || !wanted) return undefined;
  const { round, subject } = found;
  if (round.publishedAt !== null || !isNear(round, wanted, today, '9999-12-31')) return undefined;
  const done =
    wanted === 'declare'
      ? subject.declaredAt !== null
      : sheetsAbout(db, round, subject.id).some(({ role }) => role === 'self');
  return done ? undefined : taskOf(db, round, subject, wanted, today)[0];
}

function isNear({ stages }: Round, step: Step, today: Day, until: Day): boolean {
  const last = stages.find(({ id }) => id === step)?.until ?? '';
  return last !== '' && today <= last && last <= until;
}

function taskOf(db: Db, round: Round, subject: Named, step: Step, today: Day): Task[] {
  const holder = secretaryOf(db, subject.unit, today)?.person;
  const word = step === 'declare' ? '申报' : '自评';
  return [
    {
      key: `star:${subject.id}:${step}`,
      unit: subject.unit,
      holders: holder === undefined ? [] : [holder],
      label: `${round.title}${word}`,
      what: step === 'declare' ? '还没有申报，不参加的不用管' : '还没有自评，记录能证明的已经填好',
      deadline: round.stages.find(({ id }) => id === step)?.until ?? today,
      action: press(`${word}：${subject.name}`, 'star.subject', { subject: subject.id }),
    },
  ];
}

addSource(starTasks);
