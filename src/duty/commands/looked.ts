import { z } from 'zod';
import { type Field, press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { FIVE_MARKS } from '../../../db/schema/activity.ts';
import { REVIEWS, type Review } from '../../../db/schema/three.ts';
import { FIVE, marksOf, setMarks } from '../../activity/five.ts';
import { reviewsOf, setReviews } from '../../activity/three/settings.ts';
import { reviewsWord, THREE } from '../../activity/three/words.ts';
import { privately, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput, listInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { dayOf, isDay, shortDay } from '../../time.ts';
import { marksWord } from './five.ts';

const NONE = 'none';

const Of = z.object({ unit: IdInput });

/** Which of 五定 and 三评 a committee looks at, for itself and all beneath it. */
export const lookedCommands = [
  define({
    name: 'duty.fiveForm',
    words: [],
    who: 'administer',
    input: Of,
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      const fields: Field[] = [
        {
          name: 'marks',
          label: '五定',
          kind: 'multiselect',
          required: true,
          options: FIVE_MARKS.map((value) => ({ value, label: FIVE[value].word })),
          value: [...marksOf(ctx.db, unit)],
        },
        {
          name: 'reviews',
          label: '三评',
          kind: 'multiselect',
          required: true,
          options: [
            ...REVIEWS.map((value) => ({ value: String(value), label: THREE[value].word })),
            { value: NONE, label: '不评' },
          ],
          value: orNone(reviewsOf(ctx.db, unit, today)),
        },
        { name: 'from', label: '三评从哪天的活动起', kind: 'date', required: false, value: today },
      ];
      const form = formCard(
        '五定三评看哪几项',
        '对本级和所有下级。各地说法不同：五定常用前五项，三评常用前三项，或者后三项。',
        fields,
        press('保存', 'duty.fiveSet', { unit }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'duty.fiveSet',
    words: [],
    who: 'administer',
    input: Of.extend({
      marks: listInput(z.enum(FIVE_MARKS, '请选择。')),
      // Left out of what an older card sends, it stays as it was.
      reviews: listInput(z.enum([...REVIEWS, NONE], '请选择。')),
      from: z
        .string()
        .refine(isDay, '日期没看懂，请写成 2026-12-04 这样。')
        .nullish()
        .or(z.literal('').transform(() => null)),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, marks, reviews: chosen, from }) {
      const day = from ?? dayOf(ctx.now);
      const held = reviewsOf(ctx.db, unit, day);
      const reviews = chosen.length === 0 ? held : withoutNone(chosen);
      if (isOther(marks, marksOf(ctx.db, unit))) setMarks(ctx.db, unit, marks, ctx.person.id, ctx.now);
      const changes = isOther(reviews, held);
      if (changes) setReviews(ctx.db, { unit, reviews, from: day }, ctx.person.id, ctx.now);
      const since = changes ? `，从${shortDay(day)}的活动起` : '';
      const three = reviewsWord(reviewsOf(ctx.db, unit, day));
      return success(`今后看：${marksWord(marksOf(ctx.db, unit))}。三评：${three}${since}。`);
    },
  }),
];

function orNone(reviews: readonly Review[]): string[] {
  return reviews.length === 0 ? [NONE] : [...reviews];
}

function withoutNone(chosen: readonly (Review | typeof NONE)[]): Review[] {
  const reviews = chosen.filter((one) => one !== NONE);
  if (reviews.length > 0 && reviews.length < chosen.length)
    throw new Refusal('invalid', '选了“不评”，就不要再选别的。');
  return reviews;
}

function isOther(wanted: readonly string[], held: readonly string[]): boolean {
  return wanted.length !== held.length || wanted.some((one) => !held.includes(one));
}
