import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf } from '../../../time.ts';
import { OfSubject } from '../../inputs.ts';
import { isOver, loadRound, type Round } from '../../round.ts';
import { declare, loadSubject, type Named, nameOf } from '../../subject.ts';
import { type Declared, HOW_WORDS } from '../read.ts';
import { branchCard, isDecided, levelBefore } from '../show/branch.ts';

/** 申报: to keep the stars of before, or to rise. Which of the two it is follows from the stars that are wanted. */
export const starDeclareCommands = [
  define({
    name: 'star.declareForm',
    words: [],
    who: 'organise',
    input: OfSubject,
    over: (ctx, { subject }) => loadSubject(ctx.db, subject).unit,
    run(ctx, input) {
      const { round, subject } = open(ctx, input.subject);
      const before = levelBefore(ctx, round, subject);
      const options = round.template.levels.map(({ id, name }) => ({ value: id, label: name }));
      const form = formCard(
        `${round.title}申报：${nameOf(ctx.db, round, subject)}`,
        before ? `上次评定为${before}。` : '此前没有评定记录，按首次申报。',
        [{ name: 'level', label: '目标星级', kind: 'select', required: true, options }],
        press('提交申报', 'star.declare', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'star.declare',
    words: [],
    who: 'organise',
    input: OfSubject.extend({ level: z.string('请选择目标星级。').max(40) }),
    over: (ctx, { subject }) => loadSubject(ctx.db, subject).unit,
    run(ctx, { subject: id, level }) {
      const { round, subject } = open(ctx, id);
      const declared: Declared = { how: howOf(ctx, round, subject, level), level };
      declare(ctx.db, subject, declared, ctx.person.id, ctx.now);
      const name = round.template.levels.find((one) => one.id === level)?.name ?? '';
      return privately(
        branchCard(ctx, round, loadSubject(ctx.db, id)),
        `申报已提交：${HOW_WORDS[declared.how]}${name}。`,
      );
    },
  }),
];

function open(ctx: Ctx, id: number): { round: Round; subject: Named } {
  const subject = loadSubject(ctx.db, id);
  const round = loadRound(ctx.db, subject.round, 'starRating');
  if (round.publishedAt !== null || isDecided(ctx, subject)) {
    throw new Refusal('conflict', '这一轮已经定星，不能再申报。');
  }
  if (isOver(round, 'declare', dayOf(ctx.now))) {
    throw new Refusal('conflict', '申报已经截止，确需补报的请联系上级党组织。');
  }
  return { round, subject };
}

function howOf(ctx: Ctx, round: Round, subject: Named, level: string): Declared['how'] {
  const { levels } = round.template;
  const wanted = levels.findIndex(({ id }) => id === level);
  if (wanted < 0) throw new Refusal('invalid', '请选择目标星级。');
  const before = levels.findIndex(({ name }) => name === levelBefore(ctx, round, subject));
  if (before < 0) return 'first';
  if (wanted > before) {
    throw new Refusal('invalid', `上次评定为${levels[before]?.name}，可以申报保持或晋升，不能申报降星。`);
  }
  return wanted === before ? 'keep' : 'rise';
}
