import type { RoundKind } from '../../db/schema/evaluation.ts';
import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { isBranch, type Right, unitsUnder } from '../people/permit.ts';
import { findUnit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { loadRound, type Round, roundsOf } from './round.ts';

export const WORDS: Record<RoundKind, string> = {
  starRating: '星级评定',
  peerVisit: '观摩',
  debrief: '述职评议',
  appraisal: '民主评议',
  award: '评选',
};

/** The round that is named, or else the newest that a committee of the asker holds. */
export function latestRound(ctx: Ctx, id: number | undefined, kind: RoundKind, right: Right): Round {
  if (id !== undefined) return loadRound(ctx.db, id, kind);
  const rounds = unitsUnder(ctx.db, ctx.person.id, right, dayOf(ctx.now))
    .filter((reach) => !isBranch(findUnit(ctx.db, reach.id)?.kind ?? 'branch'))
    .flatMap((reach) => roundsOf(ctx.db, reach.id, kind));
  const [round] = rounds;
  if (!round) throw new Refusal('not_found', `还没有${WORDS[kind]}，说“${WORDS[kind]}”可以查看和开始。`);
  return round;
}
