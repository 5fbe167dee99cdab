import { z } from 'zod';
import { IdInput } from '../activity/inputs.ts';
import type { Ctx } from '../chat/command.ts';
import { isDay } from '../time.ts';
import { loadRound, loadSubject } from './round.ts';

/** Why people decide otherwise than before; it may be empty. */
export const Reason = z
  .string()
  .trim()
  .max(200, '原因请不超过 200 字。')
  .nullish()
  .transform((reason) => reason ?? '');

/** The last day by which something is put right. */
export const Deadline = z.string('请选择整改期限。').refine(isDay, '日期没看懂，请写成 2026-12-04 这样。');

/** What a command is about, and whose it is: the committee's that holds the round. */
export const OfRound = z.object({ round: IdInput });
export const OfSubject = z.object({ subject: IdInput });

export function overRound(ctx: Ctx, { round }: z.infer<typeof OfRound>): number {
  return loadRound(ctx.db, round).unit;
}

export function overSubject(ctx: Ctx, { subject }: z.infer<typeof OfSubject>): number {
  return loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit;
}
