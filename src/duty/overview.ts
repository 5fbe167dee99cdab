import { z } from 'zod';
import { type Card, press } from '../../cards/card.ts';
import { branchCard, overdueCard, overviewCard } from '../../cards/duty.ts';
import type { Ctx, Reply } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { Refusal } from '../errors.ts';
import { isBranch, may, unitsUnder } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { dayOf, sayDay } from '../time.ts';
import { lately, monthsOf, type Period, parsePeriod, periodOf, splitPeriod } from './period.ts';
import { highestUnder, unitNamed } from './scope.ts';
import { activitiesOf, recordedSince } from './store.ts';
import { branchOverviewOf, nameIn, only, overviewOf, summarise, worstFirst } from './summarise.ts';
import { itemsWord, rulesOf, sourceWord } from './words.ts';

const Asked = z.object({
  period: z.string().max(30).optional(),
  unit: z.coerce.number().int().positive().optional(),
});
type Asked = z.infer<typeof Asked>;

/** 汇总, 逾期: what a committee sees of its subtree, a branch of itself. */
export const overviewCommands = [
  define({
    name: 'duty.summary',
    words: ['汇总', '完成情况', '三会一课完成情况'],
    help: '三会一课等完成情况：汇总 [时间] [单位]',
    who: 'oversee',
    input: Asked,
    over,
    fromText,
    run(ctx, { period, unit }) {
      const span =
        period === undefined ? periodOf('month', dayOf(ctx.now)) : parsePeriod(period, dayOf(ctx.now));
      refuseFuture(ctx, span);
      const found = unitOf(ctx, unit);
      return privately(
        isBranch(found.kind) ? branchSummary(ctx, found, span) : committeeSummary(ctx, found, span),
      );
    },
  }),

  define({
    name: 'duty.overdue',
    words: ['逾期', '逾期支部', '全委逾期', '全委逾期支部'],
    help: '到今天为止逾期的事项：逾期 [时间] [单位]',
    who: 'oversee',
    input: Asked,
    over,
    fromText,
    run(ctx, { period, unit }) {
      const today = dayOf(ctx.now);
      const span = period === undefined ? lately(today) : parsePeriod(period, today);
      refuseFuture(ctx, span);
      return privately(overdueList(ctx, unitOf(ctx, unit), span));
    },
  }),
];

function over(ctx: Ctx, { unit }: Asked): number {
  return unit ?? highestUnder(ctx, 'oversee');
}

/** Whoever oversees nothing learns that first, and nothing of names. */
function fromText(ctx: Ctx, rest: string): Asked {
  const said = rest.replace(/[。？?！!]+$/, '');
  if (unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now)).length === 0) return {};
  const { period, rest: name } = splitPeriod(said, dayOf(ctx.now));
  return { ...(period && { period: period.label }), ...(name && { unit: unitNamed(ctx, name, 'oversee') }) };
}

function unitOf(ctx: Ctx, unit: number | undefined): Unit {
  const found = findUnit(ctx.db, unit ?? highestUnder(ctx, 'oversee'));
  if (!found) throw new Refusal('not_found', '没有找到这个组织，请重新说一次。');
  return found;
}

function refuseFuture(ctx: Ctx, span: Period): void {
  if (span.from > dayOf(ctx.now)) {
    throw new Refusal(
      'invalid',
      `${span.label}还没有开始。可以看“本月”“本季度”，或者说明年份，如“去年12月”。`,
    );
  }
}

function privately(card: Card): Reply {
  return { content: { card }, privately: true };
}

function committeeSummary(ctx: Ctx, unit: Unit, span: Period): Card {
  const standings = summarise(ctx.db, unit.lineage, span, ctx.now);
  if (standings.length === 0) throw new Refusal('not_found', `${unit.name}还没有下属党支部。`);
  return overviewCard(overviewOf(unit, span, standings), sinceWord(ctx, span));
}

function branchSummary(ctx: Ctx, unit: Unit, span: Period): Card {
  const [standing] = summarise(ctx.db, unit.lineage, span, ctx.now);
  if (!standing) throw new Refusal('not_found', `${unit.name}在${span.label}还没有成立。`);
  const units = [standing.branch.id, ...standing.branch.groups.map((group) => group.id)];
  const held = activitiesOf(ctx.db, units, span.from, span.to);
  const organises = may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now));
  return branchCard({
    ...branchOverviewOf(standing, span, held, ctx.now),
    actions: organises ? [press('还差什么', 'duty.owed', { unit: unit.id })] : [],
    recorded: sinceWord(ctx, span),
  });
}

const MOST_LINES = 20;

function overdueList(ctx: Ctx, unit: Unit, span: Period): Card {
  const year = dayOf(ctx.now).slice(0, 4);
  const late = worstFirst(summarise(ctx.db, unit.lineage, span, ctx.now))
    .map((standing) => ({ standing, items: only(standing.items, 'overdue') }))
    .filter(({ items }) => items.length > 0);
  const own = isBranch(unit.kind);
  const lines = own
    ? [
        ...Map.groupBy(
          late.flatMap(({ items }) => items),
          (item) => item.rule,
        ),
      ].map(([rule, items]) => ({
        label: rule.name,
        value: `${itemsWord(items, year, Number.POSITIVE_INFINITY)}，共 ${items.length} 项`,
      }))
    : late.map(({ standing, items }) => ({
        label: nameIn(unit, standing),
        value: itemsWord(items, year, 6),
      }));
  return overdueCard({
    unit: unit.name,
    today: sayDay(dayOf(ctx.now)),
    since: span.label,
    lines: lines.slice(0, MOST_LINES),
    more: Math.max(0, lines.length - MOST_LINES),
    sources: rulesOf(late.flatMap(({ items }) => items)).map(sourceWord),
    recorded: sinceWord(ctx, span),
  });
}

/** Whoever asks for the time before learns that nothing could be on record, and that nobody is held to it. */
function sinceWord(ctx: Ctx, span: Period): string | null {
  const since = recordedSince(ctx.db, ctx.now);
  return since !== null && monthsOf(since) > monthsOf(span.from)
    ? `记录从${sayDay(since)}开始，此前的不作要求。`
    : null;
}
