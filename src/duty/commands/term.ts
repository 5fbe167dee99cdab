import { z } from 'zod';
import { card, facts, note, press, text } from '../../../cards/card.ts';
import { chooseCard, formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { dayInput, IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { may, unitsUnder } from '../../people/permit.ts';
import { findUnit, type Unit, unitsOf } from '../../people/store.ts';
import { dayOf, sayDay } from '../../time.ts';
import { termWord } from '../alerts/lines.ts';
import { addMonths, setTerm, termOf, usualYears } from '../owed/terms.ts';
import { unitNamed } from '../scope.ts';

/** 换届: when the term of one's unit ends; who organises or administers it enters it. */
export const termCommands = [
  define({
    name: 'duty.term',
    words: ['换届', '什么时候换届', '届期'],
    section: 'settings',
    help: '本届任期到什么时候：换届 [单位]',
    who: 'anyone',
    input: z.object({ unit: IdInput.optional() }),
    fromText(ctx, rest) {
      const name = rest.replace(/[。？?！!]+$/, '');
      const oversees = unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now)).length > 0;
      return name && oversees ? { unit: unitNamed(ctx, name, 'oversee') } : {};
    },
    run(ctx, { unit }) {
      const own = unit === undefined ? ownUnits(ctx) : [findUnit(ctx.db, unit)].filter((one) => one);
      const [only] = own;
      if (!only) throw new Refusal('not_found', '没有找到您所在的党组织。');
      if (own.length > 1) {
        const choices = own.flatMap((one) =>
          one ? [{ label: one.name, action: press('', 'duty.term', { unit: one.id }) }] : [],
        );
        return privately(chooseCard('哪个组织的届期？', choices));
      }
      if (
        unit !== undefined &&
        !isOwn(ctx, only) &&
        !may(ctx.db, ctx.person.id, 'oversee', only.id, dayOf(ctx.now))
      )
        throw new Refusal('not_allowed', '只能查看自己所在组织及其下级的情况。');
      return shown(ctx, only);
    },
  }),

  define({
    name: 'duty.termForm',
    words: [],
    who: 'anyone',
    input: z.object({ unit: IdInput }),
    run(ctx, { unit }) {
      const found = keepable(ctx, unit);
      const form = formCard(
        `${found.name}届期`,
        '填最近一次选举的日期和每届几年，届满前六个月起提醒。',
        [
          { name: 'began', label: '选举日期', kind: 'date', required: true },
          { name: 'years', label: '每届几年', kind: 'number', required: true, value: usualYears(found.kind) },
        ],
        press('保存', 'duty.termSet', { unit }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'duty.termSet',
    words: [],
    who: 'anyone',
    input: z.object({
      unit: IdInput,
      began: dayInput('请选择选举日期。'),
      years: z.coerce.number('请填每届几年。').int('请填整年。').min(1).max(10),
    }),
    run(ctx, { unit, began, years }) {
      const found = keepable(ctx, unit);
      if (began > dayOf(ctx.now)) throw new Refusal('invalid', '选举日期还没到，选举后再填。');
      setTerm(ctx.db, unit, { began, ends: addMonths(began, years * 12) }, ctx.person.id, ctx.now);
      return { ...shown(ctx, found), ...success('届期已保存。') };
    },
  }),
];

function shown(ctx: Ctx, unit: Unit): Reply {
  const term = termOf(ctx.db, unit.id);
  const actions = mayKeep(ctx, unit) ? [press('填写届期', 'duty.termForm', { unit: unit.id })] : [];
  if (!term && unit.kind === 'organsWorkCommittee') {
    const said = card(`${unit.name}没有届期`, [
      text('工委由上级党委派出，不换届。要看下级的，说“换届”和单位名称。'),
    ]);
    return privately(said);
  }
  if (!term) {
    const said = card(`${unit.name}还没有填写届期`, [text('填了以后，届满前六个月起提醒。')], { actions });
    return privately(said);
  }
  const word = termWord(term, ctx.now);
  const said = card(
    `${unit.name}换届`,
    [
      facts({ 本届选举: sayDay(term.began), 届满: sayDay(term.ends), 提醒: word }),
      note('支部、党总支每届三年，基层党委五年；提前或延期须报上级批准，延期一般不超过一年。'),
    ],
    { tone: word === null ? 'info' : 'warning', actions },
  );
  return privately(said);
}

function ownUnits(ctx: Ctx): Unit[] {
  const today = dayOf(ctx.now);
  const organised = unitsUnder(ctx.db, ctx.person.id, 'organise', today).flatMap(
    ({ id }) => findUnit(ctx.db, id) ?? [],
  );
  const all = [...organised, ...unitsOf(ctx.db, ctx.person.id, today)];
  return [...new Map(all.map((unit) => [unit.id, unit])).values()].filter(
    ({ kind }) => kind !== 'memberGroup',
  );
}

function isOwn(ctx: Ctx, unit: Unit): boolean {
  return ownUnits(ctx).some(({ id }) => id === unit.id);
}

function mayKeep(ctx: Ctx, unit: Unit): boolean {
  const today = dayOf(ctx.now);
  return (
    may(ctx.db, ctx.person.id, 'organise', unit.id, today) ||
    may(ctx.db, ctx.person.id, 'administer', unit.id, today)
  );
}

function keepable(ctx: Ctx, id: number): Unit {
  const unit = findUnit(ctx.db, id);
  if (!unit || unit.kind === 'memberGroup')
    throw new Refusal('not_found', '没有找到这个党组织，请重新说一次。');
  if (!mayKeep(ctx, unit)) throw new Refusal('not_allowed', '届期由本组织的书记或上级党务干部填写。');
  return unit;
}
