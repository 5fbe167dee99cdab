import { z } from 'zod';
import { isDay } from '../time.ts';

/** Why people decide otherwise than before; it may be empty. */
export const Reason = z
  .string()
  .trim()
  .max(200, '原因请不超过 200 字。')
  .nullish()
  .transform((reason) => reason ?? '');

/** The last day by which something is put right. */
export const Deadline = z.string('请选择整改期限。').refine(isDay, '日期没看懂，请写成 2026-12-04 这样。');
