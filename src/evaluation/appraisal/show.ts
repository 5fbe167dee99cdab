import { type Action, type Card, press } from '../../../cards/card.ts';
import { appraisalDeskCard, appraisalMemberCard } from '../../../cards/evaluation/appraisal.ts';
import type { Db } from '../../../db/store.ts';
import type { Ctx } from '../../chat/command.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf, shortDay } from '../../time.ts';
import { type Balloting, ballotingOf, ballotingWord, countsFor, countsWord } from '../ballots.ts';
import { type Decision, decisionOf, decisionsOf } from '../decision.ts';
import { ballotsOf, pollsOf } from '../part.ts';
import { isOver, type Round } from '../round.ts';
import { levelNamed } from '../template.ts';
import { type Appraised, appraisedIn, isSecretary, meetingOf } from './read.ts';
import { mostExcellent } from './template.ts';

export function deskCard(ctx: Ctx, round: Round): Card {
  const all = appraisedIn(ctx.db, round, dayOf(ctx.now));
  const decided = decisionsOf(ctx.db, round.id);
  const graded = all.filter((one) => one.graded);
  const done = graded.filter(({ id }) => decided.has(id)).length;
  const balloting = ballotingOf(ctx.db, round.id);
  const until = round.stages.find(({ id }) => id === 'self')?.until ?? '';
  const handed = all.filter(({ self }) => self.text !== '').length;
  return appraisalDeskCard({
    title: round.title,
    unit: findUnit(ctx.db, round.unit)?.name ?? '',
    steps: [
      { label: '自评', value: `${handed}/${all.length} 人${until && `，${shortDay(until)}截止`}` },
      { label: '互评', value: ballotingWord(balloting) },
      { label: '定等次', value: `${done}/${graded.length} 人` },
      { label: '评议会', value: meetingWord(ctx.db, round) },
      ...(round.publishedAt === null
        ? []
        : [{ label: '告知本人', value: shortDay(dayOf(round.publishedAt)) }]),
    ],
    rows: all.map((one) => ({
      who: one.called,
      self: one.self.text === '' ? '未交' : '已交',
      level: one.graded ? levelWord(round, decided.get(one.id)) : '预备党员，不评等次',
    })),
    warning: tooMany(round, graded, decided),
    actions: [...deskActions(ctx, round, balloting, done === graded.length), ...ownActions(ctx, all)],
  });
}

function deskActions(ctx: Ctx, round: Round, balloting: Balloting, complete: boolean): Action[] {
  const id = { round: round.id };
  const look = press('逐个查看和定等次', 'appraisal.list', id, 'primary');
  const file = press('导出结果', 'file.appraisal.result', id);
  if (round.publishedAt !== null) {
    return [look, file, press('开始新一年', 'appraisal.openForm', { unit: round.unit })];
  }
  return [
    look,
    ...(balloting.state === 'none'
      ? [
          {
            ...press('发起互评', 'appraisal.poll', id),
            confirm: '互评表会发给每位党员，不记名、每人一次，确定吗？',
          },
        ]
      : []),
    ...(balloting.state === 'open'
      ? [
          press('提醒未互评的', 'appraisal.remind', id),
          { ...press('结束并统计', 'appraisal.count', id), confirm: '统计后不能再互评，确定吗？' },
        ]
      : []),
    ...(meetingOf(ctx.db, round) === null
      ? [press('安排评议会', 'activity.compose', { unit: round.unit, kinds: ['democraticAppraisal'] })]
      : []),
    ...(balloting.state === 'none' && decisionsOf(ctx.db, round.id).size === 0
      ? [{ ...press('取消这次评议', 'appraisal.cancel', id), confirm: '已写的自评不再展示，确定取消吗？' }]
      : []),
    ...(complete
      ? [{ ...press('告知本人', 'appraisal.publish', id), confirm: '每位党员会收到自己的结果，确定吗？' }]
      : []),
  ];
}

function ownActions(ctx: Ctx, all: readonly Appraised[]): Action[] {
  const own = all.find(({ member }) => member === ctx.person.id);
  return own ? [press('我的评议', 'appraisal.subject', { subject: own.id })] : [];
}

/** The duty 民主评议党员 is fulfilled by the gathering: whoever has it planned or held is asked for nothing more. */
function meetingWord(db: Db, round: Round): string {
  const meeting = meetingOf(db, round);
  if (!meeting) return '还没有安排，开过才计入年度任务';
  return `${shortDay(dayOf(meeting.startsAt))}${meeting.held ? '已召开，已计入年度任务' : '召开'}`;
}

function tooMany(
  { template }: Round,
  graded: readonly Appraised[],
  decided: ReadonlyMap<number, Decision>,
): string | null {
  const [best] = template.levels;
  const excellent = graded.filter(({ id }) => best && decided.get(id)?.level === best.id).length;
  const most = mostExcellent(graded.length);
  if (!best || excellent <= most) return null;
  return `${best.name} ${excellent} 人，超过评定等次的 ${graded.length} 人的三分之一（${most} 人），请支部再研究；确有需要可以保留。`;
}

/** Before they are told, members see what they wrote themselves; the counts of their peers are the secretary's. */
export function memberCard(ctx: Ctx, round: Round, one: Appraised): Card {
  const today = dayOf(ctx.now);
  const secretary = isSecretary(ctx.db, round.unit, ctx.person.id, today);
  const polls = pollsOf(ctx.db, round.id).filter(({ countedAt }) => countedAt !== null);
  const peers = secretary && one.graded && polls.length > 0;
  const told = round.publishedAt !== null;
  return appraisalMemberCard({
    title: round.title,
    who: one.called,
    self: one.self.text,
    facts: [
      { label: '自评', value: selfWord(round, one) },
      ...(peers ? [{ label: '互评', value: countsWord(round, countsFor(polls, one.id)) }] : []),
      ...(secretary || told ? resultFacts(ctx.db, round, one) : []),
    ],
    actions: memberActions(ctx, round, one, secretary),
  });
}

function memberActions(ctx: Ctx, round: Round, one: Appraised, secretary: boolean): Action[] {
  const id = { subject: one.id };
  const own = one.member === ctx.person.id;
  const open = round.publishedAt === null;
  const mayWrite = own && open && !isOver(round, 'self', dayOf(ctx.now));
  return [
    ...(mayWrite
      ? [press(one.self.text === '' ? '写自评' : '改自评', 'appraisal.selfForm', id, 'primary')]
      : []),
    ...(own && ballotsOf(ctx.db, ctx.person.id, 'appraisal').length > 0
      ? [press('填互评表', 'appraisal.ballot', {})]
      : []),
    ...(secretary && open && one.graded ? [press('定等次', 'appraisal.decideForm', id)] : []),
    ...(own && !open ? [press('导出我的登记表', 'file.appraisal.own', id)] : []),
    ...(secretary ? [press('返回', 'appraisal.home', {})] : []),
  ];
}

export function resultFacts(db: Db, round: Round, one: Pick<Appraised, 'id' | 'graded'>) {
  if (!one.graded) return [{ label: '等次', value: '预备党员参加评议，不评等次' }];
  const decision = decisionOf(db, one.id);
  return [
    ...(decision ? [{ label: '等次', value: levelWord(round, decision) }] : []),
    ...(decision?.reason ? [{ label: '评议意见', value: decision.reason }] : []),
  ];
}

export function levelWord({ template }: Round, decision: Pick<Decision, 'level'> | undefined): string {
  return decision ? (levelNamed(template, decision.level)?.name ?? '') : '';
}

function selfWord({ template }: Round, { self, graded }: Appraised): string {
  if (self.text === '') return '未交';
  const level = graded ? levelNamed(template, self.level)?.name : undefined;
  return level ? `已交，自评${level}` : '已交';
}
