import { z } from 'zod';
import { unreachable } from '../errors.ts';
import type { Ballot, Question } from './question.ts';

const Counted = z.discriminatedUnion('how', [
  /** How many chose each, by the choice's id. */
  z.object({ how: z.literal('choice'), counts: z.record(z.string(), z.number()) }),
  /** Smallest first. */
  z.object({ how: z.literal('points'), points: z.array(z.number()) }),
  /** In alphabetical order. */
  z.object({ how: z.literal('text'), texts: z.array(z.string()) }),
  /** So few answered that it would say who said what. */
  z.object({ how: z.literal('withheld') }),
]);
type Counted = z.infer<typeof Counted>;

export const Tally = z.object({
  ballots: z.number(),
  voters: z.number(),
  /** By the question's id. */
  results: z.record(z.string(), Counted),
});
export type Tally = z.infer<typeof Tally>;

/** Fewer answers than this are never shown. */
export const LEAST_BALLOTS = 3;

/** What a count keeps of the ballots: nothing of single ones. */
export function tallyOf(questions: readonly Question[], ballots: readonly Ballot[], voters: number): Tally {
  return {
    ballots: ballots.length,
    voters,
    results: Object.fromEntries(questions.map((question) => [question.id, count(question, ballots)])),
  };
}

function count(question: Question, ballots: readonly Ballot[]): Counted {
  const given = ballots.flatMap((ballot) => ballot[question.id] ?? []);
  if (given.length < LEAST_BALLOTS && question.how !== 'text') return { how: 'withheld' };
  if (ballots.length < LEAST_BALLOTS) return { how: 'withheld' };
  switch (question.how) {
    case 'choice': {
      const counts = question.choices.map(({ id }) => [id, given.filter((one) => one === id).length]);
      return { how: 'choice', counts: Object.fromEntries(counts) };
    }
    case 'points':
      return { how: 'points', points: given.map(Number).toSorted((a, b) => a - b) };
    case 'text':
      return { how: 'text', texts: given.map(String).toSorted() };
    default:
      return unreachable(question);
  }
}
