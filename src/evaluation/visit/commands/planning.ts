import { z } from 'zod';
import type { Ctx } from '../../../chat/command.ts';
import { Refusal } from '../../../errors.ts';
import { loadRound, type Round } from '../../round.ts';

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
