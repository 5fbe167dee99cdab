import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handles } from '../../../people/names.ts';
import { holdersOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { countBallots, openBallots } from '../../ballots.ts';
import { namesIn, OfRound, overRound } from '../../inputs.ts';
import { loadAward, nomineesOf, stepOf } from '../read.ts';
import { roundCard } from '../show.ts';
import { VOTES } from '../template.ts';

/** A vote on each nominee, anonymous and counted; it decides nothing by itself. */
export const awardVoteCommands = [
  define({
    name: 'award.voteForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadAward(ctx.db, id);
      const today = dayOf(ctx.now);
      const leaders = holdersOf(ctx.db, round.unit, today).map(({ person }) => person);
      const names = [...handles(ctx.db, today, leaders).values()];
      return privately(
        formCard(
          `${round.title}：发起投票`,
          '对每个推荐对象赞成、不赞成或弃权，不记名，每人一次；名单发出后不能改。',
          [
            {
              name: 'voters',
              label: '参加投票的人（姓名用顿号隔开）',
              kind: 'longtext',
              required: true,
              value: names.join('、'),
            },
          ],
          press('发出选票', 'award.vote', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.vote',
    words: [],
    who: 'administer',
    input: OfRound.extend({ voters: z.string('请填写参加投票的人。').max(5000, '名单请不超过 5000 字。') }),
    over: overRound,
    run(ctx, { round: id, voters: said }) {
      const round = loadAward(ctx.db, id);
      const today = dayOf(ctx.now);
      if (stepOf(round, today) === 'nominating') throw new Refusal('conflict', '先公示，再投票。');
      const subjects = nomineesOf(ctx.db, round, today)
        .filter(({ decision }) => decision?.level !== null)
        .map(({ id: subject, called }) => ({ id: subject, name: called }));
      if (subjects.length === 0) throw new Refusal('conflict', '没有可以投票的推荐对象。');
      const names = namesIn(said);
      const voters = names.map((name) => findByRef(ctx.db, name, today).id);
      const asked = { subjects, voters, choices: VOTES };
      openBallots(ctx.db, ctx.settings, round, asked, ctx.person.id, ctx.now);
      return privately(roundCard(ctx, round), `选票已发给 ${new Set(voters).size} 人，不记名。`);
    },
  }),

  define({
    name: 'award.count',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadAward(ctx.db, id);
      countBallots(ctx.db, ctx.settings, id, ctx.person.id, ctx.now);
      return privately(roundCard(ctx, round), '已计票。');
    },
  }),
];
