import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { polls, voters } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Settings, Signing } from '../org.ts';
import type { Instant } from '../time.ts';
import { type Ballot, Question, readBallot, roomOf, textOf } from './question.ts';
import { LEAST_BALLOTS, Tally, tallyOf } from './tally.ts';
import { blank, emptyUrn, putInto, texts } from './urn.ts';

/**
 * Anonymous scoring: `openPoll` says who may and what is asked, `castAnonymously` takes each voter's one ballot,
 * `countPoll` counts once and destroys the ballots. Why nothing leads from a score to a person: anonymous.md.
 * → the poll's id. Whoever is named may score, and nobody can be added later.
 */
export function openPoll(
  db: Db,
  settings: Settings,
  asked: { round: number; questions: Question[]; voters: readonly number[] },
  by: number,
  now: Instant,
): number {
  const who = [...new Set(asked.voters)].toSorted((a, b) => a - b);
  if (who.length < LEAST_BALLOTS) {
    throw new Refusal('invalid', `少于 ${LEAST_BALLOTS} 人不能匿名测评，请改用记名评价。`);
  }
  const { round, questions } = asked;
  const { id } = db
    .insert(polls)
    .values({ round, questions, salt: '', urn: '', openedAt: now })
    .returning({ id: polls.id })
    .get();
  const room = 2 + who.length * roomOf(questions);
  const { salt, sealed } = emptyUrn(signingOf(settings), labelOf(id), room);
  db.update(polls).set({ salt, urn: sealed }).where(eq(polls.id, id)).run();
  for (const person of who) db.insert(voters).values({ poll: id, person }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'poll.opened',
    subject: `poll:${id}`,
    after: { round, voters: who.length },
  });
  return id;
}

/**
 * A voter's one ballot. Two rows change, each in its place: the voter's, from not voted to voted, and the sealed urn.
 * Nothing else may be written with it: no journal line, no card with the answers, no message of them.
 */
export function castAnonymously(
  db: Db,
  settings: Settings,
  poll: number,
  person: number,
  ballot: Ballot,
): void {
  const { salt, urn, countedAt, questions } = loadPoll(db, poll);
  const voter = voterIn(db, poll, person);
  if (!voter) throw new Refusal('not_allowed', '这次测评没有您的名额。');
  if (countedAt !== null) throw new Refusal('conflict', '测评已经结束。');
  if (voter.voted) throw new Refusal('conflict', '您已经测评过了，每人只能测评一次。');
  const text = textOf(questions, ballot);
  const { sealed } = putInto(signingOf(settings), labelOf(poll), { salt, sealed: urn }, text);
  db.update(voters)
    .set({ voted: true })
    .where(and(eq(voters.poll, poll), eq(voters.person, person)))
    .run();
  db.update(polls).set({ urn: sealed }).where(eq(polls.id, poll)).run();
}

/** Counts once, and leaves nothing of single ballots: not which answers stood on one, nor who cast any. */
export function countPoll(db: Db, settings: Settings, poll: number, by: number, now: Instant): Tally {
  const { salt, urn, countedAt, questions } = loadPoll(db, poll);
  if (countedAt !== null) throw new Refusal('conflict', '测评已经统计过了。');
  const turnout = turnoutOf(db, poll);
  const ballots = texts(signingOf(settings), labelOf(poll), { salt, sealed: urn }).map(readBallot);
  if (ballots.length !== turnout.voted) throw new Error(`poll ${poll}: ballots and voters differ`);
  const tally = tallyOf(questions, ballots, turnout.voters);
  const empty = blank({ salt, sealed: urn });
  // First in its place, as long as before; what the row grows by afterwards may move it.
  db.update(polls).set({ salt: empty.salt, urn: empty.sealed }).where(eq(polls.id, poll)).run();
  db.update(polls).set({ tally, countedAt: now }).where(eq(polls.id, poll)).run();
  // Of ballots that all say the same, whoever is known to have cast one is known to have said it.
  db.update(voters).set({ voted: false }).where(eq(voters.poll, poll)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'poll.counted',
    subject: `poll:${poll}`,
    after: { ballots: tally.ballots, voters: tally.voters },
  });
  return tally;
}

/** Whether somebody may score, and has. */
export function voterIn(db: Db, poll: number, person: number): { voted: boolean } | undefined {
  return db
    .select({ voted: voters.voted })
    .from(voters)
    .where(and(eq(voters.poll, poll), eq(voters.person, person)))
    .get();
}

/** How many of those who may have scored, until it is counted: the number, never who. */
export function turnoutOf(db: Db, poll: number): { voters: number; voted: number } {
  const all = db.select({ voted: voters.voted }).from(voters).where(eq(voters.poll, poll)).all();
  return { voters: all.length, voted: all.filter(({ voted }) => voted).length };
}

/** Those who may still score, to remind them by the machine; nobody is shown the list. */
export function outstanding(db: Db, poll: number): number[] {
  return db
    .select({ person: voters.person })
    .from(voters)
    .where(and(eq(voters.poll, poll), eq(voters.voted, false)))
    .orderBy(asc(voters.person))
    .all()
    .map(({ person }) => person);
}

type Row = typeof polls.$inferSelect;
export type Poll = Omit<Row, 'questions' | 'tally'> & { questions: Question[]; tally: Tally | null };

export function loadPoll(db: Db, id: number): Poll {
  const row = db.select().from(polls).where(eq(polls.id, id)).get();
  if (!row) throw new Refusal('not_found', '没有找到这次测评。');
  return parsed(row);
}

function parsed(row: Row): Poll {
  return {
    ...row,
    questions: z.array(Question).parse(row.questions),
    tally: row.tally === null ? null : Tally.parse(row.tally),
  };
}

function labelOf(poll: number): string {
  return `poll:${poll}`;
}

function signingOf({ signing }: Settings): Signing {
  if (!signing) throw new Error('ballots are sealed in an open organisation only');
  return signing;
}
