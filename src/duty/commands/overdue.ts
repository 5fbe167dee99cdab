import { type Card, type Input, press } from '../../../cards/card.ts';
import { overdueCard, type Paged } from '../../../cards/duty/overdue.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { FromInput } from '../../chat/inputs.ts';
import { isBranch } from '../../people/permit.ts';
import { dayOf, sayDay } from '../../time.ts';
import { summariseUpper } from '../owed/upper.ts';
import { lately, type Period } from '../period.ts';
import { isWanted } from '../summary/filter.ts';
import { nameIn, only, summarise, worstFirst } from '../summary/summarise.ts';
import { readWanted, Wanted } from '../summary/wanted.ts';
import { itemsWord, rulesOf, sourceWord, waivedWords } from '../words.ts';
import { over, sinceWord, spanOf, unitOf } from './asked.ts';

/** 逾期: what is overdue as of today in a committee's subtree, or of a branch. */
export const overdueCommands = [
  define({
    name: 'duty.overdue',
    words: ['逾期', '逾期支部', '全委逾期', '全委逾期支部'],
    help: '到今天为止逾期的事项：逾期 [时间] [单位] [活动类型]',
    who: 'oversee',
    input: Wanted.extend({ from: FromInput }),
    over,
    fromText: (ctx, rest) => ({ ...readWanted(ctx, rest), from: 0 }),
    run: (ctx, { from, ...wanted }) =>
      privately(overdueList(ctx, wanted, spanOf(ctx, wanted, lately(dayOf(ctx.now))), from)),
  }),
];

const MOST_LINES = 20;

/** A page of what is overdue and of what is put off, from a line of each on. */
function overdueList(ctx: Ctx, wanted: Wanted, span: Period, from: number): Card {
  const unit = unitOf(ctx, wanted.unit);
  const year = dayOf(ctx.now).slice(0, 4);
  const standings = worstFirst(summarise(ctx.db, unit.lineage, span, ctx.now));
  const late = standings
    .map((standing) => ({
      standing,
      items: only(standing.items, 'overdue').filter((item) => isWanted(wanted, item)),
    }))
    .filter(({ items }) => items.length > 0);
  const committees = summariseUpper(ctx.db, unit.lineage, span, ctx.now);
  const upper = committees
    .map((standing) => ({
      standing,
      items: only(standing.items, 'overdue').filter((item) => isWanted(wanted, item)),
    }))
    .filter(({ items }) => items.length > 0);
  const own = isBranch(unit.kind);
  const { period, kinds } = wanted;
  const again: Input = { unit: unit.id, ...(period !== undefined && { period }), ...(kinds && { kinds }) };
  const lines = own
    ? [
        ...Map.groupBy(
          late.flatMap(({ items }) => items),
          (item) => item.rule.id,
        ).values(),
      ].map((items) => ({
        label: items[0]?.rule.name ?? '',
        value: `${itemsWord(items, year, Number.POSITIVE_INFINITY)}，共 ${items.length} 项`,
      }))
    : [
        ...upper.map(({ standing, items }) => ({
          label: `${standing.branch.name}（本级）`,
          value: itemsWord(items, year, 6),
        })),
        ...late.map(({ standing, items }) => ({
          label: nameIn(unit, standing),
          value: itemsWord(items, year, 6),
        })),
      ];
  const waived = [...committees, ...standings].flatMap((standing) =>
    waivedWords(
      standing.items.filter((item) => isWanted(wanted, item)),
      year,
    ).map((value) => ({ label: nameIn(unit, standing), value })),
  );
  return overdueCard({
    unit: unit.name,
    today: sayDay(dayOf(ctx.now)),
    since: span.label,
    late: pageOf(lines, from),
    waived: pageOf(waived, from),
    actions: [
      ...(Math.max(lines.length, waived.length) > from + MOST_LINES
        ? [press('下一页', 'duty.overdue', { ...again, from: from + MOST_LINES })]
        : []),
      ...(own ? [] : [press('打开看板', 'web.board')]),
    ],
    sources: rulesOf([...upper, ...late].flatMap(({ items }) => items)).map(sourceWord),
    recorded: sinceWord(ctx, span),
  });
}

function pageOf<T>(all: readonly T[], from: number): Paged<T> {
  const lines = all.slice(from, from + MOST_LINES);
  return { lines, all: all.length, more: Math.max(0, all.length - from - MOST_LINES) };
}
