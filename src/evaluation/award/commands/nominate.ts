import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, personOptions } from '../../../people/names.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit, isMember, subtree } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { OfRound } from '../../inputs.ts';
import type { Round } from '../../round.ts';
import { addSubject, declare, loadSubject, subjectsOf } from '../../subject.ts';
import { loadAward, stepOf } from '../read.ts';
import { nominatable, nominateUntil, roundCard } from '../show.ts';
import { awardOf } from '../template.ts';

/** 推荐: a branch names one of its own members, or itself. */
export const awardNominateCommands = [
  define({
    name: 'award.nominateForm',
    words: [],
    who: 'organise',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = nominating(ctx, id);
      const today = dayOf(ctx.now);
      const branches = branchesOf(ctx, round);
      const unit: Field = {
        name: 'unit',
        label: '支部',
        kind: 'select',
        required: true,
        options: branches.map((branch) => ({ value: String(branch.id), label: branch.name })),
        ...(branches.length === 1 && branches[0] && { value: String(branches[0].id) }),
      };
      const person: Field = {
        name: 'person',
        label: '推荐谁',
        kind: 'person',
        required: true,
        options: branches.flatMap((branch) => personOptions(ctx.db, branch.id, today)),
      };
      return privately(
        formCard(
          `${round.title}：推荐`,
          '事迹写实写短，会和名字一起公示。',
          [
            unit,
            ...(awardOf(round.template).to === 'person' ? [person] : []),
            { name: 'deeds', label: '主要事迹', kind: 'longtext', required: true },
          ],
          press('提交推荐', 'award.nominate', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.nominate',
    words: [],
    who: 'organise',
    input: OfRound.extend({
      unit: IdInput,
      person: z.string().nullish(),
      deeds: neededText('请填写主要事迹。', '事迹', 500),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { round: id, unit, person: ref, deeds }) {
      const round = nominating(ctx, id);
      if (branchesOf(ctx, round).every((branch) => branch.id !== unit)) {
        throw new Refusal('not_allowed', '只能推荐本支部的。');
      }
      const person = awardOf(round.template).to === 'person' ? memberOf(ctx, unit, ref) : null;
      const known = subjectsOf(ctx.db, id).some((one) => one.unit === unit && one.person === person);
      if (known) throw new Refusal('conflict', '已经推荐过了，不用重复推荐。');
      const subject = loadSubject(ctx.db, addSubject(ctx.db, round, { unit, person }));
      declare(ctx.db, subject, { deeds }, ctx.person.id, ctx.now);
      return privately(roundCard(ctx, round), '推荐已提交。');
    },
  }),
];

function memberOf(ctx: Ctx, unit: number, ref: string | null | undefined): number {
  if (!ref) throw new Refusal('invalid', '请选择推荐谁。');
  const today = dayOf(ctx.now);
  const { id } = findByRef(ctx.db, ref, today);
  if (!isMember(ctx.db, unit, id, today)) throw new Refusal('not_allowed', '只能推荐本支部的党员。');
  return id;
}

function branchesOf(ctx: Ctx, round: Round) {
  const today = dayOf(ctx.now);
  const under = nominatable(ctx, round).flatMap((id) => findUnit(ctx.db, id) ?? []);
  const all = under.flatMap(({ lineage }) => subtree(ctx.db, lineage, today));
  return [...new Map(all.map((unit) => [unit.id, unit])).values()].filter(({ kind }) => isBranch(kind));
}

function nominating(ctx: Ctx, id: number): Round {
  const round = loadAward(ctx.db, id);
  const today = dayOf(ctx.now);
  if (stepOf(round, today) !== 'nominating' || nominateUntil(round) < today) {
    throw new Refusal('conflict', '推荐已经截止。');
  }
  return round;
}
