import { type Action, type Card, press } from '../../../cards/card.ts';
import { awardCard } from '../../../cards/evaluation/award.ts';
import type { Ctx } from '../../chat/command.ts';
import { may, unitsUnder } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf, shortDay } from '../../time.ts';
import { ballotingOf, ballotingWord, countsWord } from '../ballots.ts';
import { ballotsOf, pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import { PLACE_WORDS } from './cut.ts';
import { type Nominee, nomineesOf, publicUntil, type Step, stepOf } from './read.ts';
import { votesOn } from './result.ts';
import { VOTES } from './template.ts';

const SHOWN = 10;

/** The committee sees all of it; a branch its own nominations; everybody those made public, and then those chosen. */
export function roundCard(ctx: Ctx, round: Round, from = 0): Card {
  const today = dayOf(ctx.now);
  const committee = may(ctx.db, ctx.person.id, 'administer', round.unit, today);
  const step = stepOf(round, today);
  const all = nomineesOf(ctx.db, round, today);
  const seen = all.filter((nominee) => committee || sees(ctx, nominee, step));
  const rest = seen.length - from - SHOWN;
  const until = publicUntil(round);
  const { places } = round.template;
  const votes = committee ? votesOn(ctx.db, round, all) : undefined;
  return awardCard({
    title: round.title,
    unit: findUnit(ctx.db, round.unit)?.name ?? '',
    facts: [
      { label: '进展', value: STEPS[step] },
      ...(step === 'nominating' ? [{ label: '推荐截止', value: shortDay(nominateUntil(round)) }] : []),
      ...(until === '' ? [] : [{ label: '公示', value: `到${shortDay(until)}` }]),
      ...(places === undefined ? [] : [{ label: '名额', value: `${places} 个` }]),
      ...(committee ? [{ label: '推荐', value: `${all.length} 个` }] : []),
      ...(committee ? [{ label: '投票', value: ballotingWord(ballotingOf(ctx.db, round.id)) }] : []),
    ],
    nominees: seen.slice(from, from + SHOWN).map((nominee) => ({
      who: nominee.called,
      deeds: nominee.deeds,
      state: stateWord(ctx, round, nominee, votes),
    })),
    foot: [
      step === 'publicity' ? '对公示对象有意见，说“反馈”告诉上级党组织。' : '票数只作参考，由集体研究确定。',
      committee ? overWord(round, all) : '',
    ].join(''),
    actions: [
      ...(committee ? committeeActions(ctx, round, step, all) : []),
      ...(step === 'nominating' && nominates(ctx, round) && nominateUntil(round) >= today
        ? [press('推荐', 'award.nominateForm', { round: round.id }, 'primary')]
        : []),
      ...(ballotsOf(ctx.db, ctx.person.id, 'award').length > 0 ? [press('投票', 'award.ballot', {})] : []),
      ...(rest > 0 ? [press('下一页', 'award.show', { round: round.id, from: from + SHOWN })] : []),
    ],
  });
}

const STEPS: Record<Step, string> = {
  nominating: '推荐中',
  publicity: '公示中',
  over: '公示期满，待确定',
  published: '已公布',
};

export function nominateUntil({ stages }: Pick<Round, 'stages'>): string {
  return stages.find(({ id }) => id === 'nominate')?.until ?? '';
}

function sees(ctx: Ctx, nominee: Nominee, step: Step): boolean {
  const struck = nominee.decision?.level === null;
  switch (step) {
    case 'nominating':
      return may(ctx.db, ctx.person.id, 'organise', nominee.unit, dayOf(ctx.now));
    case 'publicity':
    case 'over':
      return !struck;
    case 'published':
      return nominee.decision !== undefined && !struck;
  }
}

/** Others than the committee hear only who was chosen. */
function stateWord(
  ctx: Ctx,
  round: Round,
  { id, decision }: Nominee,
  votes: ReturnType<typeof votesOn> | undefined,
): string {
  if (!votes) return round.publishedAt === null ? '' : '入选';
  const polls = pollsOf(ctx.db, round.id).filter(({ countedAt }) => countedAt !== null);
  const asked = polls.some(({ questions }) => questions.some((question) => question.id === `s${id}`));
  const place = votes.places.get(id);
  const chosen = decision && (decision.level === null ? '不入选' : '入选');
  return [
    asked ? countsWord(round, votes.counts.get(id) ?? null, VOTES) : '',
    place ? PLACE_WORDS[place] : '',
    chosen ?? '',
    decision?.reason ?? '',
  ]
    .filter((word) => word !== '')
    .join('；');
}

/** Empty while no more are chosen than there are places. */
export function overWord({ template: { places } }: Round, all: readonly Nominee[]): string {
  const chosen = all.filter(({ decision }) => decision !== undefined && decision.level !== null).length;
  return places === undefined || chosen <= places
    ? ''
    : `名额 ${places} 个，已确定入选 ${chosen} 个，请再研究或者调整名额。`;
}

function committeeActions(ctx: Ctx, round: Round, step: Step, all: readonly Nominee[]): Action[] {
  const id = { round: round.id };
  const files = [
    press(step === 'published' ? '导出通知' : '导出公示', 'file.award.result', id),
    press('导出名单', 'file.award.result', { ...id, format: 'table' }),
  ];
  if (step === 'published') return files;
  const balloting = ballotingOf(ctx.db, round.id);
  return [
    ...(step === 'nominating' && all.length > 0
      ? [press('开始公示', 'award.publicForm', id, 'primary')]
      : []),
    ...(step !== 'nominating' && balloting.state === 'none' ? [press('发起投票', 'award.voteForm', id)] : []),
    ...(balloting.state === 'open'
      ? [{ ...press('结束并计票', 'award.count', id), confirm: '计票后不能再投票，确定吗？' }]
      : []),
    ...(all.length > 0 ? [press('逐个确定', 'award.list', id)] : []),
    ...(step === 'over'
      ? [{ ...press('公布结果', 'award.publish', id), confirm: '公布后所有党员都能看到，确定吗？' }]
      : []),
    press('调整名额', 'award.placesForm', id),
    ...(all.length > 0 ? files : []),
    ...(step === 'nominating' ? [press('取消这次评选', 'evaluation.cancel', id)] : []),
  ];
}

/** The branches that somebody may nominate for. */
export function nominatable(ctx: Ctx, round: Round): number[] {
  const top = findUnit(ctx.db, round.unit);
  return unitsUnder(ctx.db, ctx.person.id, 'organise', dayOf(ctx.now))
    .filter(({ lineage }) => top !== undefined && lineage.startsWith(top.lineage) && lineage !== top.lineage)
    .map(({ id }) => id);
}

function nominates(ctx: Ctx, round: Round): boolean {
  return nominatable(ctx, round).length > 0;
}
