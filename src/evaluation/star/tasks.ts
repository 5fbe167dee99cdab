import { press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import type { Source, Task } from '../../duty/alerts/task.ts';
import { addSource } from '../../duty/sources.ts';
import { secretaryOf } from '../../people/secretary.ts';
import type { Day } from '../../time.ts';
import { findRound, openRounds, type Round } from '../round.ts';
import { scoredIn, sheetsAbout } from '../sheet.ts';
import { foundIn, type Named, subjectsOf } from '../subject.ts';
import { unitFor } from './role.ts';

const STEPS = ['declare', 'self'] as const;
type Step = (typeof STEPS)[number];

/** What branches still may hand in, and committees still have to score, is brought up before its last day and no more afterwards. */
const starTasks: Source = { name: 'star', open, find };

function open(db: Db, today: Day, until: Day): Task[] {
  return openRounds(db, 'starRating').flatMap((round) => [
    ...branchTasks(db, round, today, until),
    ...(isNear(round, 'committee', today, until) ? committeeTasks(db, round, today) : []),
  ]);
}

function branchTasks(db: Db, round: Round, today: Day, until: Day): Task[] {
  const near = STEPS.filter((step) => isNear(round, step, today, until));
  if (near.length === 0) return [];
  const scored = scoredIn(db, round.id, 'self');
  return subjectsOf(db, round.id).flatMap((subject) =>
    near
      .filter((step) => (step === 'declare' ? subject.declaredAt === null : !scored.has(subject.id)))
      .flatMap((step) => taskOf(db, round, subject, step, today)),
  );
}

/** Of each committee between the branches and the round's own, as long as it has not scored all of its branches. */
function committeeTasks(db: Db, round: Round, today: Day): Task[] {
  const scored = scoredIn(db, round.id, 'committee');
  const open = subjectsOf(db, round.id).filter(({ id }) => !scored.has(id));
  const byUnit = Map.groupBy(open, (subject) => unitFor(db, 'committee', round, subject));
  return [...byUnit].flatMap(([unit, branches]): Task[] => {
    if (unit === null) return [];
    const holder = secretaryOf(db, unit, today)?.person;
    return [
      {
        key: `star:${round.id}:${unit}:committee`,
        unit,
        holders: holder === undefined ? [] : [holder],
        label: `${round.title}党委评分`,
        what: `还有 ${branches.length} 个支部没有评分`,
        deadline: round.stages.find(({ id }) => id === 'committee')?.until ?? today,
        action: press('逐个评分', 'star.list', { round: round.id, which: 'unscored', role: 'committee' }),
      },
    ];
  });
}

function find(db: Db, key: string, today: Day): Task | undefined {
  const [, id, step, last] = key.split(':');
  if (last === 'committee') return findCommittee(db, key, Number(id), today);
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

function findCommittee(db: Db, key: string, id: number, today: Day): Task | undefined {
  const round = findRound(db, id);
  if (!round || round.publishedAt !== null || !isNear(round, 'committee', today, '9999-12-31'))
    return undefined;
  return committeeTasks(db, round, today).find((task) => task.key === key);
}

function isNear({ stages }: Round, step: Step | 'committee', today: Day, until: Day): boolean {
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
