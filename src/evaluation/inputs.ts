import { z } from 'zod';
import type { Ctx } from '../chat/command.ts';
import { dayInput, IdInput, textInput } from '../chat/inputs.ts';
import { type Day, yearOf } from '../time.ts';
import { loadRound } from './round.ts';
import { loadSubject } from './subject.ts';

/** Why people decide otherwise than before; it may be empty. */
export const Reason = textInput('原因', 200);

/** The last day by which something is put right. */
export const Deadline = dayInput('请选择整改期限。');

/** What a command is about, and whose it is: the committee's that holds the round. */
export const OfRound = z.object({ round: IdInput });
export const OfSubject = z.object({ subject: IdInput });

export function overRound(ctx: Ctx, { round }: z.infer<typeof OfRound>): number {
  return loadRound(ctx.db, round).unit;
}

export function overSubject(ctx: Ctx, { subject }: z.infer<typeof OfSubject>): number {
  return loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit;
}

/** 张三、李四，or one a line. */
export function namesIn(said: string): string[] {
  return said.split(/[、,，;；\n]+/).flatMap((name) => name.trim() || []);
}

/** The year that a round is about. */
export const Year = z.coerce
  .number('请填写年度。')
  .int('请填写年度。')
  .min(2000, '年度请填四位数字。')
  .max(2100, '年度请填四位数字。');

/** What is rated at the beginning of a year is the one before. */
export function ratedYear(today: Day): number {
  const year = yearOf(today);
  return today.slice(5, 7) <= '03' ? year - 1 : year;
}
