import type { Message } from '../../src/platforms/console/message.ts';
import { type Stage, weekOf } from './stages.ts';

/** One thing that somebody read in a digest. */
export interface Heard {
  stage: Stage;
  /** Of a committee's digest its week's Monday: it waits a day for whoever has had one of their own. */
  day: string;
  /** In a committee's digest: of which branch. */
  of: string | null;
  what: string;
}

const SHORTS = ['主题党日', '支委会', '党小组会', '党员大会', '党课', '组织生活会', '民主评议'];
const DUTY = new RegExp(`^(.*?)(${SHORTS.join('|')})(?:（(.+)）)?$`);

/** What a secretary's morning digest says of duties, line by line. */
export function heardDaily({ at, text }: Message): Heard[] {
  if (!text.startsWith('今天')) return [];
  const day = at.slice(0, 10);
  return text.split('\n').flatMap((line) => {
    const [label = '', value = ''] = line.split(/：(.*)/);
    const stage = stageOf(value);
    // Where a group’s meeting is among the lines, each begins with whose it is.
    const own = label.replace(/^\S+ /, '');
    return stage === null ? [] : itemsIn(own, day).map((what) => ({ stage, day, of: null, what }));
  });
}

function stageOf(value: string): Stage | null {
  if (value.startsWith('已逾期')) return 'overdue';
  return /^还.*前完成$/.test(value) ? 'soon' : null;
}

/** What a committee's weekly digest says is newly overdue beyond the grace. */
export function heardWeekly({ at, text }: Message): Heard[] {
  const [, section] = text.split('新增逾期（已过宽限期）\n');
  if (!text.includes('本周情况') || section === undefined) return [];
  const day = at.slice(0, 10);
  const week = weekOf(day);
  return section.split('\n').flatMap((line) => {
    const [of = '', words] = line.split(/：(.*)/);
    const items = words?.split('，').map((word) => itemsIn(word, day)) ?? [];
    if (items.length === 0 || items.some((own) => own.length === 0)) return [];
    return items.flat().map((what) => ({ stage: 'late' as const, day: week, of, what }));
  });
}

/** 10—11月、四季度党课 → each by itself with its year. */
function itemsIn(words: string, day: string): string[] {
  const [, periods, short, holders] = DUTY.exec(words) ?? [];
  if (!periods || !short) return [];
  const whose = holders?.split('、').map((one) => `（${one}）`) ?? [''];
  return periods
    .split('、')
    .flatMap((one) => each(one, Number(day.slice(0, 4))))
    .flatMap((period) => whose.map((holder) => `${period}${short}${holder}`));
}

function each(period: string, thisYear: number): string[] {
  const [, year = String(thisYear), rest = ''] = /^(?:(\d{4})年)?(.*)$/.exec(period) ?? [];
  if (rest === '' || rest === '年度') return [`${year}年`];
  const quarter = /^第?([一二三四])季度$/.exec(rest);
  if (quarter) return [`${year}年第${quarter[1]}季度`];
  const [, from, to = from] = /^(\d+)(?:—(\d+))?月$/.exec(rest) ?? [];
  if (!from) return [];
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, nth) => `${year}年${Number(from) + nth}月`,
  );
}
