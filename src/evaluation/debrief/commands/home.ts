import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { pageCard } from '../../../../cards/evaluation/list.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput, IdInput } from '../../../chat/inputs.ts';
import { isBranch, may, unitsUnder } from '../../../people/permit.ts';
import { findUnit, type Unit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { ballotOf } from '../../commands/poll.ts';
import { OfSubject, overRound } from '../../inputs.ts';
import { ballotsOf, partsOf } from '../../part.ts';
import { loadRound, roundsOf } from '../../round.ts';
import { nameOf } from '../../subject.ts';
import { speakersOf } from '../read.ts';
import { demandSeen, deskCard, loadSpeaker, speakerCard } from '../show.ts';

/** 述职评议: to a committee its round, to a speaker their own part, to those present the ballot. */
export const debriefHomeCommands = [
  define({
    name: 'debrief.home',
    words: ['述职评议', '述职'],
    help: '述职评议：交报告、点评、测评和结果',
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      const committees = unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now)).flatMap(({ id }) => {
        const unit = findUnit(ctx.db, id);
        return unit && !isBranch(unit.kind) && unit.kind !== 'memberGroup' ? [unit] : [];
      });
      const [own] = partsOf(ctx.db, ctx.person.id, 'debrief');
      for (const unit of committees) {
        const [round] = roundsOf(ctx.db, unit.id, 'debrief');
        if (!round) continue;
        const desk = deskCard(ctx, round);
        const mine = own ? [press('我的述职', 'debrief.subject', { subject: own.subject })] : [];
        return privately({ ...desk, actions: [...desk.actions, ...mine] });
      }
      if (own) return subjectCard(ctx, own.subject);
      if (ballotsOf(ctx.db, ctx.person.id, 'debrief').length > 0) return ballotOf(ctx, 'debrief');
      return privately(nothing(ctx, committees));
    },
  }),

  define({
    name: 'debrief.subject',
    words: [],
    who: 'anyone',
    input: OfSubject,
    run: (ctx, { subject }) => subjectCard(ctx, subject),
  }),

  define({
    name: 'debrief.ballot',
    words: [],
    who: 'anyone',
    input: z.object({}),
    run: (ctx) => ballotOf(ctx, 'debrief'),
  }),

  define({
    name: 'debrief.list',
    words: [],
    who: 'oversee',
    input: z.object({ round: IdInput, from: FromInput }),
    over: overRound,
    run(ctx, { round: id, from }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const speakers = speakersOf(ctx.db, round, dayOf(ctx.now));
      const choices = speakers.map(({ id: subject, called, ...one }) =>
        press(`${called}（${nameOf(ctx.db, round, one)}）`, 'debrief.subject', { subject }),
      );
      const next = { command: 'debrief.list', input: { round: id } };
      return privately(pageCard(`${round.title}：${speakers.length} 人`, choices, from, next));
    },
  }),
];

function subjectCard(ctx: Ctx, subject: number): Reply {
  const { round, speaker } = loadSpeaker(ctx, subject);
  demandSeen(ctx, round, speaker);
  return privately(speakerCard(ctx, round, speaker));
}

function nothing(ctx: Ctx, committees: readonly Unit[]) {
  const today = dayOf(ctx.now);
  const open = committees.find(({ id }) => may(ctx.db, ctx.person.id, 'administer', id, today));
  const intro = open
    ? '每年一轮：书记交述职报告，依次述职，领导点评，到会人员不记名测评，集体研究定等次，问题列清单跟到底。'
    : '上级党组织开始以后，述职的书记在这里交报告，到会人员在这里测评。';
  return card('没有您的述职评议', [text(intro)], {
    tone: 'info',
    actions: open ? [press('开始述职评议', 'debrief.openForm', { unit: open.id }, 'primary')] : [],
  });
}
