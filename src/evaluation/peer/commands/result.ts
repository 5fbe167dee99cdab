import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { nextAllowed } from '../../../calendar.ts';
import { privately, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { handleOf } from '../../../people/names.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { loadUnit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { decisionOf, decisionsOf } from '../../decision.ts';
import { OfRound, OfSubject, overRound } from '../../inputs.ts';
import { loadRound, publish } from '../../round.ts';
import { foundIn, nameOf } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { totalWord } from '../../words.ts';
import { readReport } from '../read.ts';
import { deskCard } from '../show/desk.ts';
import { behind, open, results } from '../show/results.ts';

/** How a round came out, a level at a time, until it is published. */
export const peerResultCommands = [
  define({
    name: 'peer.results',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => results(ctx, loadRound(ctx.db, round, 'peerVisit')),
  }),

  define({
    name: 'peer.list',
    words: [],
    who: 'administer',
    input: OfRound.extend({ level: z.string().max(40), from: FromInput }),
    over: overRound,
    run(ctx, { round: id, level, from }) {
      const round = loadRound(ctx.db, id, 'peerVisit');
      const listed = readReport(ctx.db, round).seen.filter((one) => one.level === level);
      const rest = Math.max(0, listed.length - from - PAGE);
      const name = levelNamed(round.template, level)?.name ?? '';
      return privately(
        card(
          `${name}支部（${listed.length} 个）`,
          [
            {
              type: 'facts',
              facts: listed.slice(from, from + PAGE).map(({ subject, proposal }) => ({
                label: nameOf(ctx.db, round, subject),
                value: `${totalWord(proposal.total)}${subject.contact === null ? '' : `，联系领导${handleOf(ctx.db, dayOf(ctx.now), subject.contact)}`}`,
              })),
            },
          ],
          {
            tone: 'info',
            actions: [
              ...listed
                .slice(from, from + PAGE)
                .map(({ subject }) =>
                  press(nameOf(ctx.db, round, subject), 'peer.subject', { subject: subject.id }),
                ),
              ...(rest > 0 ? [press('下一页', 'peer.list', { round: id, level, from: from + PAGE })] : []),
            ],
          },
        ),
      );
    },
  }),

  define({
    name: 'peer.publish',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const { seen } = readReport(ctx.db, round);
      const decided = decisionsOf(ctx.db, id);
      const waiting = seen.filter(({ subject }) => !decided.has(subject.id)).length;
      if (seen.length === 0) throw new Refusal('conflict', '还没有评分表，先观摩再公布。');
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 个支部没有评定，评定好再公布。`);
      const alone = behind(round, seen).filter(({ subject }) => subject.contact === null).length;
      if (alone > 0) throw new Refusal('conflict', `还有 ${alone} 个后进支部没有联系领导，明确好再公布。`);
      publish(ctx.db, round, ctx.person.id, ctx.now);
      for (const { subject } of seen) {
        const secretary = secretaryOf(ctx.db, subject.unit, dayOf(ctx.now));
        if (!secretary) continue;
        post(ctx.db, ctx.now, {
          key: `peer:${id}:result:${subject.id}`,
          ...secretary,
          content: { view: 'peer.result', input: { subject: subject.id } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return privately(
        deskCard(ctx, loadRound(ctx.db, id, 'peerVisit'), loadUnit(ctx.db, round.unit)),
        `已公布 ${seen.length} 个支部的结果，并告诉各支部书记。`,
      );
    },
  }),
];

const PAGE = 10;

export const peerResultViews: Record<string, View> = {
  'peer.result'({ db, now }, input) {
    const found = foundIn(db, OfSubject.parse(input).subject);
    if (!found) return goneCard();
    const { round, subject } = found;
    const level = levelNamed(round.template, decisionOf(db, subject.id)?.level ?? null)?.name ?? '';
    const leader = subject.contact === null ? '' : `联系领导：${handleOf(db, dayOf(now), subject.contact)}。`;
    return card(
      `${round.title}：${subject.name}`,
      [text(`评定为${level}。${leader}`), text('平均分、亮点和问题，说“观摩”查看；要整改的，说“整改”查看。')],
      { tone: 'info' },
    );
  },
};
