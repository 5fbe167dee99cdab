import { z } from 'zod';
import { ACTIVITY_KINDS } from '../../db/schema/activity.ts';
import { IdInput, listInput, textInput } from '../chat/inputs.ts';
import { type Instant, instantOf, isWallTime, MINUTE } from '../time.ts';
import { KINDS } from './kinds.ts';

const MOST_MINUTES = 3 * 24 * 60;

/** A day and a time of the organisation's zone, from a picker or as typed. */
export const WallTimeInput = z
  .string({ error: '请选择开始时间。' })
  .trim()
  .transform((text) => text.replace(' ', 'T').slice(0, 16))
  .refine(isWallTime, '开始时间没看懂，请写成 2026-12-04 15:00 这样。');

/** The activity on the button, or the one it could only be. */
export const Which = z.object({ activity: IdInput.optional() });

export const This = z.object({ activity: IdInput });

/** What a secretary answers to a person's request. */
export const Decision = This.extend({ person: IdInput, grant: z.boolean() });

/** The year that a yearly meeting is for; left out: as its date has it. */
export const YearInput = z.coerce.number('请选择年度。').int('请选择年度。').nullish();

export const PlanActivity = z.object({
  unit: IdInput,
  kinds: listInput(z.enum(ACTIVITY_KINDS, '请选择活动类型。')).refine(
    (kinds) => kinds.length > 0,
    '请选择活动类型。',
  ),
  startsAt: WallTimeInput,
  minutes: z.coerce
    .number('时长请填分钟数。')
    .int('时长请填整数分钟。')
    .min(5, '时长至少 5 分钟。')
    .max(MOST_MINUTES, '时长最多三天。')
    .nullish(),
  place: textInput('地点', 100),
  theme: textInput('主题', 200),
  agenda: textInput('议程', 4000),
  host: z.string().nullish(),
  lecturer: textInput('主讲人', 100),
  form: textInput('形式', 50),
  persons: listInput(z.string()),
  repeat: z
    .enum(['none', 'weekday', 'day'])
    .nullish()
    .transform((repeat) => repeat ?? 'none'),
  year: YearInput,
  draft: z.string().max(200).optional(),
});
export type PlanActivity = z.infer<typeof PlanActivity>;

export function spanOf(input: Pick<PlanActivity, 'kinds' | 'startsAt' | 'minutes'>): {
  startsAt: Instant;
  endsAt: Instant;
} {
  const startsAt = instantOf(input.startsAt);
  const usual = Math.max(...input.kinds.map((kind) => KINDS[kind].minutes));
  return { startsAt, endsAt: startsAt + (input.minutes ?? usual) * MINUTE };
}
