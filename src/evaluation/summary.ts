import type { Cell } from '../documents/book.ts';
import { type Asked, addBeside, type Beside } from '../duty/summary/beside.ts';
import { dayOf } from '../time.ts';
import { type Glance, glancesOf, type Held, newestOf, roundsSeen } from './glance.ts';
import { issuesIn, stateOf } from './issue.ts';
import type { Step } from './progress.ts';

/** In a committee's summary: which rounds go on or ended in its time and how far they are, and what is to be put right. */
function evaluationsBeside({ db, unit, span, reader, now }: Asked): Beside | null {
  const today = dayOf(now);
  // Nobody has this id: without a reader nothing is shown that is a matter of posts.
  const viewer = { db, person: reader ?? 0, today };
  const during = newestOf(roundsSeen(viewer, unit)).filter((held) => isDuring(held, span));
  const glances = glancesOf(viewer, unit, during);
  const issues = issuesIn(db, unit.lineage).map((issue) => stateOf(issue, today));
  const count = (state: (typeof issues)[number]) => issues.filter((one) => one === state).length;
  const left = { open: count('open'), overdue: count('overdue'), done: count('done') };
  if (glances.length === 0 && issues.length === 0) return null;
  return {
    title: '评议',
    lines: [
      ...glances.map((glance) => ({ label: glance.title, value: glanceWord(glance) })),
      ...(issues.length > 0 ? [{ label: '整改', value: leftWord(left) }] : []),
    ],
    sheet: {
      widths: [30, 24, 18, 14, 10, 10, 10],
      head: ['名称', '组织', '进展', '项目', '数量', '总数', '单位'],
      lines: [
        ...glances.flatMap(rowsOf),
        ...(issues.length > 0
          ? [
              ['整改', '', '', '整改中', left.open, issues.length, '条'],
              [
                '整改',
                '',
                '',
                '已逾期',
                left.overdue > 0 ? { value: left.overdue, style: 'bad' as const } : 0,
                issues.length,
                '条',
              ],
              ['整改', '', '', '已整改，待确认', left.done, issues.length, '条'],
            ]
          : []),
      ],
    },
  };
}

function isDuring({ openedAt, publishedAt }: Held, { from, to }: Asked['span']): boolean {
  return dayOf(openedAt) <= to && (publishedAt === null || dayOf(publishedAt) >= from);
}

/** 进行中，申报 3/5 个支部，自评 2/5 个支部；五星 1，四星 2. */
function glanceWord(glance: Glance): string {
  const { steps, levels } = glance;
  const far = [stateWord(glance), ...steps.map(stepWord)].join('，');
  return levels.length === 0
    ? far
    : `${far}；${levels.map(({ name, count }) => `${name} ${count}`).join('，')}`;
}

function stepWord({ label, part, whole, unit }: Step): string {
  return whole === null ? `${label} ${part} ${unit}` : `${label} ${part}/${whole} ${unit}`;
}

/** 进行中, 已公布; of appraisals, whose results are for each member alone, 已告知本人. */
export function stateWord({ kind, rounds, published, word }: Glance): string {
  const over = kind === 'appraisal' ? '已告知本人' : '已公布';
  const state = published === rounds ? over : published === 0 ? '进行中' : `进行中，${published} 个${over}`;
  return word === '' ? state : word;
}

function leftWord({ open, overdue, done }: Record<'open' | 'overdue' | 'done', number>): string {
  return [
    `未完成 ${open + overdue} 条`,
    overdue > 0 ? `逾期 ${overdue} 条` : '没有逾期',
    done > 0 ? `待确认 ${done} 条` : '',
  ]
    .filter((part) => part !== '')
    .join('，');
}

function rowsOf(glance: Glance): Cell[][] {
  const { title, holder, steps, levels, rounds } = glance;
  const state = stateWord(glance);
  return [
    ...steps.map(({ label, part, whole, unit }): Cell[] => [title, holder, state, label, part, whole, unit]),
    ...levels.map(({ name, count }): Cell[] => [title, holder, state, name, count, null, '个支部']),
    ...(steps.length + levels.length === 0 ? [[title, holder, state, '', rounds, null, '轮']] : []),
  ];
}

addBeside('evaluation', evaluationsBeside);
