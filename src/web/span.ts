import type { Period } from '../duty/period.ts';
import { monthsOf, periodOf } from '../duty/period.ts';
import { addDays, type Day } from '../time.ts';

export type Scale = 'month' | 'quarter' | 'year';

/** What the board shows at once, with the word that addresses carry: 2026-11, 2026Q4, 2026. */
export interface Span extends Period {
  scale: Scale;
  key: string;
}

export const SCALES: readonly { scale: Scale; word: string }[] = [
  { scale: 'month', word: '月' },
  { scale: 'quarter', word: '季' },
  { scale: 'year', word: '年' },
];

/** The month, quarter or year that a day is in. */
function spanAt(scale: Scale, day: Day): Span {
  const year = day.slice(0, 4);
  switch (scale) {
    case 'month':
      return { ...periodOf('month', day), scale, key: day.slice(0, 7) };
    case 'quarter':
      return {
        ...periodOf('quarter', day),
        scale,
        key: `${year}Q${Math.floor((monthsOf(day) % 12) / 3) + 1}`,
      };
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31`, label: `${year}年`, scale, key: year };
  }
}

/** What an address carries; this month where it carries nothing, null where nothing is meant by it or it has not begun. */
export function readSpan(key: string | undefined, today: Day): Span | null {
  if (!key) return spanAt('month', today);
  const [, year, month, quarter] = /^(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))?$/.exec(key) ?? [];
  if (!year) return null;
  const first = quarter ? String(Number(quarter) * 3 - 2).padStart(2, '0') : (month ?? '01');
  const span = spanAt(month ? 'month' : quarter ? 'quarter' : 'year', `${year}-${first}-01`);
  return span.from > today ? null : span;
}

export function before(span: Span): Span {
  return spanAt(span.scale, addDays(span.from, -1));
}

/** Null where it has not begun. */
export function after(span: Span, today: Day): Span | null {
  const next = spanAt(span.scale, addDays(span.to, 1));
  return next.from > today ? null : next;
}

/** The same day's span of another size: the last day shown, or today if that is not over. */
export function resized(span: Span, scale: Scale, today: Day): Span {
  return spanAt(scale, span.to < today ? span.to : today);
}

/** The twelve months that end with the one shown last. */
export function yearTo(span: Span): Period {
  const months = monthsOf(span.to) - 11;
  const from = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  return { from, to: span.to, label: '近 12 个月' };
}
