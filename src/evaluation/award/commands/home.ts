import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch, unitsUnder } from '../../../people/permit.ts';
import { findUnit, postsOf, unitsOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { ballotOf } from '../../commands/poll.ts';
import { OfRound } from '../../inputs.ts';
import { type Round, roundsOver } from '../../round.ts';
import { loadAward } from '../read.ts';
import { roundCard } from '../show.ts';

const MOST = 8;

/** 评选: what goes on over the units that somebody belongs to, the newest first. */
export const awardHomeCommands = [
  define({
    name: 'award.home',
    words: ['评选'],
    help: '评选：推荐、公示、投票和结果',
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      const found = roundsFor(ctx);
      const opens = opening(ctx).map(({ id, name }) =>
        press(`开始评选：${name}`, 'award.openForm', { unit: id }, 'primary'),
      );
      const [only] = found;
      if (only && found.length === 1) {
        const shown = roundCard(ctx, only);
        return privately({ ...shown, actions: [...shown.actions, ...opens] });
      }
      if (!only) {
        const intro = '党员标兵、党务工作者标兵、标杆党支部：支部推荐，公示，投票，集体研究确定。';
        return privately(card('还没有评选', [text(intro)], { tone: 'info', actions: opens }));
      }
      const choices = found.map(({ id, title }) => press(title, 'award.show', { round: id }));
      return privately(
        card('评选', [text('点名称查看和处理。')], { tone: 'info', actions: [...choices, ...opens] }),
      );
    },
  }),

  define({
    name: 'award.show',
    words: [],
    who: 'anyone',
    input: OfRound.extend({ from: FromInput }),
    run(ctx, { round: id, from }) {
      const round = loadAward(ctx.db, id);
      if (roundsFor(ctx).every((one) => one.id !== id)) {
        throw new Refusal('not_allowed', '这是其他组织的评选，只能查看自己所在组织的。');
      }
      return privately(roundCard(ctx, round, from));
    },
  }),

  define({
    name: 'award.ballot',
    words: [],
    who: 'anyone',
    input: z.object({}),
    run: (ctx) => ballotOf(ctx, 'award'),
  }),
];

function roundsFor(ctx: Ctx): Round[] {
  const today = dayOf(ctx.now);
  const units = [
    ...unitsOf(ctx.db, ctx.person.id, today),
    ...postsOf(ctx.db, ctx.person.id, today).map(({ unit }) => unit),
  ];
  const found = units.flatMap((unit) => roundsOver(ctx.db, unit, 'award'));
  return [...new Map(found.map((round) => [round.id, round])).values()]
    .toSorted((a, b) => b.year - a.year || b.id - a.id)
    .slice(0, MOST);
}

function opening(ctx: Ctx) {
  return unitsUnder(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now)).flatMap(({ id }) => {
    const unit = findUnit(ctx.db, id);
    return unit && !isBranch(unit.kind) ? [unit] : [];
  });
}
