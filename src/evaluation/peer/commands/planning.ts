import { z } from 'zod';
import type { Ctx } from '../../../chat/command.ts';
import { Refusal } from '../../../errors.ts';
import { may } from '../../../people/permit.ts';
import { dayOf } from '../../../time.ts';
import { loadRound, type Round } from '../../round.ts';
import { type Group, loadGroup } from '../store.ts';

/** How long a stop is, the way to the next included. */
export const Minutes = z.coerce
  .number('每站时长请填分钟数。')
  .int('每站时长请填整数分钟。')
  .min(5, '每站至少 5 分钟。')
  .max(480, '每站最多 480 分钟。');

/** Routes are laid out until the results are out. */
export function planning(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id, 'peerVisit');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，路线不能再改。');
  return round;
}

function mayPlanAll(ctx: Ctx, round: Round): boolean {
  return may(ctx.db, ctx.person.id, 'administer', round.unit, dayOf(ctx.now));
}

/** A group's route is its leader's to mend; those who hold the round mend all. `all`: they may. */
export function planningOf(ctx: Ctx, id: number): { round: Round; group: Group; all: boolean } {
  const group = loadGroup(ctx.db, id);
  const all = mayPlanAll(ctx, loadRound(ctx.db, group.round, 'peerVisit'));
  if (!all && group.leader !== ctx.person.id) {
    throw new Refusal('not_allowed', '路线由本组组长或组织观摩的党务干部来调整，需要时请联系他们。');
  }
  return { round: planning(ctx, group.round), group, all };
}
