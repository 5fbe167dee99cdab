import type { Message } from '../../src/platforms/console/message.ts';
import { type Due, type Stage, weekOf } from './stages.ts';

/** One thing that somebody read in a digest. */
export type Heard = Omit<Due, 'reader'>;

const SHORTS = [
  '主题党日',
  '支委会',
  '党小组会',
  '党员大会',
  '书记讲党课',
  '党课',
  '组织生活会',
  '民主评议',
  '谈心谈话',
  '警示教育',
  '专题研讨',
  '班子民主生活会',
];
const DUTY = new RegExp(`^(.*?)(${SHORTS.join('|')})(?:（(.+)）)?$`);
const TASK = /^(?:(?:党建|书记)责任清单(?:（.+）)?|下基层跟进|\d{4}年下基层)$/;

/** What a personal morning's digest says of duties, lists and visits, line by line. */
export function heardDaily({ at, text }: Message): Heard[] {
  if (!text.startsWith('今天')) return [];
  const day = at.slice(0, 10);
  return text.split('\n').flatMap((line): Heard[] => {
    const [label = '', value = ''] = line.split(/：(.*)/);
    if (TASK.test(label)) {
      const stage = value.endsWith('已逾期）') ? 'overdue' : 'soon';
      return [{ stage, day, of: '', what: label }];
    }
    const stage = stageOf(value);
    // Where a group’s meeting is among the lines, each begins with whose it is.
    const own = label.replace(/^\S+ /, '');
    return stage === null ? [] : itemsIn(own, day).map((what) => ({ stage, day, of: '', what }));
  });
}

function stageOf(value: string): Stage | null {
  if (value.startsWith('已逾期')) return 'overdue';
  if (/可在.*前补开$/.test(value)) return 'lastly';
  return value.endsWith('前完成') ? 'soon' : null;
}

/** What a committee's weekly digest says is newly overdue beyond the grace. */
export function heardWeekly({ at, text }: Message): Heard[] {
  if (!text.includes('本周情况')) return [];
  const day = at.slice(0, 10);
  const late = { stage: 'late' as const, day: weekOf(day) };
  return sectionsOf(text).flatMap((line) => {
    const [of = '', words = ''] = line.split(/：(.*)/);
    const [label = ''] = words.split('：');
    if (TASK.test(label)) return [{ ...late, of, what: label }];
    return words.split('，').flatMap((word) => itemsIn(word, day).map((what) => ({ ...late, of, what })));
  });
}

/** The lines of what is overdue, and of what is left of lists and visits. */
function sectionsOf(text: string): string[] {
  const lines = text.split('\n');
  return ['新增逾期（已过宽限期）', '清单、达标和跟进'].flatMap((title) => {
    const from = lines.indexOf(title) + 1;
    const own = from === 0 ? [] : lines.slice(from);
    const until = own.findIndex((line) => !line.includes('：'));
    return until < 0 ? own : own.slice(0, until);
  });
}

/** 10—11月、四季度党课 → each by itself with its year; what is not understood as it is. */
function itemsIn(words: string, day: string): string[] {
  const [, periods, short, holders] = DUTY.exec(words) ?? [];
  if (!periods || !short) return [words];
  const whose = holders?.split('、').map((one) => `（${one}）`) ?? [''];
  return periods
    .split('、')
    .flatMap((one) => each(one, Number(day.slice(0, 4))))
    .flatMap((period) => whose.map((holder) => `${period}${short}${holder}`));
}

function each(period: string, thisYear: number): string[] {
  const [, year = String(thisYear), rest = ''] = /^(?:(\d{4})年)?(.*)$/.exec(period) ?? [];
  if (rest === '' || rest === '年度') return [`${year}年`];
  if (/^[上下]半年$|日前$/.test(rest)) return [`${year}年${rest}`];
  const quarter = /^第?([一二三四])季度$/.exec(rest);
  if (quarter) return [`${year}年第${quarter[1]}季度`];
  const [, from, to = from] = /^(\d+)(?:—(\d+))?月$/.exec(rest) ?? [];
  if (!from) return [];
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, nth) => `${year}年${Number(from) + nth}月`,
  );
}
