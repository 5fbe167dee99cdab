import { z } from 'zod';
import type { Db } from '../../../db/store.ts';
import { Refusal } from '../../errors.ts';
import { handles } from '../../people/names.ts';
import { type Day, dayOf } from '../../time.ts';
import { type Decision, decisionsOf } from '../decision.ts';
import { isOver, loadRound, type Round } from '../round.ts';
import { loadSubject, type Named, nameOf, subjectsOf } from '../subject.ts';

const Deeds = z.object({ deeds: z.string() });

export interface Nominee extends Named {
  /** 赵敏（财政局机关党委/第一党支部）, or the branch. */
  called: string;
  /** What the person alone is called; the branch where none is nominated. */
  name: string;
  /** The branch, from beneath the round's committee. */
  branch: string;
  deeds: string;
  decision: Decision | undefined;
}

/** nominating → publicity → over → published: where a round stands. */
export type Step = 'nominating' | 'publicity' | 'over' | 'published';

export function stepOf(round: Round, today: Day): Step {
  if (round.publishedAt !== null) return 'published';
  if (publicUntil(round) === '') return 'nominating';
  return isOver(round, 'publicity', today) ? 'over' : 'publicity';
}

/** The last day of 公示; empty while nothing is made public. */
export function publicUntil({ stages }: Pick<Round, 'stages'>): string {
  return stages.find(({ id }) => id === 'publicity')?.until ?? '';
}

export function nomineesOf(db: Db, round: Round, today: Day): Nominee[] {
  const subjects = subjectsOf(db, round.id);
  const decided = decisionsOf(db, round.id);
  const names = handles(
    db,
    today,
    subjects.flatMap(({ person }) => person ?? []),
  );
  return subjects.map((subject) => {
    const branch = nameOf(db, round, subject);
    const name = subject.person === null ? branch : plain(names.get(subject.person));
    const called = subject.person === null ? branch : `${name}（${branch}）`;
    const { deeds } = Deeds.parse(subject.declared);
    return { ...subject, name, branch, called, deeds, decision: decided.get(subject.id) };
  });
}

export function loadAward(db: Db, id: number): Round {
  return loadRound(db, id, 'award');
}

export function loadNominee(db: Db, id: number, now: number): { round: Round; nominee: Nominee } {
  const round = loadAward(db, loadSubject(db, id).round);
  const nominee = nomineesOf(db, round, dayOf(now)).find((one) => one.id === id);
  if (!nominee) throw new Refusal('not_found', '没有找到这个推荐对象。');
  return { round, nominee };
}

/** The unit stands behind the name already. */
function plain(handle: string | undefined): string {
  return (handle ?? '').replace(/（.*）$/, '');
}
