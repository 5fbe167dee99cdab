import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handles } from '../../../people/names.ts';
import { holdersOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { countBallots, openBallots, remindVoters } from '../../ballots.ts';
import { namesIn, OfRound, overRound } from '../../inputs.ts';
import { loadRound } from '../../round.ts';
import { nameOf } from '../../subject.ts';
import { speakersOf } from '../read.ts';
import { deskCard } from '../show.ts';

/** 测评 by those present, anonymously; who they are the committee says. */
export const debriefScoreCommands = [
  define({
    name: 'debrief.pollForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const today = dayOf(ctx.now);
      const leaders = holdersOf(ctx.db, round.unit, today)
        .filter(({ post }) => post !== 'administrator')
        .map(({ person }) => person);
      const present = [...leaders, ...speakersOf(ctx.db, round, today).map(({ speaker }) => speaker)];
      const names = handles(ctx.db, today, present);
      return privately(
        formCard(
          `${round.title}：发起测评`,
          '到会的每人一份，不记名、每人一次。名单发出后不能改，请先删去没到会的、补上其他到会的。',
          [
            {
              name: 'present',
              label: '到会人员（姓名用顿号隔开）',
              kind: 'longtext',
              required: true,
              value: [...new Set(present)].map((person) => names.get(person) ?? '').join('、'),
            },
          ],
          press('发出测评表', 'debrief.poll', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.poll',
    words: [],
    who: 'administer',
    input: OfRound.extend({ present: z.string('请填写到会人员。').max(5000, '名单请不超过 5000 字。') }),
    over: overRound,
    run(ctx, { round: id, present }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const today = dayOf(ctx.now);
      const names = namesIn(present);
      const voters = names.map((name) => findByRef(ctx.db, name, today).id);
      const subjects = speakersOf(ctx.db, round, today).map(({ id: subject, called, ...one }) => ({
        id: subject,
        name: `${called}（${nameOf(ctx.db, round, one)}）`,
      }));
      openBallots(ctx.db, ctx.settings, round, { subjects, voters }, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), `测评表已发给 ${new Set(voters).size} 人，不记名。`);
    },
  }),

  define({
    name: 'debrief.remind',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const reminded = remindVoters(ctx.db, id, dayOf(ctx.now), ctx.now);
      if (reminded === 0) throw new Refusal('conflict', '都测评过了，或者今天已经提醒过。');
      return success('已提醒还没测评的同志。');
    },
  }),

  define({
    name: 'debrief.count',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadRound(ctx.db, id, 'debrief');
      countBallots(ctx.db, ctx.settings, id, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), '已统计，逐个查看能看到各人的票数。');
    },
  }),
];
