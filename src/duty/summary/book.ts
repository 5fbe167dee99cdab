import { DISCLAIMER } from '../../../cards/duty/small.ts';
import { type Book, type Cell, note, type Sheet, share, title, total } from '../../documents/book.ts';
import { say, sayDay } from '../../time.ts';
import { type Attended, added, byThemselves, restingIn } from '../owed/attended.ts';
import type { Item } from '../owed/compliance.ts';
import { countOf, countWord, stateWord, waivedWord } from '../words.ts';
import type { Beside } from './beside.ts';
import { type Figures, figuresOf } from './figures.ts';
import { isNamed } from './filter.ts';
import { shownIn } from './overview.ts';
import { nameIn } from './summarise.ts';
import type { Row, Summary } from './summary.ts';

/**
 * A summary as a file. `disclaimer`: whether it says that it is no assessment, as the committee has it. `beside`: what
 * has a sheet of its own behind the duties'.
 */
export function summaryBook(summary: Summary, disclaimer: boolean, beside: readonly Beside[] = []): Book {
  const { unit, span, filtered } = summary;
  const name = `${unit.name} ${span.label}汇总${filtered === '' ? '' : `（${filtered}）`}`;
  const above: Cell[][] = [
    [title(name)],
    [
      note(
        `时间：${sayDay(span.from)}至${sayDay(span.to)}。范围：${unit.path}。筛选：${filtered === '' ? '无' : filtered}。生成于${say(summary.made)}。`,
      ),
    ],
    ...(disclaimer ? [[note(DISCLAIMER)]] : []),
    [],
  ];
  return {
    name,
    sheets: [
      ...[branches, kinds, attendance, missing].map((sheet) => sheet(summary)),
      ...beside.map(({ title: named, sheet }) => ({ name: named, ...sheet })),
    ].map((sheet) => ({ ...sheet, above })),
  };
}

type Table = Omit<Sheet, 'above'>;

const STATES = ['应完成', '已完成', '已安排', '待完成', '暂缓', '逾期'];

function statesOf({ required, done, planned, open, grace, waived, overdue }: Figures): Cell[] {
  return [
    required,
    done,
    planned,
    open + grace,
    waived,
    overdue > 0 ? { value: overdue, style: 'bad' } : overdue,
  ];
}

/** A branch a line, a duty a column. */
function branches(summary: Summary): Table {
  const { unit, rules } = summary;
  const rows = shownIn(summary);
  const items = rows.flatMap((row) => row.items);
  const counts = (of: readonly Item[]) => {
    const byRule = Map.groupBy(of, ({ rule }) => rule.id);
    return rules.map((rule) => countWord(countOf(byRule.get(rule.id) ?? [])));
  };
  const came = (of: Attended) => share(of.present, of.expected);
  return {
    name: '汇总',
    widths: [34, ...rules.map(() => 11), ...STATES.map(() => 9), 9],
    head: ['支部', ...rules.map((rule) => rule.short), ...STATES, '出勤率'],
    lines: [
      ...rows.map((row) => [
        nameIn(unit, row.standing),
        ...counts(row.items),
        ...statesOf(row.figures),
        came(row.attended),
      ]),
      total(['合计', ...counts(items), ...statesOf(figuresOf(items)), came(cameIn(rows))]),
    ],
  };
}

/** A duty a line, with the rule that it comes from. */
function kinds(summary: Summary): Table {
  const { rules } = summary;
  const byRule = Map.groupBy(
    shownIn(summary).flatMap(({ items }) => items),
    ({ rule }) => rule.id,
  );
  return {
    name: '分类',
    widths: [18, ...STATES.map(() => 9), 60],
    head: ['事项', ...STATES, '依据'],
    lines: rules.map((rule) => [
      rule.name,
      ...statesOf(figuresOf(byRule.get(rule.id) ?? [])),
      `${rule.source}：${rule.says}`,
    ]),
  };
}

const ATTENDANCE: readonly { head: string; of: (attended: Attended) => Cell }[] = [
  { head: '活动次数', of: ({ held }) => held },
  { head: '应到人次', of: ({ expected }) => expected },
  { head: '实到', of: ({ present }) => present },
  { head: '其中迟到', of: ({ late }) => late },
  { head: '请假', of: ({ onLeave }) => onLeave },
  { head: '缺席', of: ({ absent }) => absent },
  { head: '暂不参加', of: restingIn },
  { head: '补学', of: ({ madeUp }) => madeUp },
  { head: '现场本人签到', of: byThemselves },
  { head: '现场代签', of: ({ byProxy }) => byProxy },
  { head: '事后补记', of: ({ enteredLater }) => enteredLater },
  { head: '出勤率', of: ({ present, expected }) => share(present, expected) },
];

function attendance(summary: Summary): Table {
  const line = (name: string, attended: Attended): Cell[] => [
    name,
    ...ATTENDANCE.map(({ of }) => of(attended)),
  ];
  const rows = shownIn(summary);
  return {
    name: '出勤',
    widths: [34, ...ATTENDANCE.map(() => 10)],
    head: ['支部', ...ATTENDANCE.map(({ head }) => head)],
    lines: [
      ...rows.map((row) => line(nameIn(summary.unit, row.standing), row.attended)),
      total(line('合计', cameIn(rows))),
    ],
  };
}

function cameIn(rows: readonly Row[]): Attended {
  return added(rows.map(({ attended }) => attended));
}

/** What is overdue or put off, a line each; what the committees owe themselves comes last. */
function missing(summary: Summary): Table {
  const { unit, upper, filter } = summary;
  const all: Pick<Row, 'standing' | 'items'>[] = [
    ...shownIn(summary),
    ...upper
      .filter(({ branch }) => isNamed(filter, branch))
      .map((standing) => ({ standing, items: standing.items })),
  ];
  return {
    name: '逾期',
    widths: [34, 26, 16, 14, 9, 9, 48],
    head: ['支部', '事项', '所属期', '期限', '应开次数', '已开次数', '情况'],
    lines: all.flatMap(({ standing, items }) =>
      items
        .filter(({ state }) => state === 'overdue' || state === 'waived')
        .map((item) => [nameIn(unit, standing), ...lineOf(item)]),
    ),
  };
}

function lineOf(item: Item): Cell[] {
  const { rule, holder, period, deadline, held, coverage, state } = item;
  const whose = rule.owedBy === 'groups' ? `（${holder.name}）` : '';
  return [
    `${rule.name}${whose}`,
    period.label,
    deadline,
    coverage ? '' : rule.times,
    coverage ? '' : held.length,
    state === 'overdue'
      ? { value: coverage ? stateWord(item) : '逾期', style: 'bad' }
      : item.waiver && waivedWord(item.waiver, period.to),
  ];
}
