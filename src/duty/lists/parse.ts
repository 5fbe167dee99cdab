import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import type { ListEvery, ListLevel } from '../../../db/schema/list.ts';
import { type Day, isDay } from '../../time.ts';
import { takeDeadline } from '../days.ts';
import type { Rule } from '../rules/rules.ts';
import { type Line, MOST_ITEMS } from './store.ts';

export interface Fault {
  line: number;
  reason: string;
}

/**
 * A list as it is typed or pasted, an item a line: 内容，周期或期限[，由哪条规则自动勾选]; commas of either width or tabs,
 * cells in quotes too. A comma within the content is kept. Every fault there is; nothing is guessed.
 */
export function parseLines(
  text: string,
  level: ListLevel,
  rules: readonly Rule[],
  today: Day,
): { lines: Line[]; faults: Fault[] } {
  const lines: Line[] = [];
  const faults: Fault[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const cells = cellsOf(row);
    if (cells.length === 0 || isHeader(cells)) continue;
    const read = readLine(cells, level, rules, today);
    if (typeof read === 'string') faults.push({ line: index + 1, reason: read });
    else lines.push(read);
  }
  if (lines.length + faults.length === 0) faults.push({ line: 1, reason: '没有内容，每行写一项' });
  if (lines.length > MOST_ITEMS)
    faults.push({ line: MOST_ITEMS + 1, reason: `一张清单最多 ${MOST_ITEMS} 项` });
  return { lines, faults };
}

function cellsOf(row: string): string[] {
  const quoted = row.includes('"') ? readQuoted(row) : null;
  const cells = quoted ?? row.split(/[\t,，|｜]/);
  const trimmed = cells.map((cell) => cell.trim().replace(/^(\d+|[一二三四五六七八九十]+)[.、．)）]\s*/, ''));
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed;
}

/** Null where the quotes are no quotes of cells. */
function readQuoted(row: string): string[] | null {
  const delimiter = row.includes('\t') ? '\t' : ',';
  try {
    const [first] = parseCsv(row, { delimiter, relax_quotes: true, relax_column_count: true });
    return first ?? null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function isHeader(cells: readonly string[]): boolean {
  return /^(序号|内容|事项|任务|责任内容|工作内容)$/.test(cells[0] ?? '');
}

function readLine(
  cells: readonly string[],
  level: ListLevel,
  rules: readonly Rule[],
  today: Day,
): Line | string {
  const rest = [...cells];
  const last = rest.at(-1) ?? '';
  const named = rest.length > 1 ? rulesNamed(rules, last.replace(/自动勾选$/, '')) : [];
  const rule = named.find((one) => isOf(one, level)) ?? named[0];
  if (rule) rest.pop();
  const time = rest.length > 1 ? readTime(rest.at(-1) ?? '', today) : null;
  if (time) rest.pop();
  const says = rest.join('，').trim();
  if (says.length < 2) return '没有写内容';
  if (says.length > 200) return '内容请不超过 200 字';
  if (rule) return withRule(says, time, rule, level);
  if (!time) return `“${last}”不是周期或期限，请写：每月、每季度、每半年、每年，或 2026-12-31 这样的日期`;
  if (time.deadline !== null && time.deadline < today) return `期限 ${time.deadline} 已经过去了`;
  return { says, ...time, rule: null };
}

type Time = Pick<Line, 'every' | 'deadline'>;

/** An item that ticks itself has the rule's own period. */
function withRule(says: string, time: Time | null, rule: Rule, level: ListLevel): Line | string {
  if (rule.every === 'once' || rule.owedBy === 'leader') return `“${rule.name}”不能用来自动勾选`;
  if (!isOf(rule, level)) return `“${rule.name}”不是这一级的要求，不能自动勾选`;
  if (time && time.every !== rule.every)
    return `“${rule.name}”的周期是${EVERY_SAID[rule.every]}，请一致或不写周期`;
  return { says, every: rule.every, deadline: null, rule: rule.id };
}

const EVERY_SAID = { month: '每月', quarter: '每季度', halfYear: '每半年', year: '每年' } as const;

/** One that branches owe and those above them is there twice. */
function rulesNamed(rules: readonly Rule[], said: string): Rule[] {
  return rules.filter(({ name, short }) => said !== '' && (said === name || said === short));
}

function isOf({ owedBy }: Rule, level: ListLevel): boolean {
  return level === 'committee' ? owedBy === 'upper' : level === 'branch' && owedBy !== 'upper';
}

const EVERY: readonly [RegExp, ListEvery][] = [
  [/^(每|每个|按)?月(度)?(一次|1次)?$/, 'month'],
  [/^(每|每个|按)?季度?(一次|1次)?$/, 'quarter'],
  [/^(每)?半年(一次|1次)?$/, 'halfYear'],
  [/^(每年|全年|年度|每年度|按年)(一次|1次)?$/, 'year'],
];

function readTime(said: string, today: Day): Time | null {
  const every = EVERY.find(([pattern]) => pattern.test(said))?.[1];
  if (every) return { every, deadline: null };
  const exact: boolean = isDay(said);
  if (exact) return { every: 'once', deadline: said };
  const plain = said.replace(/(完成|办结|落实)$/, '').replace(/(以前|之前|前|为止)?$/, '前');
  const found = takeDeadline(plain, today);
  return found && found.rest === '' ? { every: 'once', deadline: found.day } : null;
}
