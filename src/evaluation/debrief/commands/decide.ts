import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { debriefResultCard } from '../../../../cards/evaluation/debrief.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { formCard } from '../../../../cards/form.ts';
import { nextAllowed } from '../../../calendar.ts';
import { privately, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { addressOf } from '../../../people/store.ts';
import { addDays, dayOf } from '../../../time.ts';
import { ballotingOf } from '../../ballots.ts';
import { decide, decisionOf, decisionsOf } from '../../decision.ts';
import { Deadline, OfRound, OfSubject, overRound, overSubject, Reason } from '../../inputs.ts';
import { raiseAll } from '../../issue.ts';
import { loadRound, publish } from '../../round.ts';
import { foundIn } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { commentsIn, speakersOf } from '../read.ts';
import { deskCard, loadSpeaker, resultFacts, speakerCard } from '../show.ts';

const NONE = 'none';

/** What is counted is for reference: levels are given, and problems put on the list, by people. */
export const debriefDecideCommands = [
  define({
    name: 'debrief.decideForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: overSubject,
    run(ctx, { subject }) {
      const { round, speaker } = loadSpeaker(ctx, subject);
      const now = decisionOf(ctx.db, subject);
      const counted = resultFacts(ctx, round, speaker).map(({ label, value }) => `${label}：${value}`);
      const levels = round.template.levels.map(({ id, name }) => ({ value: id, label: name }));
      return privately(
        formCard(
          `定等次：${speaker.called}`,
          [...counted, '测评只作参考，由集体研究确定；公布以后才告诉本人。'].join('\n'),
          [
            {
              name: 'level',
              label: '等次',
              kind: 'select',
              required: true,
              ...(now && { value: now.level ?? NONE }),
              options: [...levels, { value: NONE, label: '不定等次' }],
            },
            { name: 'reason', label: '说明', kind: 'text', required: false, value: now?.reason ?? '' },
          ],
          press('确定', 'debrief.decide', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.decide',
    words: [],
    who: 'administer',
    input: OfSubject.extend({ level: z.string('请选择等次。').max(40), reason: Reason }),
    over: overSubject,
    run(ctx, { subject, level, reason }) {
      const { round, speaker } = loadSpeaker(ctx, subject);
      if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
      if (speaker.speaker === ctx.person.id) throw new Refusal('not_allowed', '不能给自己定等次。');
      if (level !== NONE && !levelNamed(round.template, level)) throw new Refusal('invalid', '请选择等次。');
      const decided = { subject, level: level === NONE ? null : level, honours: [], reason };
      decide(ctx.db, round, decided, ctx.person.id, ctx.now);
      return privately(speakerCard(ctx, round, speaker), '等次已保存，公布前不告诉本人。');
    },
  }),

  define({
    name: 'debrief.raiseForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const problems = commentsIn(ctx.db, round).filter(({ note }) => note.kind === 'issue').length;
      return privately(
        formCard(
          `${round.title}：问题清单`,
          `点评提出的不足共 ${problems} 条，逐条列入清单，责任人为述职人，到期前会提醒；已列入的不重复。`,
          [
            {
              name: 'deadline',
              label: '整改期限',
              kind: 'date',
              required: true,
              value: addDays(dayOf(ctx.now), 90),
            },
          ],
          press('列入清单', 'debrief.raise', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.raise',
    words: [],
    who: 'administer',
    input: OfRound.extend({ deadline: Deadline }),
    over: overRound,
    run(ctx, { round: id, deadline }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const speakers = new Map(speakersOf(ctx.db, round, dayOf(ctx.now)).map((one) => [one.id, one]));
      const all = commentsIn(ctx.db, round).flatMap(({ subject, note }) => {
        const speaker = speakers.get(subject);
        if (note.kind !== 'issue' || !speaker) return [];
        const { unit, speaker: owner } = speaker;
        return [{ round: id, subject, unit, theme: '', problem: note.text, measure: '', owner, deadline }];
      });
      const listed = raiseAll(ctx.db, id, all, ctx.person.id, ctx.now);
      return privately(deskCard(ctx, round), `问题清单共 ${listed.length} 条，由述职人补充措施。`);
    },
  }),

  define({
    name: 'debrief.publish',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const speakers = speakersOf(ctx.db, round, dayOf(ctx.now));
      const decided = decisionsOf(ctx.db, id);
      const waiting = speakers.filter((speaker) => !decided.has(speaker.id)).length;
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 位没有定等次，定好再公布。`);
      if (ballotingOf(ctx.db, id).state === 'open') {
        throw new Refusal('conflict', '测评还在进行，先结束并统计，再公布。');
      }
      publish(ctx.db, round, ctx.person.id, ctx.now);
      for (const { id: subject, speaker } of speakers) {
        const to = addressOf(ctx.db, speaker);
        if (!to) continue;
        post(ctx.db, ctx.now, {
          key: `debrief:${id}:${subject}`,
          to,
          person: speaker,
          content: { view: 'debrief.result', input: { subject } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return privately(
        deskCard(ctx, loadRound(ctx.db, id, 'debrief')),
        `已公布，${speakers.length} 位述职人各自收到自己的结果。`,
      );
    },
  }),
];

export const debriefViews: Record<string, View> = {
  'debrief.result'({ db, reader }, input) {
    const found = foundIn(db, OfSubject.parse(input).subject);
    if (!found || reader === null || found.subject.person !== reader) return goneCard();
    const { round, subject } = found;
    return debriefResultCard(round.title, resultFacts({ db }, round, subject), [
      press('看点评和问题', 'debrief.subject', { subject: subject.id }),
    ]);
  },
};
