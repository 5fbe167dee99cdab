import { and, asc, desc, eq, isNull, type SQL } from 'drizzle-orm';
import { polls, type RoundKind, rounds, subjects, voters } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import { loadPoll, type Poll } from './poll.ts';

/** The subjects that a person is, in rounds of a kind; the newest first. */
export function partsOf(db: Db, person: number, kind: RoundKind): { subject: number; round: number }[] {
  return db
    .select({ subject: subjects.id, round: subjects.round })
    .from(subjects)
    .innerJoin(rounds, eq(rounds.id, subjects.round))
    .where(and(eq(subjects.person, person), eq(rounds.kind, kind), isNull(rounds.cancelledAt)))
    .orderBy(desc(rounds.year), desc(subjects.id))
    .all();
}

/** The polls of rounds of a kind in which a person may still score. */
export function ballotsOf(db: Db, person: number, kind: RoundKind): number[] {
  return ballotsWhere(db, person, eq(rounds.kind, kind));
}

/** The polls of one round in which they may. */
export function ballotsLeft(db: Db, person: number, round: number): number[] {
  return ballotsWhere(db, person, eq(rounds.id, round));
}

function ballotsWhere(db: Db, person: number, which: SQL): number[] {
  return db
    .select({ poll: polls.id })
    .from(voters)
    .innerJoin(polls, eq(polls.id, voters.poll))
    .innerJoin(rounds, eq(rounds.id, polls.round))
    .where(
      and(
        eq(voters.person, person),
        eq(voters.voted, false),
        isNull(polls.countedAt),
        isNull(rounds.cancelledAt),
        which,
      ),
    )
    .orderBy(asc(polls.id))
    .all()
    .map(({ poll }) => poll);
}

/** A round's, in the order in which they were opened. */
export function pollsOf(db: Db, round: number): Poll[] {
  return db
    .select({ id: polls.id })
    .from(polls)
    .where(eq(polls.round, round))
    .orderBy(asc(polls.id))
    .all()
    .map(({ id }) => loadPoll(db, id));
}
