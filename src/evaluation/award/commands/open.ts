import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { dayInput, IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit } from '../../../people/store.ts';
import { addDays, dayOf, sayDay } from '../../../time.ts';
import { OfRound, overRound, ratedYear, Year } from '../../inputs.ts';
import { changeStages, changeTemplate, openRound } from '../../round.ts';
import { loadAward, nomineesOf, stepOf } from '../read.ts';
import { nominateUntil, roundCard } from '../show.ts';
import { AWARDS, awardOf, templateFor } from '../template.ts';

const DayInput = dayInput('请选择日期。');
/** Left empty, as many are chosen as people decide. */
const Places = z
  .union([
    z.literal(''),
    z.coerce
      .number('名额请填数字。')
      .int('名额请填整数。')
      .min(1, '名额至少 1 个。')
      .max(500, '名额最多 500 个。'),
  ])
  .nullish()
  .transform((places) => (typeof places === 'number' ? places : null));

function placesField(places: number | undefined): Field {
  const field = {
    name: 'places',
    label: '名额',
    kind: 'number',
    required: false,
    hint: '不填就不限',
  } as const;
  return { ...field, ...(places !== undefined && { value: places }) };
}

const OfUnit = z.object({ unit: IdInput });

/** 公示 is usually five working days or more. */
const PUBLIC_DAYS = 7;

export const awardOpenCommands = [
  define({
    name: 'award.openForm',
    words: [],
    who: 'administer',
    input: OfUnit,
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      return privately(
        formCard(
          `开始评选：${findUnit(ctx.db, unit)?.name ?? ''}`,
          '下属支部自愿推荐，不推荐的不用管。',
          [
            {
              name: 'award',
              label: '评选什么',
              kind: 'select',
              required: true,
              options: AWARDS.map(({ id, name }) => ({ value: id, label: name })),
            },
            { name: 'year', label: '年度', kind: 'number', required: true, value: ratedYear(today) },
            { name: 'until', label: '推荐截止', kind: 'date', required: true, value: addDays(today, 14) },
            placesField(undefined),
          ],
          press('开始', 'award.open', { unit }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.open',
    words: [],
    who: 'administer',
    input: OfUnit.extend({
      award: z.enum(
        AWARDS.map(({ id }) => id),
        '请选择评选什么。',
      ),
      year: Year,
      until: DayInput,
      places: Places,
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, award: id, year, until, places }) {
      if (isBranch(findUnit(ctx.db, unit)?.kind ?? 'branch')) {
        throw new Refusal('invalid', '这要由党委或工委来开始。');
      }
      const award = AWARDS.find((one) => one.id === id) ?? AWARDS[0];
      const round = openRound(
        ctx.db,
        {
          kind: 'award',
          unit,
          year,
          title: `${year}年${award.name}评选`,
          template: templateFor(award, places),
          stages: [{ id: 'nominate', until }],
          subjects: [],
        },
        ctx.person.id,
        ctx.now,
      );
      return privately(roundCard(ctx, round), '已开始，支部书记说“评选”就能推荐。');
    },
  }),

  define({
    name: 'award.publicForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadAward(ctx.db, id);
      const field = { name: 'until', label: '公示到', kind: 'date', required: true } as const;
      return privately(
        formCard(
          `${round.title}：公示`,
          '公示以后不再接受推荐；所有党员说“评选”都能看到推荐对象和事迹，有意见说“反馈”。不列入的请先在“逐个确定”里去掉。',
          [{ ...field, value: addDays(dayOf(ctx.now), PUBLIC_DAYS) }],
          press('开始公示', 'award.public', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.public',
    words: [],
    who: 'administer',
    input: OfRound.extend({ until: DayInput }),
    over: overRound,
    run(ctx, { round: id, until }) {
      const round = loadAward(ctx.db, id);
      const today = dayOf(ctx.now);
      if (stepOf(round, today) !== 'nominating') throw new Refusal('conflict', '已经公示过了。');
      if (nomineesOf(ctx.db, round, today).length === 0) throw new Refusal('conflict', '还没有推荐对象。');
      if (until < today) throw new Refusal('invalid', '公示截止日期已经过去了，请选今天或以后。');
      const stages = [
        { id: 'nominate', until: nominateUntil(round) },
        { id: 'publicity', until },
      ];
      changeStages(ctx.db, round, stages, ctx.person.id, ctx.now);
      return privately(roundCard(ctx, { ...round, stages }), `公示到${sayDay(until)}。`);
    },
  }),

  define({
    name: 'award.placesForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const { title, template } = loadAward(ctx.db, id);
      return privately(
        formCard(
          `${title}：名额`,
          '最多可以入选多少个。计票后按赞成票看谁在名额内；同票而名额不够的，由集体研究确定。',
          [placesField(template.places)],
          press('保存', 'award.places', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.places',
    words: [],
    who: 'administer',
    input: OfRound.extend({ places: Places }),
    over: overRound,
    run(ctx, { round: id, places }) {
      const round = loadAward(ctx.db, id);
      if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，名额不能再调整。');
      const template = templateFor(awardOf(round.template), places);
      changeTemplate(ctx.db, round, template, ctx.person.id, ctx.now);
      return privately(
        roundCard(ctx, { ...round, template }),
        places === null ? '已改为不限名额。' : `名额改为 ${places} 个。`,
      );
    },
  }),
];
