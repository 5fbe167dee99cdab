import { type Action, type Card, type Input, press } from '../../../cards/card.ts';
import { branchCard } from '../../../cards/duty/branch.ts';
import { overviewCard } from '../../../cards/duty/overview.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { before, periodOf } from '../period.ts';
import { activitiesOf } from '../store.ts';
import { besideOf } from '../summary/beside.ts';
import { branchOverviewOf } from '../summary/branch.ts';
import type { Filter } from '../summary/filter.ts';
import { overviewOf } from '../summary/overview.ts';
import { type Summary, summaryOf } from '../summary/summary.ts';
import { readWanted, Wanted } from '../summary/wanted.ts';
import { over, sinceWord, spanOf, unitOf } from './asked.ts';

/** 汇总: what a committee sees of its subtree, a branch of itself. */
export const summaryCommands = [
  define({
    name: 'duty.summary',
    words: ['汇总', '完成情况', '三会一课完成情况'],
    help: '三会一课等完成情况：汇总 [时间] [单位] [逾期或活动类型]',
    who: 'oversee',
    input: Wanted,
    over,
    fromText: readWanted,
    run(ctx, input) {
      const { unit, summary } = summaryFor(ctx, input);
      return privately(
        isBranch(unit.kind) ? branchSummary(ctx, unit, summary) : committeeSummary(ctx, unit, summary),
      );
    },
  }),
];

/** Of this month where no time is said, and of all that one oversees where no unit is. */
export function summaryFor(ctx: Ctx, wanted: Wanted): { unit: Unit; summary: Summary } {
  const span = spanOf(ctx, wanted, periodOf('month', dayOf(ctx.now)));
  const unit = unitOf(ctx, wanted.unit);
  return { unit, summary: summaryOf(ctx.db, unit, span, filterOf(wanted), ctx.now) };
}

export function filterOf({ only, kinds }: Wanted): Filter {
  return { ...(only && { only }), ...(kinds && { kinds }) };
}

function committeeSummary(ctx: Ctx, unit: Unit, summary: Summary): Card {
  const { span, rows } = summary;
  if (rows.length === 0) throw new Refusal('not_found', `${unit.name}还没有下属党支部。`);
  return overviewCard({
    ...overviewOf(summary),
    beside: besideOf({ ...ctx, unit, span, reader: ctx.person.id }, summary.filter),
    actions: actionsOf(summary),
    recorded: sinceWord(ctx, span),
  });
}

function branchSummary(ctx: Ctx, unit: Unit, summary: Summary): Card {
  const { span } = summary;
  const row = summary.rows.find(({ standing }) => standing.branch.id === unit.id);
  if (!row) {
    const gone = unit.ended !== null && unit.ended <= span.from;
    throw new Refusal('not_found', `${unit.name}在${span.label}${gone ? '已经撤销' : '还没有成立'}。`);
  }
  const { branch } = row.standing;
  const held = activitiesOf(
    ctx.db,
    [branch.id, ...branch.groups.map((group) => group.id)],
    span.from,
    span.to,
  );
  const { kinds } = summary.filter;
  const organises = may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now));
  return branchCard({
    ...branchOverviewOf(
      summary,
      row,
      kinds ? held.filter((one) => one.kinds.some((kind) => kinds.includes(kind))) : held,
    ),
    actions: [
      ...(organises ? [press('还差什么', 'duty.owed', { unit: unit.id })] : []),
      ...actionsOf(summary),
    ],
    recorded: sinceWord(ctx, span),
  });
}

/** What is seen next: each is the same question with one word changed. */
function actionsOf(summary: Summary): Action[] {
  const { filter, total, since } = summary;
  const earlier = before(summary.span);
  const same = inputOf(summary);
  const late = total.overdue > 0 && filter.only === undefined && summary.rows.length > 1;
  return [
    ...(late ? [press('只看逾期', 'duty.summary', { ...same, only: 'overdue' })] : []),
    ...(since !== null && since <= earlier.to
      ? [press(`看${earlier.label}`, 'duty.summary', { ...same, period: earlier.label })]
      : []),
    press('导出表格', 'file.duty.summary', same),
    press('打开看板', 'web.board'),
  ];
}

/** On a summary that came by itself: the shorter ones that ended with it. */
export function actionsAfter(summary: Summary, also: readonly string[]): Action[] {
  const { unit } = summary;
  return [
    ...also.map((period) => press(`看${period}`, 'duty.summary', { unit: unit.id, period })),
    ...actionsOf(summary),
  ];
}

/** What asks for this summary again. */
export function inputOf({ unit, span, filter }: Summary): Input {
  const input: Input = { unit: unit.id, period: span.label };
  if (filter.only) input.only = filter.only;
  if (filter.kinds) input.kinds = filter.kinds;
  return input;
}
