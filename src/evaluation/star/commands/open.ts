import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findUnit, loadUnit } from '../../../people/store.ts';
import { addDays, type Day, dayOf, isDay } from '../../../time.ts';
import { OfRound, overRound, ratedYear, Year } from '../../inputs.ts';
import { openOverBranches } from '../../opening.ts';
import { changeStages, loadRound, type Stage } from '../../round.ts';
import { deskCard } from '../show/desk.ts';
import { STAGES, STAR_TEMPLATE } from '../template.ts';

const DayInput = z
  .preprocess((raw) => raw ?? '', z.string())
  .refine((day) => day === '' || isDay(day), '日期没看懂，请写成 2026-12-04 这样。');

const Dates = z.object({
  declare: DayInput,
  self: DayInput,
  committee: DayInput,
  top: DayInput,
  publicity: DayInput,
});

export const starOpenCommands = [
  define({
    name: 'star.openForm',
    words: [],
    who: 'administer',
    input: z.object({ unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      const year: Field = {
        name: 'year',
        label: '评定年度',
        kind: 'number',
        required: true,
        value: ratedYear(today),
      };
      const suggested = Object.fromEntries(
        STAGES.map(({ id }, step) => [id, addDays(today, 14 * (step + 1))]),
      );
      return privately(
        formCard(
          `开始星级评定：${findUnit(ctx.db, unit)?.name ?? ''}`,
          '下属所有党支部参加，评分表沿用上一年的；各步的截止日期可以改，不填就不限。',
          [year, ...dateFields(suggested)],
          press('开始', 'star.open', { unit }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'star.open',
    words: [],
    who: 'administer',
    input: Dates.extend({
      unit: IdInput,
      year: Year,
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, year, ...dates }) {
      const { round, committee } = openOverBranches(ctx, {
        kind: 'starRating',
        unit,
        year,
        title: `${year}年星级评定`,
        stages: inOrder(dates),
        shipped: STAR_TEMPLATE,
      });
      return privately(deskCard(ctx, round, committee), '已开始。支部书记说“星级评定”就能申报和自评。');
    },
  }),

  define({
    name: 'star.stagesForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, input) {
      const round = loadRound(ctx.db, input.round, 'starRating');
      const set = Object.fromEntries(round.stages.map(({ id, until }) => [id, until]));
      const form = formCard(
        `${round.title}：时间安排`,
        '不填就不限。',
        dateFields(set),
        press('保存', 'star.stages', { round: round.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'star.stages',
    words: [],
    who: 'administer',
    input: Dates.extend({ round: IdInput }),
    over: overRound,
    run(ctx, { round: id, ...dates }) {
      const round = loadRound(ctx.db, id, 'starRating');
      const stages = inOrder(dates);
      changeStages(ctx.db, round, stages, ctx.person.id, ctx.now);
      const committee = loadUnit(ctx.db, round.unit);
      return privately(deskCard(ctx, { ...round, stages }, committee), '时间已保存。');
    },
  }),
];

function dateFields(values: Record<string, Day>): Field[] {
  return STAGES.map(({ id, name }): Field => {
    const value = values[id] ?? '';
    return { name: id, label: `${name}截止`, kind: 'date', required: false, ...(value && { value }) };
  });
}

function inOrder(dates: z.infer<typeof Dates>): Stage[] {
  const stages = STAGES.map(({ id }) => ({ id, until: dates[id] }));
  const set = stages.filter(({ until }) => until !== '');
  if (set.some(({ until }, index) => until < (set[index - 1]?.until ?? ''))) {
    throw new Refusal('invalid', '各步的截止日期要一个比一个晚，请检查后再保存。');
  }
  return stages;
}
