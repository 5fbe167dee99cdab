import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Ticked } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { decide, decisionOf } from '../../decision.ts';
import { OfSubject, Reason } from '../../inputs.ts';
import { loadRound, type Round } from '../../round.ts';
import { loadSubject, nameOf } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { totalWord } from '../../words.ts';
import { ratedOf } from '../read.ts';
import { branchCard, decidedWord } from '../show/branch.ts';
import { RED_FLAG } from '../template.ts';
import { tell } from '../told.ts';

/** What points come to is a proposal; stars are given and changed by people. */
export const starDecideCommands = [
  define({
    name: 'star.decideForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: (ctx, { subject }) => roundOf(ctx, subject).unit,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      const round = loadRound(ctx.db, subject.round, 'starRating');
      const now = decisionOf(ctx.db, subject.id);
      const rated = ratedOf(ctx.db, round, subject);
      const value = now ? (now.level ?? NONE) : (rated?.proposal.level?.id ?? NONE);
      const levels = round.template.levels.map(({ id, name }) => ({ value: id, label: name }));
      const form = formCard(
        `${round.publishedAt === null ? '定星' : '调整星级'}：${nameOf(ctx.db, round, subject)}`,
        `得分 ${totalWord(rated?.proposal.total ?? null)}。公布以后的调整要写明原因，并告诉支部书记。`,
        [
          {
            name: 'level',
            label: '星级',
            kind: 'select',
            required: true,
            value,
            options: [...levels, { value: NONE, label: '不定星级' }],
          },
          {
            name: 'flag',
            label: '红旗党支部（一般从最高星级中产生）',
            kind: 'checkbox',
            required: false,
            value: now?.honours.includes(RED_FLAG) ?? false,
          },
          { name: 'reason', label: '原因', kind: 'text', required: round.publishedAt !== null },
        ],
        press('确定', 'star.decide', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'star.decide',
    words: [],
    who: 'administer',
    input: OfSubject.extend({
      level: z.string('请选择星级。').max(40),
      flag: Ticked.default(false),
      reason: Reason,
    }),
    over: (ctx, { subject }) => roundOf(ctx, subject).unit,
    run(ctx, { subject: id, level, flag, reason }) {
      const subject = loadSubject(ctx.db, id);
      const round = loadRound(ctx.db, subject.round, 'starRating');
      const published = round.publishedAt !== null;
      if (published && !reason) throw new Refusal('invalid', '公布以后调整星级，请写明原因。');
      const chosen = level === NONE ? null : level;
      if (chosen !== null && !levelNamed(round.template, chosen))
        throw new Refusal('invalid', '请选择星级。');
      const honours = flag ? [RED_FLAG] : [];
      const changed = decide(
        ctx.db,
        round,
        { subject: id, level: chosen, honours, reason },
        ctx.person.id,
        ctx.now,
      );
      if (changed && published) tell(ctx, round, subject);
      const word = decidedWord(round.template, { level: chosen, honours, reason: '' });
      return privately(branchCard(ctx, round, subject), `${subject.name}：${word}。`);
    },
  }),
];

const NONE = 'none';

function roundOf(ctx: Ctx, subject: number): Round {
  return loadRound(ctx.db, loadSubject(ctx.db, subject).round, 'starRating');
}
