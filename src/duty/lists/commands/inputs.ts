import { z } from 'zod';
import type { Ctx } from '../../../chat/command.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { loadList } from '../store.ts';

export const OfList = z.object({ list: IdInput });

/** Whoever administers where a list was written changes it. */
export function overList(ctx: Ctx, { list }: z.infer<typeof OfList>): number {
  return loadList(ctx.db, list).unit;
}

export const Lines = z
  .string('每行写一项。')
  .trim()
  .min(1, '每行写一项。')
  .max(6000, '一次最多 6000 字，请分成两张清单。');
