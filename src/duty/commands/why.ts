import { z } from 'zod';
import type { Card } from '../../../cards/card.ts';
import { forecastCard } from '../../../cards/duty/forecast.ts';
import { whyCard } from '../../../cards/duty/why.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, unitsUnder } from '../../people/permit.ts';
import { holdersOf, type Unit, unitsOf } from '../../people/store.ts';
import { dayOf, sayDay, shortDay } from '../../time.ts';
import type { Item, Standing } from '../owed/compliance.ts';
import { isCurrent, standingsNow } from '../owed/current.ts';
import { summariseUpper } from '../owed/upper.ts';
import { reasonsFor } from '../owed/why.ts';
import { lately } from '../period.ts';
import { unitNamed } from '../scope.ts';
import { nameIn } from '../summary/summarise.ts';
import { itemsWord, waivedWords } from '../words.ts';
import { unitOf } from './asked.ts';

const OfUnit = z.object({ unit: IdInput.optional() });

/** 为什么: what a unit owes now and why; 预测: what will be overdue if nothing more is planned. */
export const whyCommands = [
  define({
    name: 'duty.why',
    words: ['为什么', '为啥'],
    help: '每一项的依据、期限和计入情况：为什么 [单位]',
    who: 'oversee',
    input: OfUnit,
    over: topOf,
    fromText: named,
    run: (ctx, input) => privately(why(ctx, unitOf(ctx, topOf(ctx, input)))),
  }),
  define({
    name: 'duty.forecast',
    words: ['预测'],
    help: '不再安排的话，到期会逾期什么：预测 [单位]',
    who: 'oversee',
    input: OfUnit,
    over: topOf,
    fromText: named,
    run: (ctx, input) => privately(forecast(ctx, unitOf(ctx, topOf(ctx, input)))),
  }),
];

/** Whoever oversees nothing is told who does. */
function topOf(ctx: Ctx, { unit }: z.infer<typeof OfUnit>): number {
  const today = dayOf(ctx.now);
  const [highest] = unitsUnder(ctx.db, ctx.person.id, 'oversee', today);
  if (!highest) {
    const secretaries = unitsOf(ctx.db, ctx.person.id, today)
      .filter((own) => isBranch(own.kind))
      .flatMap((own) => holdersOf(ctx.db, own.id, today))
      .filter(({ post }) => post === 'secretary')
      .map(({ name }) => name);
    throw new Refusal(
      'not_allowed',
      `支部的完成情况请向本支部书记${secretaries.join('、')}了解。您自己的情况，请说“我的”。`,
    );
  }
  return unit ?? highest.id;
}

function named(ctx: Ctx, rest: string): z.infer<typeof OfUnit> {
  const name = rest.replace(/[。？?！!]+$/, '');
  topOf(ctx, {});
  return name ? { unit: unitNamed(ctx, name, 'oversee') } : {};
}

const MOST = 24;

/** Of a branch all it owes now; of a committee what it owes itself. */
function why(ctx: Ctx, unit: Unit): Card {
  const today = dayOf(ctx.now);
  const own = isBranch(unit.kind);
  const standings = own
    ? standingsNow(ctx.db, unit.lineage, ctx.now)
    : summariseUpper(ctx.db, unit.lineage, lately(today), ctx.now).filter(
        ({ branch }) => branch.id === unit.id,
      );
  const [standing] = standings;
  const items = (standing?.items ?? []).filter((item) => isCurrent(item, today) || item.state === 'overdue');
  const worst = items.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.period.to.localeCompare(a.period.to),
  );
  const reasons = standing
    ? reasonsFor(ctx.db, standing.branch, worst.slice(0, MOST), ctx.person.id, ctx.now)
    : [];
  const hint = own ? null : '这里是本级的事项；看某个支部，请说“为什么 支部名”。';
  return whyCard(unit.name, sayDay(today), reasons, Math.max(0, worst.length - MOST), hint);
}

/** What can still be done comes first, then what was missed, the latest first. */
const ORDER: readonly Item['state'][] = ['grace', 'open', 'planned', 'waived', 'done', 'overdue'];

const MOST_BRANCHES = 20;

function forecast(ctx: Ctx, unit: Unit): Card {
  const today = dayOf(ctx.now);
  const year = today.slice(0, 4);
  const standings = [
    ...summariseUpper(ctx.db, unit.lineage, lately(today), ctx.now),
    ...standingsNow(ctx.db, unit.lineage, ctx.now),
  ];
  const missing = standings.flatMap((standing) =>
    standing.items
      .filter((item) => isCurrent(item, today) && isMissing(item))
      .map((item) => ({ standing, item })),
  );
  const byEnd = [...Map.groupBy(missing, ({ item }) => item.deadline)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const ends = byEnd.map(([day, all]) => {
    const byBranch = [...Map.groupBy(all, ({ standing }) => standing)].toSorted(
      ([, a], [, b]) => b.length - a.length,
    );
    return {
      until: `${day.startsWith(year) ? '' : `${day.slice(0, 4)}年`}${shortDay(day)}`,
      total: all.length,
      lines: byBranch.slice(0, MOST_BRANCHES).map(([standing, own]) => ({
        label: labelOf(unit, standing),
        value: itemsWord(
          own.map(({ item }) => item),
          year,
          6,
        ),
      })),
      more: Math.max(0, byBranch.length - MOST_BRANCHES),
    };
  });
  const waived = standings.flatMap((standing) =>
    waivedWords(standing.items, year).map((value) => ({ label: labelOf(unit, standing), value })),
  );
  return forecastCard({
    unit: unit.name,
    today: sayDay(today),
    ends,
    waived: {
      lines: waived.slice(0, MOST_BRANCHES),
      more: Math.max(0, waived.length - MOST_BRANCHES),
    },
  });
}

/** Neither held nor planned, and not too late yet. */
function isMissing({ state }: Item): boolean {
  return state === 'open' || state === 'grace';
}

function labelOf(unit: Unit, standing: Standing): string {
  const own = standing.branch.id === unit.id;
  if (!isBranch(unit.kind) && (own || standing.items.some(({ rule }) => rule.owedBy === 'upper')))
    return `${standing.branch.name}（本级）`;
  return own ? unit.name : nameIn(unit, standing);
}
