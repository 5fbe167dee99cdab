import { unreachable } from '../errors.ts';
import { addDays, type Day, dayOf, shortDay } from '../time.ts';
import type { PutOff } from './owed/books.ts';
import type { Item, Standing } from './owed/compliance.ts';
import type { Period } from './period.ts';
import type { Rule } from './rules/rules.ts';

/** 11月, 四季度 or 年度; with its year where that is not the one spoken of. */
export function periodWord(period: Period, year: string): string {
  if (!period.label.startsWith(`${year}年`)) return period.label;
  return period.label.slice(5).replace('第', '') || '年度';
}

/** 10月主题党日, 10月党小组会（第二党小组）. */
export function itemWord(item: Item, year: string): string {
  const whose = item.rule.owedBy === 'groups' ? `（${item.holder.name}）` : '';
  return `${periodWord(item.period, year)}${item.rule.short}${whose}`;
}

/** What became of it, and until when there is time. */
export function stateWord(item: Item): string {
  const on = item.at === null ? '' : shortDay(dayOf(item.at));
  const reached = coverageWord(item);
  switch (item.state) {
    case 'done':
      return `已完成（${reached === '' ? on : reached}）`;
    case 'planned':
      return reached === '' ? `已安排在${on}，还没召开` : `${reached}，其余的已安排`;
    case 'open':
      return `${partWord(item)}，${shortDay(item.period.to)}前完成`;
    case 'grace':
      return `${partWord(item)}，可在${shortDay(item.deadline)}前补开`;
    case 'overdue':
      if (reached !== '') return `已逾期：${reached}`;
      return item.held.length > 0 ? `${partWord(item)}，已逾期` : '已逾期';
    case 'waived':
      return item.waiver === null ? '暂缓' : waivedWord(item.waiver, item.period.to);
    default:
      return unreachable(item.state);
  }
}

/** 暂缓至12月20日，郑强说明：多数同志驻村抗洪; the year where it is not that of `day`. */
export function waivedWord({ until, name, reason }: PutOff, day: Day): string {
  const year = until.slice(0, 4) === day.slice(0, 4) ? '' : `${until.slice(0, 4)}年`;
  return `暂缓至${year}${shortDay(until)}，${name}说明：${reason}`;
}

/** What was put off until the same day for the same reason in one line: 10月、11月主题党日暂缓至…. */
export function waivedWords(items: readonly Item[], year: string): string[] {
  const waived = items.flatMap((item) =>
    item.waiver ? [{ item, word: waivedWord(item.waiver, `${year}-`) }] : [],
  );
  return [...Map.groupBy(waived, ({ word }) => word)].map(
    ([word, own]) =>
      `${itemsWord(
        own.map(({ item }) => item),
        year,
        6,
      )}${word}`,
  );
}

/** 委员之间 3/6 对，委员和党员 12/20 人; empty where gatherings are counted. Numbers only, for whoever sees the duty. */
export function coverageWord({ coverage }: Pick<Item, 'coverage'>): string {
  return (coverage?.parts ?? []).map(({ word }) => word).join('，');
}

/** 还没安排, or how many of several there are, or who was reached. */
function partWord({ rule, held, planned, coverage }: Item): string {
  if (coverage) return coverageWord({ coverage });
  if (held.length + planned.length === 0) return '还没安排';
  const coming = planned.length > 0 ? `、已安排 ${planned.length} 次` : '';
  return `应 ${rule.times} 次，已开 ${held.length} 次${coming}`;
}

/**
 * Many items in few words: 1—3月、5月支委会，三季度党课, groups of the same months together. At most `most` of the words,
 * then how many items there are in all.
 */
export function itemsWord(items: readonly Item[], year: string, most: number): string {
  const words = duties(items).map(({ periods, rule, holders }) => {
    const whose = rule.owedBy === 'groups' ? `（${holders.join('、')}）` : '';
    return `${periodsWord(periods, year)}${rule.short}${whose}`;
  });
  return words.length > most ? `${words.slice(0, most).join('，')}等 ${items.length} 项` : words.join('，');
}

interface Same {
  rule: Rule;
  periods: Period[];
  holders: string[];
}

/** Items of one rule for the same periods, whoever they are of. */
function duties(items: readonly Item[]): Same[] {
  const single = [...Map.groupBy(items, ({ rule, holder }) => `${rule.id}:${holder.id}`).values()];
  const alike = Map.groupBy(single, (own) =>
    own.map(({ rule, period }) => `${rule.id}:${period.from}`).join(),
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const [item] = first ?? [];
    if (!first || !item) return [];
    const holders = same.flatMap(([one]) => one?.holder.name ?? []);
    return [{ rule: item.rule, periods: first.map(({ period }) => period), holders }];
  });
}

/** 1—3月、5月 of months, 一季度、三季度 of quarters; in order, and each year by itself. */
export function periodsWord(periods: readonly Period[], year: string): string {
  const runs: Period[][] = [];
  for (const period of periods) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows =
      before && addDays(before.to, 1) === period.from && before.to.slice(0, 4) === period.from.slice(0, 4);
    if (run && follows && period.label.endsWith('月')) run.push(period);
    else runs.push([period]);
  }
  return runs.map((run) => runWord(run, year)).join('、');
}

function runWord(run: readonly Period[], year: string): string {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return '';
  if (first === last) return periodWord(first, year);
  return `${periodWord(first, year).replace('月', '')}—${Number(last.to.slice(5, 7))}月`;
}

export interface Count {
  required: number;
  done: number;
  /** 暂缓: among the required, and excused. */
  waived: number;
}

export function countOf(items: readonly Item[]): Count {
  const count = { required: items.length, done: 0, waived: 0 };
  for (const { state } of items) {
    if (state === 'done') count.done += 1;
    else if (state === 'waived') count.waived += 1;
  }
  return count;
}

export function countWord({ required, done }: Pick<Count, 'required' | 'done'>): string {
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
  return [...new Map(items.map(({ rule }) => [`${rule.id}:${rule.times}`, rule])).values()];
}
