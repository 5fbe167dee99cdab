import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { appraisalMemberCard } from '../../../../cards/evaluation/appraisal.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { formCard } from '../../../../cards/form.ts';
import { nextAllowed } from '../../../calendar.ts';
import { type Ctx, privately, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { addressOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { ballotingOf, countsFor, countsWord } from '../../ballots.ts';
import { decide, decisionOf, decisionsOf } from '../../decision.ts';
import { OfRound, OfSubject, Reason } from '../../inputs.ts';
import { pollsOf } from '../../part.ts';
import { publish } from '../../round.ts';
import { foundIn } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import {
  type Appraised,
  appraisedIn,
  demandSecretary,
  loadAppraisal,
  loadAppraised,
  loadOwn,
} from '../read.ts';
import { deskCard, resultFacts } from '../show.ts';

/** The branch decides, its secretary writes it down, and each member is told their own. */
export const appraisalDecideCommands = [
  define({
    name: 'appraisal.decideForm',
    words: [],
    who: 'anyone',
    input: OfSubject,
    run(ctx, { subject }) {
      const { round, appraised } = deciding(ctx, subject);
      const now = decisionOf(ctx.db, subject);
      const polls = pollsOf(ctx.db, round.id).filter(({ countedAt }) => countedAt !== null);
      const peers = polls.length > 0 ? `互评：${countsWord(round, countsFor(polls, subject))}。` : '';
      return privately(
        formCard(
          `定等次：${appraised.called}`,
          `${peers}由支部研究确定，告知本人前可以改。`,
          [
            {
              name: 'level',
              label: '等次',
              kind: 'select',
              required: true,
              options: round.template.levels.map(({ id, name }) => ({ value: id, label: name })),
              ...(now?.level && { value: now.level }),
            },
            { name: 'reason', label: '评议意见', kind: 'text', required: false, value: now?.reason ?? '' },
          ],
          press('确定', 'appraisal.decide', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'appraisal.decide',
    words: [],
    who: 'anyone',
    input: OfSubject.extend({ level: z.string('请选择等次。').max(40), reason: Reason }),
    run(ctx, { subject, level, reason }) {
      const { round, appraised } = deciding(ctx, subject);
      if (!levelNamed(round.template, level)) throw new Refusal('invalid', '请选择等次。');
      decide(ctx.db, round, { subject, level, honours: [], reason }, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), `${appraised.called}的等次已保存，还没有告知本人。`);
    },
  }),

  define({
    name: 'appraisal.publish',
    words: [],
    who: 'anyone',
    input: OfRound,
    run(ctx, { round: id }) {
      const round = loadOwn(ctx, id);
      const all = appraisedIn(ctx.db, round, dayOf(ctx.now));
      const decided = decisionsOf(ctx.db, id);
      const waiting = all.filter((one) => one.graded && !decided.has(one.id)).length;
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 位没有定等次，定好再告知。`);
      if (ballotingOf(ctx.db, id).state === 'open') {
        throw new Refusal('conflict', '互评还在进行，先结束并统计，再告知。');
      }
      publish(ctx.db, round, ctx.person.id, ctx.now);
      const told = all.filter((one) => tell(ctx, one)).length;
      return privately(deskCard(ctx, loadAppraisal(ctx.db, id)), `${told} 位党员各自收到自己的结果。`);
    },
  }),
];

export const appraisalViews: Record<string, View> = {
  'appraisal.result'({ db, now, reader }, input) {
    const { subject } = OfSubject.parse(input);
    const round = foundIn(db, subject)?.round;
    if (!round || reader === null) return goneCard();
    const own = appraisedIn(db, round, dayOf(now)).find(({ id }) => id === subject);
    if (own?.member !== reader) return goneCard();
    return appraisalMemberCard({
      title: round.title,
      who: own.called,
      facts: resultFacts(db, round, own),
      self: '',
      actions: [press('我的评议', 'appraisal.subject', { subject })],
    });
  },
};

function deciding(ctx: Ctx, subject: number) {
  const today = dayOf(ctx.now);
  const found = loadAppraised(ctx.db, subject, today);
  demandSecretary(ctx, found.round.unit);
  if (!found.appraised.graded) throw new Refusal('invalid', '预备党员参加评议，不评等次。');
  if (found.round.publishedAt !== null) throw new Refusal('conflict', '结果已经告知本人，不能再改。');
  return found;
}

/** → whether they can be written to */
function tell(ctx: Ctx, { id: subject, member }: Appraised): boolean {
  const to = addressOf(ctx.db, member);
  if (!to) return false;
  return post(ctx.db, ctx.now, {
    key: `appraisal:${subject}`,
    to,
    person: member,
    content: { view: 'appraisal.result', input: { subject } },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}
