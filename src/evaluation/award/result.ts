import type { Db } from '../../../db/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { countsFor } from '../ballots.ts';
import { pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import { cutOf, type Place } from './cut.ts';
import { type Nominee, nomineesOf } from './read.ts';

/** A nominee, and what came of it. */
export interface Result {
  /** Empty where a branch is nominated. */
  person: string;
  branch: string;
  deeds: string;
  /** How many gave each vote; null: not voted on, not counted, or too few ballots to say. */
  counts: Readonly<Record<string, number>> | null;
  /** Null: no limit, or no votes to go by. */
  place: Place | null;
  /** Null: people have not decided. */
  decided: boolean | null;
  reason: string;
}

/** In the order of nomination. */
export function resultOf(db: Db, round: Round, now: Instant): Result[] {
  const nominees = nomineesOf(db, round, dayOf(now));
  const { counts, places } = votesOn(db, round, nominees);
  return nominees.map(({ id, person, name, branch, deeds, decision }) => ({
    person: person === null ? '' : name,
    branch,
    deeds,
    counts: counts.get(id) ?? null,
    place: places.get(id) ?? null,
    decided: decision === undefined ? null : decision.level !== null,
    reason: decision?.reason ?? '',
  }));
}

/** The counted votes on each, and where those fall among the round's places. */
export function votesOn(
  db: Db,
  round: Round,
  nominees: readonly Pick<Nominee, 'id'>[],
): { counts: Map<number, Record<string, number>>; places: Map<number, Place> } {
  const polls = pollsOf(db, round.id).filter(({ countedAt }) => countedAt !== null);
  const counts = new Map(
    nominees.flatMap(({ id }) => {
      const found = countsFor(polls, id);
      return found ? [[id, found] as const] : [];
    }),
  );
  const { places } = round.template;
  const votes = new Map([...counts].map(([id, found]) => [id, found.yes ?? 0]));
  return { counts, places: places === undefined ? new Map() : cutOf(places, votes) };
}
