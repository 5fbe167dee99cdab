import { type Day, dayOf } from '../time.ts';
import type { Item, Standing } from './compliance.ts';
import type { Period } from './period.ts';
import type { Rule } from './rules.ts';

/** 11月25日. */
export function shortDay(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

/** 11月 or 四季度; with its year where that is not the one spoken of. */
export function periodWord(period: Period, year: string): string {
  return period.label.startsWith(`${year}年`) ? period.label.slice(5).replace('第', '') : period.label;
}

/** 10月主题党日, 10月党小组会（第二党小组）. */
export function itemWord(item: Item, year: string): string {
  const whose = item.rule.owedBy === 'groups' ? `（${item.holder.name}）` : '';
  return `${periodWord(item.period, year)}${item.rule.short}${whose}`;
}

/** What became of it, and until when there is time. */
export function stateWord(item: Item): string {
  const on = item.at === null ? '' : shortDay(dayOf(item.at));
  switch (item.state) {
    case 'done':
      return `已完成（${on}）`;
    case 'planned':
      return `已安排在${on}，还没召开`;
    case 'open':
      return `还没安排，${shortDay(item.period.to)}前完成`;
    case 'overdue':
      return '已逾期';
  }
}

/** At most so many of them, and how many more there are. */
export function listed(words: readonly string[], most: number): string {
  const more = words.length > most ? `等 ${words.length} 项` : '';
  return `${words.slice(0, most).join('、')}${more}`;
}

export interface Count {
  required: number;
  done: number;
}

export function countOf(items: readonly Item[]): Count {
  return { required: items.length, done: items.filter((item) => item.state === 'done').length };
}

export function countWord({ required, done }: Count): string {
  return required === 0 ? '—' : `${done}/${required}`;
}

/** Whoever came of those who were expected; a dash where nothing was held. */
export function rateWord({ expected, present }: Pick<Standing, 'expected' | 'present'>): string {
  return expected === 0 ? '—' : `${Math.round((present / expected) * 100)}%`;
}

/** 主题党日：《中国共产党支部工作条例（试行）》，每月相对固定 1 天开展主题党日。 */
export function sourceWord(rule: Rule): string {
  return `${rule.short}：${rule.source}，${rule.says}。`;
}

/** The rules that some items come from, each once. */
export function rulesOf(items: readonly Item[]): Rule[] {
  return [...new Set(items.map((item) => item.rule))];
}
