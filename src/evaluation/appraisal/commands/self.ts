import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { neededText } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf } from '../../../time.ts';
import { OfSubject } from '../../inputs.ts';
import { isOver, type Round } from '../../round.ts';
import { declare } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { type Appraised, loadAppraised } from '../read.ts';
import { memberCard } from '../show.ts';

/** 自评: by the member themself, and by nobody in their place. */
export const appraisalSelfCommands = [
  define({
    name: 'appraisal.selfForm',
    words: [],
    who: 'anyone',
    input: OfSubject,
    run(ctx, { subject }) {
      const { round, appraised } = own(ctx, subject);
      const { text, level } = appraised.self;
      const grade: Field = {
        name: 'level',
        label: '自评等次（选填）',
        kind: 'select',
        required: false,
        options: round.template.levels.map(({ id, name }) => ({ value: id, label: name })),
        ...(level !== null && { value: level }),
      };
      return privately(
        formCard(
          `${round.title}：自评`,
          '写几句就行，只有支部书记和您本人能看。',
          [
            {
              name: 'text',
              label: '自我评价',
              kind: 'longtext',
              required: true,
              value: text,
              hint: '做了什么、还差什么、打算怎么改',
            },
            ...(appraised.graded ? [grade] : []),
          ],
          press('提交自评', 'appraisal.self', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'appraisal.self',
    words: [],
    who: 'anyone',
    input: OfSubject.extend({
      text: neededText('请填写自我评价。', '自我评价', 1500),
      level: z
        .string()
        .nullish()
        .transform((level) => level || null),
    }),
    run(ctx, { subject, text, level }) {
      const { round, appraised } = own(ctx, subject);
      if (level !== null && !levelNamed(round.template, level)) throw new Refusal('invalid', '请选择等次。');
      const said = { text, level: appraised.graded ? level : null };
      declare(ctx.db, appraised, said, ctx.person.id, ctx.now);
      const saved = loadAppraised(ctx.db, subject, dayOf(ctx.now)).appraised;
      return privately(memberCard(ctx, round, saved), '自评已提交，截止前可以改。');
    },
  }),
];

function own(ctx: Ctx, subject: number): { round: Round; appraised: Appraised } {
  const today = dayOf(ctx.now);
  const found = loadAppraised(ctx.db, subject, today);
  if (found.appraised.member !== ctx.person.id) throw new Refusal('not_allowed', '自评由本人填写。');
  if (found.round.publishedAt !== null) throw new Refusal('conflict', '这次评议已经结束，不能再改。');
  if (isOver(found.round, 'self', today)) {
    throw new Refusal('conflict', '自评已经截止，需要补交请联系支部书记。');
  }
  return found;
}
