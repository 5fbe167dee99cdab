import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { pageCard } from '../../../../cards/evaluation/list.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput, IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch, unitsUnder } from '../../../people/permit.ts';
import { findUnit, postsOf, type Unit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { ballotOf } from '../../commands/poll.ts';
import { OfRound, OfSubject } from '../../inputs.ts';
import { partsOf } from '../../part.ts';
import { roundsOf } from '../../round.ts';
import { overviewCard } from '../overview.ts';
import { appraisedIn, demandSecretary, isSecretary, loadAppraised, loadOwn } from '../read.ts';
import { deskCard, memberCard } from '../show.ts';

/** 民主评议党员: to the secretary the branch's round, to a member their own part, to those above numbers and nothing else. */
export const appraisalHomeCommands = [
  define({
    name: 'appraisal.home',
    words: ['民主评议党员', '民主评议'],
    help: '民主评议党员：自评、互评和自己的结果',
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      const today = dayOf(ctx.now);
      const own = postsOf(ctx.db, ctx.person.id, today)
        .map(({ unit }) => unit)
        .filter(({ id, kind }) => isBranch(kind) && isSecretary(ctx.db, id, ctx.person.id, today));
      for (const { id } of own) {
        const [round] = roundsOf(ctx.db, id, 'appraisal');
        if (round) return privately(deskCard(ctx, round));
      }
      const committee = committeeOf(ctx);
      const [part] = partsOf(ctx.db, ctx.person.id, 'appraisal');
      if (part && own.length === 0) return member(ctx, part.subject, committee);
      const [branch] = own;
      if (!branch && committee) return privately(overviewCard(ctx, committee));
      const intro = branch
        ? '每年一次：党员自评，互评不记名，支部研究定等次，结果只告诉本人。评议会照常安排，开过自动计入年度任务。'
        : '支部书记开始以后，在这里写自评、看自己的结果。';
      return privately(
        card('还没有开始民主评议党员', [text(intro)], {
          tone: 'info',
          actions: branch
            ? [press('开始民主评议', 'appraisal.openForm', { unit: branch.id }, 'primary')]
            : [],
        }),
      );
    },
  }),

  define({
    name: 'appraisal.overview',
    words: [],
    who: 'oversee',
    input: z.object({ unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const committee = findUnit(ctx.db, unit);
      if (!committee || isBranch(committee.kind)) throw new Refusal('not_found', '没有找到这个党委。');
      return privately(overviewCard(ctx, committee));
    },
  }),

  define({
    name: 'appraisal.subject',
    words: [],
    who: 'anyone',
    input: OfSubject,
    run: (ctx, { subject }) => member(ctx, subject),
  }),

  define({
    name: 'appraisal.ballot',
    words: [],
    who: 'anyone',
    input: z.object({}),
    run: (ctx) => ballotOf(ctx, 'appraisal'),
  }),

  define({
    name: 'appraisal.list',
    words: [],
    who: 'anyone',
    input: OfRound.extend({ from: FromInput }),
    run(ctx, { round: id, from }) {
      const round = loadOwn(ctx, id);
      const all = appraisedIn(ctx.db, round, dayOf(ctx.now));
      const choices = all.map(({ id: subject, called }) => press(called, 'appraisal.subject', { subject }));
      const next = { command: 'appraisal.list', input: { round: id } };
      return privately(pageCard(`${round.title}：${all.length} 人`, choices, from, next));
    },
  }),
];

/** Whoever oversees a committee, too, comes to its branches' numbers from here. */
function member(ctx: Ctx, subject: number, committee?: Unit): Reply {
  const today = dayOf(ctx.now);
  const { round, appraised } = loadAppraised(ctx.db, subject, today);
  if (appraised.member !== ctx.person.id) demandSecretary(ctx, round.unit);
  const shown = memberCard(ctx, round, appraised);
  if (!committee) return privately(shown);
  const more = press('各支部开展情况', 'appraisal.overview', { unit: committee.id });
  return privately({ ...shown, actions: [...shown.actions, more] });
}

function committeeOf(ctx: Ctx): Unit | undefined {
  return unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now))
    .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
    .find(({ kind }) => !isBranch(kind) && kind !== 'memberGroup');
}
