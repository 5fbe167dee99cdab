import { addDays, type Day, isDay } from '../../time.ts';

/** Excel counts days from here (its 1900 had a 29 February). */
const EXCEL_ORIGIN = '1899-12-30';

/** 2026-12-04, 2026/12/4, 2026.12.4, 20261204, 2026年12月4日, or Excel's number of the day. */
export function readDay(text: string): Day | undefined {
  if (/^\d{5}$/.test(text)) return addDays(EXCEL_ORIGIN, Number(text));
  const plain = text.replace(/[ T]0?0:00(:00)?(\.0+)?Z?$/, '');
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain);
  const [, year = '', month = '', date = ''] = parts ?? [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) && day >= '1900' && day < '2101' ? day : undefined;
}
