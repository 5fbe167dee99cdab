import { z } from 'zod';
import { card, facts, press } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { pageCard } from '../../../../cards/evaluation/list.ts';
import { formCard } from '../../../../cards/form.ts';
import { nextAllowed } from '../../../calendar.ts';
import { type Ctx, privately, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addressOf } from '../../../people/store.ts';
import { dayOf, sayDay } from '../../../time.ts';
import { ballotingOf } from '../../ballots.ts';
import { decide } from '../../decision.ts';
import { OfRound, OfSubject, overRound, overSubject, Reason } from '../../inputs.ts';
import { findRound, publish, type Round } from '../../round.ts';
import { foundIn } from '../../subject.ts';
import { loadAward, loadNominee, type Nominee, nomineesOf, publicUntil, stepOf } from '../read.ts';
import { overWord, roundCard } from '../show.ts';
import { awardOf } from '../template.ts';

/** Who has the award people decide; it is given when what was made public has run its time. */
export const awardDecideCommands = [
  define({
    name: 'award.list',
    words: [],
    who: 'administer',
    input: OfRound.extend({ from: FromInput }),
    over: overRound,
    run(ctx, { round: id, from }) {
      const round = loadAward(ctx.db, id);
      const all = nomineesOf(ctx.db, round, dayOf(ctx.now));
      const choices = all.map(({ id: subject, called }) => press(called, 'award.decideForm', { subject }));
      const next = { command: 'award.list', input: { round: id } };
      return privately(pageCard(`${round.title}：${all.length} 个`, choices, from, next));
    },
  }),

  define({
    name: 'award.decideForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: overSubject,
    run(ctx, { subject }) {
      const { round, nominee } = deciding(ctx, subject);
      const value = nominee.decision && (nominee.decision.level === null ? 'no' : 'yes');
      return privately(
        formCard(
          nominee.called,
          nominee.deeds,
          [
            {
              name: 'chosen',
              label: awardOf(round.template).name,
              kind: 'select',
              required: true,
              options: [
                { value: 'yes', label: '入选' },
                { value: 'no', label: '不入选' },
              ],
              ...(value && { value }),
            },
            {
              name: 'reason',
              label: '说明',
              kind: 'text',
              required: false,
              value: nominee.decision?.reason ?? '',
            },
          ],
          press('确定', 'award.decide', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'award.decide',
    words: [],
    who: 'administer',
    input: OfSubject.extend({ chosen: z.enum(['yes', 'no'], '请选择。'), reason: Reason }),
    over: overSubject,
    run(ctx, { subject, chosen, reason }) {
      const { round } = deciding(ctx, subject);
      if (chosen === 'yes' && stepOf(round, dayOf(ctx.now)) === 'nominating') {
        throw new Refusal('conflict', '先公示，再确定入选。');
      }
      const level = chosen === 'yes' ? awardOf(round.template).id : null;
      decide(ctx.db, round, { subject, level, honours: [], reason }, ctx.person.id, ctx.now);
      return privately(roundCard(ctx, round), '已保存，公布以后才告诉本人和支部。');
    },
  }),

  define({
    name: 'award.publish',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadAward(ctx.db, id);
      const today = dayOf(ctx.now);
      const step = stepOf(round, today);
      if (step === 'nominating') throw new Refusal('conflict', '先公示，再公布结果。');
      if (step === 'publicity') {
        throw new Refusal('conflict', `公示到${sayDay(publicUntil(round))}，期满再公布。`);
      }
      if (ballotingOf(ctx.db, id).state === 'open') throw new Refusal('conflict', '投票还没有结束，先计票。');
      const all = nomineesOf(ctx.db, round, today);
      const waiting = all.filter(({ decision }) => !decision).length;
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 个没有确定，定好再公布。`);
      const over = overWord(round, all);
      if (over !== '') throw new Refusal('conflict', over);
      publish(ctx.db, round, ctx.person.id, ctx.now);
      const chosen = all.filter(({ decision }) => decision?.level !== null);
      for (const nominee of chosen) tell(ctx, round, nominee);
      return privately(roundCard(ctx, loadAward(ctx.db, id)), `已公布，入选 ${chosen.length} 个。`);
    },
  }),
];

export const awardViews: Record<string, View> = {
  'award.result'({ db, now }, input) {
    const found = foundIn(db, OfSubject.parse(input).subject);
    const round = found && findRound(db, found.round.id);
    const nominee = round && nomineesOf(db, round, dayOf(now)).find(({ id }) => id === found.subject.id);
    if (!nominee || nominee.decision?.level == null) return goneCard();
    return card(`${round.title}：入选`, [facts({ 入选: nominee.called, 主要事迹: nominee.deeds })], {
      tone: 'success',
    });
  },
};

/** Whoever was chosen, or a branch's secretary. */
function tell(ctx: Ctx, round: Round, { id: subject, unit, person }: Nominee): void {
  const holder = person ?? secretaryOf(ctx.db, unit, dayOf(ctx.now))?.person;
  const to = holder === undefined ? undefined : addressOf(ctx.db, holder);
  if (holder === undefined || !to) return;
  post(ctx.db, ctx.now, {
    key: `award:${round.id}:${subject}`,
    to,
    person: holder,
    content: { view: 'award.result', input: { subject } },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

function deciding(ctx: Ctx, subject: number): { round: Round; nominee: Nominee } {
  const found = loadNominee(ctx.db, subject, ctx.now);
  if (found.round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
  return found;
}
