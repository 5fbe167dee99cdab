import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { comparedTable } from '../../../../cards/evaluation/star.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { loadUnit } from '../../../people/store.ts';
import { dayOf, sayDay } from '../../../time.ts';
import { decide } from '../../decision.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { latestRound } from '../../latest.ts';
import { loadRound, publish, type Round } from '../../round.ts';
import { nameOf } from '../../subject.ts';
import { type Rated, ratedIn, roundBefore, vetoesIn } from '../read.ts';
import { comparedRows, deskCard } from '../show/desk.ts';
import { RED_FLAG } from '../template.ts';
import { tell } from '../told.ts';

/** How a round came out, until it is published and after. */
export const starResultCommands = [
  define({
    name: 'star.results',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => privately(resultsCard(ctx, loadRound(ctx.db, round, 'starRating'))),
  }),

  define({
    name: 'star.decideAll',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, input) {
      const round = unpublished(ctx, input.round);
      const clear = undecided(ctx, round).filter(({ proposal }) => proposal.total !== null && !proposal.tied);
      for (const { subject, proposal, sheets } of clear) {
        const reason = proposal.vetoed ? `一票否决：${vetoWords(round, sheets)}` : '';
        const decided = { subject: subject.id, level: proposal.level?.id ?? null, honours: [], reason };
        decide(ctx.db, round, decided, ctx.person.id, ctx.now);
      }
      return privately(
        resultsCard(ctx, round),
        `已为 ${clear.length} 个支部定星，可以逐个调整，公布前不通知支部。`,
      );
    },
  }),

  define({
    name: 'star.publish',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, input) {
      const round = unpublished(ctx, input.round);
      const all = ratedIn(ctx.db, round);
      const waiting = all.filter(({ proposal, decision }) => proposal.total !== null && !decision).length;
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 个支部评了分没有定星，定好再公布。`);
      const decided = all.filter(({ decision }) => decision);
      if (decided.length === 0) throw new Refusal('conflict', '还没有支部定星，先评分、定星，再公布。');
      publish(ctx.db, round, ctx.person.id, ctx.now);
      for (const { subject } of decided) tell(ctx, round, subject);
      const committee = loadUnit(ctx.db, round.unit);
      return privately(
        deskCard(ctx, loadRound(ctx.db, round.id, 'starRating'), committee),
        `已公布 ${decided.length} 个支部的星级，并告诉各支部书记。`,
      );
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
