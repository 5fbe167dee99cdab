import { DAY, type Day, dayOf, type Instant, longDay, yearOf } from '../../time.ts';

/** With less on record than this nothing can be said of a pace. */
const LEAST_DAYS = 14;
const LEAST_MET = 2;

/** Farther than this a pace says nothing. */
const FARTHEST = 3 * 365;

/**
 * When everything would be met at the pace so far: marks met per day since anything was said. Only the month is named,
 * since a pace is no plan. `deadline`: the last one there is.
 */
export function forecastWord(
  known: { total: number; met: number; since: Instant | null; deadline: Day | null },
  now: Instant,
): string {
  const { total, met, since, deadline } = known;
  if (total > 0 && met >= total) return '已全部达标。';
  const days = since === null ? 0 : (now - since) / DAY;
  if (met < LEAST_MET || days < LEAST_DAYS) return '记录还少，看不出进度，不作预测。';
  const needed = Math.ceil(((total - met) * days) / met);
  if (needed > FARTHEST) return '按现在的进度，三年内难以全部达标。';
  const day = dayOf(now + needed * DAY);
  const month = `${yearOf(day)}年${Number(day.slice(5, 7))}月`;
  const against =
    deadline === null ? '' : day > deadline ? `，晚于期限（${longDay(deadline)}）` : '，能赶上期限';
  return `按现在的进度，大约${month}全部达标${against}。`;
}
