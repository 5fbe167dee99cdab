import { z } from 'zod';
import { type Card, press } from '../../../cards/card.ts';
import { type Owed, owedCard } from '../../../cards/duty/owed.ts';
import { ALONE } from '../../../cards/duty/small.ts';
import { chooseCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { handleOf } from '../../people/names.ts';
import { isBranch, may, type Reach, unitsUnder } from '../../people/permit.ts';
import { findUnit, subtree, type Unit } from '../../people/store.ts';
import { dayOf, sayDay } from '../../time.ts';
import { absenceWord, absentFor } from '../alerts/absent.ts';
import type { Item } from '../owed/compliance.ts';
import { isCurrent, standingsNow } from '../owed/current.ts';
import { missingFor } from '../owed/missing.ts';
import { puttingOff } from '../owed/owed.ts';
import { unclosedIn, unclosedWord } from '../owed/unclosed.ts';
import { upperOf } from '../owed/upper.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { only } from '../summary/summarise.ts';
import { itemsWord, itemWord, rulesOf, sourceWord, stateWord } from '../words.ts';
import { closeActions, composeActions, overdueActions } from './compose.ts';

/** Whoever sees a branch's records sees what it owes; a group's leader, who organises, the group's. */
const EITHER = ['oversee', 'organise'] as const;

const MOST = 10;

/** 还差什么: what a unit owes in this month, quarter and year, until when, under which rule, and what already counts. */
export const owedCommands = [
  define({
    name: 'duty.owed',
    words: ['还差什么', '我们支部还差什么', '还差', '差什么'],
    help: '眼下还差什么，依据是什么',
    who: EITHER,
    input: z.object({ unit: IdInput.optional() }),
    over: (ctx, { unit }) => unit ?? reach(ctx)[0]?.id ?? highestUnder(ctx, 'organise'),
    fromText(ctx, rest) {
      const name = rest.replace(/[。？?！!]+$/, '');
      const right = EITHER.find((one) => unitsUnder(ctx.db, ctx.person.id, one, dayOf(ctx.now)).length > 0);
      return name && right ? { unit: unitNamed(ctx, name, right) } : {};
    },
    run(ctx, { unit }) {
      if (unit !== undefined) return owed(ctx, findUnit(ctx.db, unit));
      const own = ownUnits(ctx);
      if (own.length > 1) return choose('您要看哪一个？', own);
      const beneath = own.length === 0 ? branchesBeneath(ctx) : [];
      const [example] = beneath;
      if (!example) return owed(ctx, own[0]);
      const question = `您要看哪个支部？也可以直接说“还差什么 ${example.name}”。`;
      const [highest] = reach(ctx).flatMap(({ id }) => findUnit(ctx.db, id) ?? []);
      const card = highest && owedByUpper(ctx, highest, beneath.slice(0, MOST), question);
      return card ? privately(card) : choose(question, beneath.slice(0, MOST));
    },
  }),
];

function choose(question: string, units: readonly Unit[]): Reply {
  const choices = units.map((one) => ({ label: one.name, action: press('', 'duty.owed', { unit: one.id }) }));
  return privately(chooseCard(question, choices));
}

function owed(ctx: Ctx, unit: Unit | undefined): Reply {
  if (!unit) throw new Refusal('invalid', WHICH);
  if (isBranch(unit.kind) || unit.kind === 'memberGroup') return privately(owedBy(ctx, unit));
  const beneath = subtree(ctx.db, unit.lineage, dayOf(ctx.now)).filter(({ kind }) => isBranch(kind));
  const card = owedByUpper(ctx, unit, beneath.slice(0, MOST), WHICH);
  return card ? privately(card) : choose(WHICH, beneath.slice(0, MOST));
}

const WHICH = '请说明是哪个支部，例如“还差什么 第一党支部”。';

function reach(ctx: Ctx): Reach[] {
  const all = EITHER.flatMap((right) => unitsUnder(ctx.db, ctx.person.id, right, dayOf(ctx.now)));
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

function branchesBeneath(ctx: Ctx): Unit[] {
  const found = reach(ctx).flatMap(({ lineage }) => subtree(ctx.db, lineage, dayOf(ctx.now)));
  return [...new Map(found.filter(({ kind }) => isBranch(kind)).map((one) => [one.id, one])).values()];
}

/** The branches and groups that somebody answers for by a post there; in a unit's group its own, if it is one of them. */
function ownUnits(ctx: Ctx): Unit[] {
  const units = reach(ctx).flatMap(({ id }) => findUnit(ctx.db, id) ?? []);
  const own = units.filter((unit) => isBranch(unit.kind) || unit.kind === 'memberGroup');
  const here = own.filter((unit) => ctx.chat.kind === 'group' && unit.id === ctx.chat.unit);
  return here.length > 0 ? here : own;
}

function owedBy(ctx: Ctx, unit: Unit): Card {
  const branch = unit.kind === 'memberGroup' && unit.parent !== null ? findUnit(ctx.db, unit.parent) : unit;
  if (!branch || !isBranch(branch.kind)) throw new Refusal('invalid', WHICH);
  const items = standingsNow(ctx.db, branch.lineage, ctx.now)
    .flatMap((standing) => standing.items)
    .filter((item) => unit.id === branch.id || item.holder.id === unit.id);
  return owedCard({
    ...said(ctx, unit, items, branch),
    persons: unit.id === branch.id ? [...missing(ctx, branch, items), ...away(ctx, branch)] : [],
    hint: null,
  });
}

/** Whom talks or training have still to reach. */
function missing(ctx: Ctx, branch: Unit, items: readonly Item[]): string[] {
  const today = dayOf(ctx.now);
  return items
    .filter((item) => isCurrent(item, today) || item.state === 'overdue')
    .flatMap((item) => {
      const lines = missingFor(ctx.db, item, branch.id, ctx.person.id, today);
      if (lines.length === 0) return [];
      return [`${itemWord(item, today.slice(0, 4))}，${ALONE}${lines.join('；')}。`];
    });
}

/** The secretary alone, who reads it alone. */
function away(ctx: Ctx, branch: Unit): string[] {
  const today = dayOf(ctx.now);
  return absentFor(ctx.db, branch.id, ctx.person.id, today).map(
    (one) => `${handleOf(ctx.db, today, one.person)}同志：${absenceWord(one)}`,
  );
}

/** What a 党委 owes itself, with its branches a tap away; undefined where it owes nothing now. */
function owedByUpper(ctx: Ctx, unit: Unit, beneath: readonly Unit[], hint: string): Card | undefined {
  const own = said(ctx, unit, upperOf(ctx.db, unit, ctx.now), unit);
  if (own.lines.length === 0 && own.overdue === '') return undefined;
  return owedCard({
    ...own,
    hint: beneath.length > 0 ? `以上是本级的。${hint}` : null,
    actions: [...own.actions, ...beneath.map((one) => press(one.name, 'duty.owed', { unit: one.id }))],
  });
}

/** `planner`: whose activity it would be. */
function said(ctx: Ctx, unit: Unit, items: readonly Item[], planner: Unit): Omit<Owed, 'hint'> {
  const today = dayOf(ctx.now);
  const year = today.slice(0, 4);
  const current = items.filter((item) => isCurrent(item, today));
  const overdue = only(items, 'overdue');
  const open = [...only(current, 'grace'), ...only(current, 'open')];
  const unclosed = unclosedIn(ctx.db, [...open, ...overdue], planner.id, ctx.now);
  const wanting = (own: readonly Item[]) => own.filter((item) => !unclosed.has(item));
  return {
    unit: unit.name,
    today: sayDay(today),
    lines: [...current, ...overdue.filter((item) => unclosed.has(item))].map((item) => {
      const held = unclosed.get(item);
      return { label: itemWord(item, year), value: held ? unclosedWord(item, held) : stateWord(item) };
    }),
    overdue: itemsWord(wanting(overdue), year, Number.POSITIVE_INFINITY),
    sources: rulesOf([...current.filter((item) => item.state !== 'done'), ...overdue]).map(sourceWord),
    missing: open.length > 0,
    actions: [
      ...(may(ctx.db, ctx.person.id, 'organise', unit.id, today)
        ? [
            ...closeActions([...unclosed.values()]),
            ...composeActions(planner.id, wanting(open)),
            ...overdueActions(wanting(overdue), year),
          ]
        : []),
      ...(overdue.length > 0 && mayPutOff(ctx, planner)
        ? [press('暂缓', 'duty.waive', { unit: planner.id })]
        : []),
    ],
  };
}

/** What a branch owes is put off by whoever organises it, what a 党委 owes by whoever does so above; a group's leader puts nothing off. */
function mayPutOff(ctx: Ctx, planner: Unit): boolean {
  return may(ctx.db, ctx.person.id, 'organise', puttingOff(planner), dayOf(ctx.now));
}
