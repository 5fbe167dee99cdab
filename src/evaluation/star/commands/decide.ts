import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { card, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { comparedTable, starResultCard } from '../../../../cards/evaluation/star.ts';
import { IdInput, Ticked } from '../../../activity/inputs.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { findUnit } from '../../../people/store.ts';
import { dayOf, sayDay } from '../../../time.ts';
import { decide, decisionOf, historyOf } from '../../decision.ts';
import { Reason } from '../../inputs.ts';
import { latestRound } from '../../latest.ts';
import { foundIn, loadRound, loadSubject, type Named, nameOf, publish, type Round } from '../../round.ts';
import { levelNamed } from '../../template.ts';
import { totalWord } from '../../words.ts';
import { type Rated, ratedIn, ratedOf, roundBefore, vetoesIn } from '../read.ts';
import { branchCard, comparedRows, decidedWord, deskCard, historyLines } from '../show.ts';
import { RED_FLAG } from '../template.ts';

const This = z.object({ round: IdInput });
const Which = z.object({ subject: IdInput });

/** What points come to is a proposal; stars are given, published and changed by people. */
export const decideCommands = [
  define({
    name: 'star.results',
    words: [],
    who: 'administer',
    input: This,
    over: (ctx, { round }) => loadRound(ctx.db, round, 'starRating').unit,
    run: (ctx, { round }) => privately(resultsCard(ctx, loadRound(ctx.db, round, 'starRating'))),
  }),

  define({
    name: 'star.decideAll',
    words: [],
    who: 'administer',
    input: This,
    over: (ctx, { round }) => loadRound(ctx.db, round, 'starRating').unit,
    run(ctx, input) {
      const round = unpublished(ctx, input.round);
      const clear = undecided(ctx, round).filter(({ proposal }) => proposal.total !== null && !proposal.tied);
      for (const { subject, proposal, sheets } of clear) {
        const reason = proposal.vetoed ? `一票否决：${vetoWords(round, sheets)}` : '';
        const decided = { subject: subject.id, level: proposal.level?.id ?? null, honours: [], reason };
        decide(ctx.db, round, decided, ctx.person.id, ctx.now);
      }
      return {
        ...privately(resultsCard(ctx, round)),
        toast: { tone: 'success', text: `已为 ${clear.length} 个支部定星，可以逐个调整，公布前不通知支部。` },
      };
    },
  }),

  define({
    name: 'star.decideForm',
    words: [],
    who: 'administer',
    input: Which,
    over: (ctx, { subject }) => roundOf(ctx, subject).unit,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      const round = loadRound(ctx.db, subject.round, 'starRating');
      const now = decisionOf(ctx.db, subject.id);
      const rated = ratedOf(ctx.db, round, subject);
      const value = now ? (now.level ?? NONE) : (rated?.proposal.level?.id ?? NONE);
      const levels = round.template.levels.map(({ id, name }) => ({ value: id, label: name }));
      const form = formCard(
        `${round.publishedAt === null ? '定星' : '调整星级'}：${nameOf(ctx.db, round, subject)}`,
        `得分 ${totalWord(rated?.proposal.total ?? null)}。公布以后的调整要写明原因，并告诉支部书记。`,
        [
          {
            name: 'level',
            label: '星级',
            kind: 'select',
            required: true,
            value,
            options: [...levels, { value: NONE, label: '不定星级' }],
          },
          {
            name: 'flag',
            label: '红旗党支部（一般从最高星级中产生）',
            kind: 'checkbox',
            required: false,
            value: now?.honours.includes(RED_FLAG) ?? false,
          },
          { name: 'reason', label: '原因', kind: 'text', required: round.publishedAt !== null },
        ],
        press('确定', 'star.decide', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'star.decide',
    words: [],
    who: 'administer',
    input: Which.extend({
      level: z.string('请选择星级。').max(40),
      flag: Ticked.default(false),
      reason: Reason,
    }),
    over: (ctx, { subject }) => roundOf(ctx, subject).unit,
    run(ctx, { subject: id, level, flag, reason }) {
      const subject = loadSubject(ctx.db, id);
      const round = loadRound(ctx.db, subject.round, 'starRating');
      const published = round.publishedAt !== null;
      if (published && !reason) throw new Refusal('invalid', '公布以后调整星级，请写明原因。');
      const chosen = level === NONE ? null : level;
      if (chosen !== null && !levelNamed(round.template, chosen))
        throw new Refusal('invalid', '请选择星级。');
      const honours = flag ? [RED_FLAG] : [];
      const changed = decide(
        ctx.db,
        round,
        { subject: id, level: chosen, honours, reason },
        ctx.person.id,
        ctx.now,
      );
      if (changed && published) tell(ctx, round, subject);
      const word = decidedWord(round.template, { level: chosen, honours, reason: '' });
      return {
        ...privately(branchCard(ctx, round, subject)),
        toast: { tone: 'success', text: `${subject.name}：${word}。` },
      };
    },
  }),

  define({
    name: 'star.publish',
    words: [],
    who: 'administer',
    input: This,
    over: (ctx, { round }) => loadRound(ctx.db, round, 'starRating').unit,
    run(ctx, input) {
      const round = unpublished(ctx, input.round);
      const all = ratedIn(ctx.db, round);
      const waiting = all.filter(({ proposal, decision }) => proposal.total !== null && !decision).length;
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 个支部评了分没有定星，定好再公布。`);
      const decided = all.filter(({ decision }) => decision);
      if (decided.length === 0) throw new Refusal('conflict', '还没有支部定星，先评分、定星，再公布。');
      publish(ctx.db, round, ctx.person.id, ctx.now);
      for (const { subject } of decided) tell(ctx, round, subject);
      const committee = findUnit(ctx.db, round.unit);
      if (!committee) throw new Refusal('not_found', '这个组织已经没有了。');
      return {
        ...privately(deskCard(ctx, loadRound(ctx.db, round.id, 'starRating'), committee)),
        toast: { tone: 'success', text: `已公布 ${decided.length} 个支部的星级，并告诉各支部书记。` },
      };
    },
  }),

  define({
    name: 'star.roster',
    words: ['星级名单'],
    who: 'administer',
    input: z.object({ round: IdInput.optional() }),
    over: (ctx, { round }) => latestRound(ctx, round, 'starRating', 'administer').unit,
    run: (ctx, { round }) => privately(rosterCard(ctx, latestRound(ctx, round, 'starRating', 'administer'))),
  }),
];

const NONE = 'none';

export const starViews: Record<string, View> = {
  'star.result'({ db }, input) {
    const subject = foundIn(db, Which.parse(input).subject)?.subject;
    if (!subject) return goneCard();
    return starResultCard(subject.name, historyLines(historyOf(db, subject.unit, 'starRating')), null);
  },
};

function roundOf(ctx: Ctx, subject: number): Round {
  return loadRound(ctx.db, loadSubject(ctx.db, subject).round, 'starRating');
}

function unpublished(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id, 'starRating');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，请逐个调整。');
  return round;
}

function undecided(ctx: Ctx, round: Round): Rated[] {
  return ratedIn(ctx.db, round).filter(({ decision }) => !decision);
}

function vetoWords({ template }: Round, sheets: Rated['sheets']): string {
  const vetoes = vetoesIn(sheets);
  return template.vetoes.flatMap(({ id, name }) => (vetoes.includes(id) ? [name] : [])).join('、');
}

/** Its secretary hears of a branch's stars once for each time they are given or changed. */
function tell(ctx: Ctx, round: Round, subject: Named): void {
  const decision = decisionOf(ctx.db, subject.id);
  const secretary = secretaryOf(ctx.db, subject.unit, dayOf(ctx.now));
  if (!decision || !secretary) return;
  post(ctx.db, ctx.now, {
    key: `star:${round.id}:${decision.id}`,
    ...secretary,
    content: { view: 'star.result', input: { subject: subject.id } },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

function resultsCard(ctx: Ctx, round: Round) {
  const all = ratedIn(ctx.db, round);
  const scored = all.filter(({ proposal }) => proposal.total !== null);
  const open = scored.filter(({ decision }) => !decision);
  const names = (rated: readonly Rated[]) => rated.map(({ subject }) => nameOf(ctx.db, round, subject));
  const vetoed = all.filter(({ proposal }) => proposal.vetoed);
  const tied = open.filter(({ proposal }) => proposal.tied);
  const levels = round.template.levels.map(({ id, name }) => ({
    label: `按分数${name}`,
    value: `${scored.filter(({ proposal }) => proposal.level?.id === id).length} 个`,
  }));
  return card(
    `${round.title}：评分结果`,
    [
      text(
        `已评分 ${scored.length}/${all.length} 个支部，已定星 ${all.length - undecided(ctx, round).length} 个。分数只作建议，由集体研究决定。`,
      ),
      { type: 'facts', facts: levels },
      comparedTable(comparedRows(ctx, round), roundBefore(ctx.db, round) !== undefined),
      { type: 'roster', label: '一票否决', names: names(vetoed) },
      { type: 'roster', label: '同分而名额不够', names: names(tied) },
    ],
    {
      tone: 'info',
      actions: [
        ...(open.length > tied.length
          ? [press('按建议定星', 'star.decideAll', { round: round.id }, 'primary')]
          : []),
        press('逐个查看', 'star.list', { round: round.id, which: 'all', role: 'top' }),
        {
          ...press('公布结果', 'star.publish', { round: round.id }),
          confirm: '公布后会告诉各支部书记，确定公布吗？',
        },
      ],
    },
  );
}

function rosterCard(ctx: Ctx, round: Round) {
  const all = ratedIn(ctx.db, round);
  const withLevel = (level: string | null) =>
    all
      .filter(({ decision }) => decision && decision.level === level)
      .map(({ subject }) => nameOf(ctx.db, round, subject));
  const flags = all.filter(({ decision }) => decision?.honours.includes(RED_FLAG));
  const when = round.publishedAt === null ? '尚未公布' : `${sayDay(dayOf(round.publishedAt))}公布`;
  return card(
    `${round.title}名单`,
    [
      text(when),
      {
        type: 'roster',
        label: '红旗党支部',
        names: flags.map(({ subject }) => nameOf(ctx.db, round, subject)),
      },
      ...round.template.levels.map(({ id, name }) => ({
        type: 'roster' as const,
        label: `${name}（${withLevel(id).length} 个）`,
        names: withLevel(id),
      })),
      { type: 'roster', label: '不定星级', names: withLevel(null) },
    ],
    { tone: 'info', actions: [press('导出名单', 'file.star.roster', { round: round.id })] },
  );
}
