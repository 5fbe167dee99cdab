import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { dayInput, IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit, membersOf } from '../../../people/store.ts';
import { addDays, dayOf } from '../../../time.ts';
import { ballotingOf, countBallots, openBallots, remindVoters } from '../../ballots.ts';
import { decisionsOf } from '../../decision.ts';
import { OfRound, ratedYear, Year } from '../../inputs.ts';
import { cancel, openRound } from '../../round.ts';
import { appraisedIn, demandSecretary, loadOwn } from '../read.ts';
import { deskCard } from '../show.ts';
import { APPRAISAL_TEMPLATE } from '../template.ts';

const OfUnit = z.object({ unit: IdInput });

export const appraisalOpenCommands = [
  define({
    name: 'appraisal.openForm',
    words: [],
    who: 'organise',
    input: OfUnit,
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      demandSecretary(ctx, unit);
      return privately(
        formCard(
          `开始民主评议党员：${findUnit(ctx.db, unit)?.name ?? ''}`,
          '支部的正式党员和预备党员都参加，预备党员不评等次。',
          [
            { name: 'year', label: '年度', kind: 'number', required: true, value: ratedYear(today) },
            { name: 'self', label: '自评截止', kind: 'date', required: true, value: addDays(today, 14) },
          ],
          press('开始', 'appraisal.open', { unit }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'appraisal.open',
    words: [],
    who: 'organise',
    input: OfUnit.extend({
      year: Year,
      self: dayInput('请选择截止日期。'),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, year, self }) {
      const today = dayOf(ctx.now);
      demandSecretary(ctx, unit);
      if (!isBranch(findUnit(ctx.db, unit)?.kind ?? 'memberGroup')) {
        throw new Refusal('invalid', '民主评议党员由党支部开展。');
      }
      const round = openRound(
        ctx.db,
        {
          kind: 'appraisal',
          unit,
          year,
          title: `${year}年民主评议党员`,
          template: APPRAISAL_TEMPLATE,
          stages: [{ id: 'self', until: self }],
          subjects: membersOf(ctx.db, unit, today).map(({ person }) => ({ unit, person })),
        },
        ctx.person.id,
        ctx.now,
      );
      return privately(deskCard(ctx, round), '已开始，党员说“民主评议”就能写自评，截止前会提醒没写的。');
    },
  }),

  define({
    name: 'appraisal.cancel',
    words: [],
    who: 'anyone',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = loadOwn(ctx, id);
      if (ballotingOf(ctx.db, id).state !== 'none' || decisionsOf(ctx.db, id).size > 0) {
        throw new Refusal('conflict', '已经互评或定过等次，不能再取消。');
      }
      cancel(ctx.db, round, ctx.person.id, ctx.now);
      const said = card(`${round.title}已取消`, [text('需要时可以重新开始。')]);
      return privately(said, '已取消。');
    },
  }),

  define({
    name: 'appraisal.poll',
    words: [],
    who: 'anyone',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = loadOwn(ctx, id);
      const all = appraisedIn(ctx.db, round, dayOf(ctx.now));
      const subjects = all.flatMap(({ id: subject, called, graded }) =>
        graded ? [{ id: subject, name: called }] : [],
      );
      const voters = all.map(({ member }) => member);
      openBallots(ctx.db, ctx.settings, round, { subjects, voters }, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), `互评表已发给 ${voters.length} 位党员，不记名。`);
    },
  }),

  define({
    name: 'appraisal.remind',
    words: [],
    who: 'anyone',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = loadOwn(ctx, id);
      const reminded = remindVoters(ctx.db, round.id, dayOf(ctx.now), ctx.now);
      if (reminded === 0) throw new Refusal('conflict', '都互评过了，或者今天已经提醒过。');
      return success('已提醒还没互评的同志。');
    },
  }),

  define({
    name: 'appraisal.count',
    words: [],
    who: 'anyone',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = loadOwn(ctx, id);
      countBallots(ctx.db, ctx.settings, id, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), '已统计，逐个查看能看到各人的票数。');
    },
  }),
];
