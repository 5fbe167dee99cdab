import { Refusal } from '../../errors.ts';
import type { Rule } from './rules.ts';
import type { Setting } from './setting.ts';

/**
 * The days that a committee may choose. Digests leave on working days, the committee's once a week: fewer than three days
 * ahead could be a weekend, and fewer than three days after the end would leave the branch no time to make up for it.
 */
const FEWEST = 3;
const MOST_SOON = { month: 25, quarter: 60, halfYear: 120, year: 180, once: 60 } as const;
const MOST_DATE = 25;
const MOST_LATE = 60;

/** Alerts look back to the year’s first day, in its first months a quarter farther: what is brought up later is forgotten. */
const MOST_QUIET = 80;

/** Later than this nobody is asked for minutes any more. */
const MOST_WITHIN = 15;

const EVERY_WORDS = {
  month: '每月一期',
  quarter: '每季度一期',
  halfYear: '每半年一期',
  year: '每年一期',
  once: '是一次性的',
} as const;

/** Of a rule: when it is brought up, and when the committee hears of it. */
export function refuseDays(
  { name, every, owedBy }: Pick<Rule, 'name' | 'every' | 'owedBy'>,
  { soon, date, late }: Pick<Setting, 'soon' | 'date' | 'late'>,
): void {
  if (owedBy === 'leader' && (soon !== null || date !== null || late !== null))
    throw new Refusal('invalid', `“${name}”只看全年次数，不设提醒天数。`);
  if (soon !== null && date !== null)
    throw new Refusal('invalid', '“到期前几天”和“每月几日”说的是同一件事，只填一项。');
  if (date !== null && every !== 'month')
    throw new Refusal('invalid', `“${name}”${EVERY_WORDS[every]}，请填“到期前几天”，不填“每月几日”。`);
  if (date !== null && (date < 1 || date > MOST_DATE))
    throw new Refusal('invalid', `每月几日起提醒，请填 1 到 ${MOST_DATE}，给支部留出时间。`);
  if (soon !== null && (soon < FEWEST || soon > MOST_SOON[every]))
    throw new Refusal(
      'invalid',
      `“${name}”${EVERY_WORDS[every]}，到期前几天提醒请填 ${FEWEST} 到 ${MOST_SOON[every]} 天。`,
    );
  if (late !== null && (late < FEWEST || late > MOST_LATE))
    throw new Refusal(
      'invalid',
      `逾期几天后报上级，请填 ${FEWEST} 到 ${MOST_LATE} 天：先提醒支部，给支部留出补上的时间。`,
    );
}

/** As it would be in force. */
export function refuseQuiet({
  name,
  every,
  grace,
  late,
}: Pick<Rule, 'name' | 'every' | 'grace' | 'late'>): void {
  if ((every !== 'month' && every !== 'quarter') || typeof grace !== 'number') return;
  if (grace + (late ?? 0) <= MOST_QUIET) return;
  throw new Refusal(
    'invalid',
    `“${name}”${EVERY_WORDS[every]}，宽限和报上级的天数加起来最多 ${MOST_QUIET} 天，请改小。`,
  );
}

/** Where persons are counted there is no number of gatherings, and hours are of training alone. */
export function refuseMeasure(
  { name, measure }: Pick<Rule, 'name' | 'measure'>,
  { times, hours, secretaryHours }: Pick<Setting, 'times' | 'hours' | 'secretaryHours'>,
): void {
  if (measure !== 'gatherings' && times !== null)
    throw new Refusal('invalid', `“${name}”看是不是每个人都覆盖到，不设次数。`);
  if (measure !== 'training' && (hours !== null || secretaryHours !== null))
    throw new Refusal('invalid', `“${name}”不按学时计算，请不要填学时。`);
}

export function refuseWithin(days: number): void {
  if (days >= 1 && days <= MOST_WITHIN) return;
  throw new Refusal('invalid', `会议记录在会后几天内归档，请填 1 到 ${MOST_WITHIN} 天。`);
}
