import type { Db } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Settings } from '../org.ts';
import type { Instant } from '../time.ts';
import { invite, inviteVoters } from './commands/poll.ts';
import { pollsOf } from './part.ts';
import { countPoll, openPoll, outstanding, type Poll, turnoutOf } from './poll.ts';
import type { Question } from './question.ts';
import type { Round } from './round.ts';

interface Choice {
  id: string;
  name: string;
}

/** Questions on one ballot: more are no longer filled in on a phone. */
const ON_ONE = 15;

/**
 * A level for each of these, by everybody named, anonymously. The first ballot is sent at once, and each next one comes
 * where the one before was filled in. Once a round: two counts
 * with other voters would tell what those between them said.
 */
export function openBallots(
  db: Db,
  settings: Settings,
  round: Round,
  asked: {
    subjects: readonly { id: number; name: string }[];
    voters: readonly number[];
    /** The round's levels, unless others are named. */
    choices?: Choice[];
  },
  by: number,
  now: Instant,
): void {
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再测评。');
  if (pollsOf(db, round.id).length > 0) throw new Refusal('conflict', '这一轮已经发过测评了。');
  const choices = asked.choices ?? round.template.levels.map(({ id, name }) => ({ id, name }));
  const polls: number[] = [];
  for (let first = 0; first < asked.subjects.length; first += ON_ONE) {
    const questions = asked.subjects
      .slice(first, first + ON_ONE)
      .map(({ id, name }): Question => ({ how: 'choice', id: questionOf(id), name, choices }));
    polls.push(openPoll(db, settings, { round: round.id, questions, voters: asked.voters }, by, now));
  }
  const [first] = polls;
  if (first !== undefined) inviteVoters(db, first, 'opened', now);
}

/** To those who have not, the first ballot that they have left, once a day. → how many */
export function remindVoters(db: Db, round: number, day: string, now: Instant): number {
  const left = new Map<number, number>();
  for (const { id } of openIn(db, round)) {
    for (const person of outstanding(db, id)) if (!left.has(person)) left.set(person, id);
  }
  return [...left].filter(([person, poll]) => invite(db, poll, person, day, now)).length;
}

export function countBallots(db: Db, settings: Settings, round: number, by: number, now: Instant): void {
  const open = openIn(db, round);
  if (open.length === 0) throw new Refusal('conflict', '没有正在进行的测评。');
  for (const { id } of open) countPoll(db, settings, id, by, now);
}

export type Balloting =
  | { state: 'none' }
  | { state: 'open'; voted: number; voters: number }
  | { state: 'counted'; ballots: number; voters: number };

export function ballotingOf(db: Db, round: number): Balloting {
  const [first] = pollsOf(db, round);
  if (!first) return { state: 'none' };
  if (first.countedAt === null) return { state: 'open', ...turnoutOf(db, first.id) };
  return { state: 'counted', ballots: first.tally?.ballots ?? 0, voters: first.tally?.voters ?? 0 };
}

export function ballotingWord(balloting: Balloting): string {
  switch (balloting.state) {
    case 'none':
      return '未开始';
    case 'open':
      return `正在进行，已收到 ${balloting.voted}/${balloting.voters} 份`;
    case 'counted':
      return `已统计，${balloting.ballots}/${balloting.voters} 份`;
  }
}

/** How many gave each level, by its id. Null: it is not counted, or too few answered. */
export function countsFor(polls: readonly Poll[], subject: number): Record<string, number> | null {
  for (const { tally } of polls) {
    const result = tally?.results[questionOf(subject)];
    if (result?.how === 'choice') return result.counts;
  }
  return null;
}

/** 好 3，较好 1，一般 0，差 0. */
export function countsWord(
  { template }: Pick<Round, 'template'>,
  counts: Record<string, number> | null,
  choices: readonly Choice[] = template.levels,
): string {
  if (!counts) return '不足 3 份，不公布';
  return choices.map(({ id, name }) => `${name} ${counts[id] ?? 0}`).join('，');
}

function openIn(db: Db, round: number): Poll[] {
  return pollsOf(db, round).filter(({ countedAt }) => countedAt === null);
}

function questionOf(subject: number): string {
  return `s${subject}`;
}
