import { type Action, type Card, press } from '../../../cards/card.ts';
import { debriefDeskCard, debriefSpeakerCard } from '../../../cards/evaluation/debrief.ts';
import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { attached } from '../../files/show.ts';
import { may, REFUSED } from '../../people/permit.ts';
import { loadUnit } from '../../people/store.ts';
import { dayOf, shortDay } from '../../time.ts';
import { type Balloting, ballotingOf, ballotingWord, countsFor, countsWord } from '../ballots.ts';
import { decisionOf, decisionsOf } from '../decision.ts';
import { type Issue, issuesIn, stateOf } from '../issue.ts';
import { ballotsOf, pollsOf } from '../part.ts';
import { isOver, loadRound, type Round } from '../round.ts';
import { loadSubject, nameOf } from '../subject.ts';
import { levelNamed } from '../template.ts';
import { commentsIn, commentsOn, DEBRIEF, isHandedIn, leftBefore, type Speaker, speakersOf } from './read.ts';

function isCommittee(ctx: Ctx, round: Round): boolean {
  return may(ctx.db, ctx.person.id, 'administer', round.unit, dayOf(ctx.now));
}

export function loadSpeaker(ctx: Ctx, subject: number): { round: Round; speaker: Speaker } {
  const round = loadRound(ctx.db, loadSubject(ctx.db, subject).round, 'debrief');
  const speaker = speakersOf(ctx.db, round, dayOf(ctx.now)).find(({ id }) => id === subject);
  if (!speaker) throw new Refusal('not_found', '没有找到这位述职人。');
  return { round, speaker };
}

/** Whoever speaks, and the committee that holds the round: nobody else, not even their branch. */
export function demandSeen(ctx: Ctx, round: Round, { speaker }: Speaker): void {
  const sees = may(ctx.db, ctx.person.id, 'oversee', round.unit, dayOf(ctx.now));
  if (speaker !== ctx.person.id && !sees) throw new Refusal('not_allowed', REFUSED.oversee);
}

export function deskCard(ctx: Ctx, round: Round): Card {
  const today = dayOf(ctx.now);
  const top = loadUnit(ctx.db, round.unit);
  const speakers = speakersOf(ctx.db, round, today);
  const decided = decisionsOf(ctx.db, round.id);
  const handed = speakers.filter(isHandedIn).length;
  const issues = issuesIn(ctx.db, '/', round.id);
  const settled = issues.filter(({ acceptedAt }) => acceptedAt !== null).length;
  const until = round.stages.find(({ id }) => id === 'report')?.until ?? '';
  const balloting = ballotingOf(ctx.db, round.id);
  const steps = [
    { label: '报告', value: `${handed}/${speakers.length} 份${until && `，${shortDay(until)}截止`}` },
    { label: '测评', value: ballotingWord(balloting) },
    { label: '定等次', value: `${decided.size}/${speakers.length} 人` },
    ...(issues.length > 0 ? [{ label: '问题', value: `${issues.length} 条，已销号 ${settled} 条` }] : []),
    ...(round.publishedAt === null ? [] : [{ label: '公布', value: shortDay(dayOf(round.publishedAt)) }]),
  ];
  return debriefDeskCard({
    title: round.title,
    unit: top.name,
    steps,
    rows: speakers.map(({ id, called, report, files, ...subject }, index) => ({
      turn: String(index + 1),
      who: called,
      unit: nameOf(ctx.db, round, subject),
      report: isHandedIn({ report, files }) ? '已交' : '未交',
      level: levelWord(round, decided.get(id)),
    })),
    left: leftBefore(ctx.db, round, top.lineage).map((issue) => leftWord(ctx, issue)),
    actions: isCommittee(ctx, round) ? deskActions(ctx, round, speakers, balloting) : [],
  });
}

function deskActions(ctx: Ctx, round: Round, speakers: readonly Speaker[], balloting: Balloting): Action[] {
  const id = { round: round.id };
  const look = press('逐个查看和点评', 'debrief.list', id, 'primary');
  const file = press('导出结果', 'file.debrief.result', id);
  if (round.publishedAt !== null) {
    return [
      look,
      press('问题清单', 'issue.list', id),
      file,
      press('开始新一年', 'debrief.openForm', { unit: round.unit }),
    ];
  }
  const problems = commentsIn(ctx.db, round).some(({ note }) => note.kind === 'issue');
  const decided = decisionsOf(ctx.db, round.id).size;
  return [
    look,
    press('述职顺序', 'debrief.orderForm', id),
    ...(balloting.state === 'none' ? [press('发起测评', 'debrief.pollForm', id)] : []),
    ...(balloting.state === 'open'
      ? [
          press('提醒未测评的', 'debrief.remind', id),
          { ...press('结束并统计', 'debrief.count', id), confirm: '统计后不能再测评，确定吗？' },
        ]
      : []),
    ...(problems ? [press('点评问题列入清单', 'debrief.raiseForm', id)] : []),
    ...(decided === speakers.length
      ? [{ ...press('公布结果', 'debrief.publish', id), confirm: '公布后会告诉每位述职人本人，确定吗？' }]
      : []),
    ...(decided === 0 && balloting.state === 'none'
      ? [{ ...press('取消这一轮', 'evaluation.cancel', id), confirm: '取消后谁都看不到了，确定取消吗？' }]
      : []),
    ...ballotActions(ctx),
  ];
}

/** Characters of a report on a card: the whole would be more than a platform takes. */
const SHOWN = 1500;

/** A speaker's own card, and a leader's of them. Before publication the speaker sees no count and no level. */
export function speakerCard(ctx: Ctx, round: Round, speaker: Speaker): Card {
  const above = may(ctx.db, ctx.person.id, 'oversee', round.unit, dayOf(ctx.now));
  const results = round.publishedAt !== null || above ? resultFacts(ctx, round, speaker) : [];
  const comments = commentsOn(ctx.db, round, speaker.id);
  const said = (kind: 'achievement' | 'issue') =>
    comments.filter((note) => note.kind === kind).map((note) => note.text);
  const { text, file, turn } = speaker.report;
  const files = attached(ctx, { place: DEBRIEF, ref: String(speaker.id) });
  return debriefSpeakerCard({
    title: round.title,
    who: speaker.called,
    unit: nameOf(ctx.db, round, speaker),
    facts: [
      ...(turn === null ? [] : [{ label: '顺序', value: `第 ${turn} 个` }]),
      { label: '述职报告', value: isHandedIn(speaker) ? '已交' : '未交' },
      ...(file === '' ? [] : [{ label: '材料', value: file }]),
      ...files.facts,
      ...results,
    ],
    report:
      text.length > SHOWN ? `${text.slice(0, SHOWN)}……（全文共 ${text.length} 字，在导出的结果里）` : text,
    good: said('achievement'),
    bad: said('issue'),
    left: leftBefore(ctx.db, round, speaker.lineage).map((issue) => leftWord(ctx, issue)),
    actions: [...speakerActions(ctx, round, speaker), ...files.actions],
  });
}

export function resultFacts(
  { db }: Pick<Ctx, 'db'>,
  round: Round,
  { id }: Pick<Speaker, 'id'>,
): { label: string; value: string }[] {
  const polls = pollsOf(db, round.id).filter(({ countedAt }) => countedAt !== null);
  const decision = decisionOf(db, id);
  return [
    ...(polls.length > 0 ? [{ label: '测评', value: countsWord(round, countsFor(polls, id)) }] : []),
    ...(decision ? [{ label: '等次', value: levelWord(round, decision) }] : []),
    ...(decision?.reason ? [{ label: '说明', value: decision.reason }] : []),
  ];
}

function speakerActions(ctx: Ctx, round: Round, speaker: Speaker): Action[] {
  const id = { subject: speaker.id };
  const own = speaker.speaker === ctx.person.id;
  const open = round.publishedAt === null;
  const late = isOver(round, 'report', dayOf(ctx.now));
  const committee = isCommittee(ctx, round);
  return [
    ...(own && open && !late
      ? [press(isHandedIn(speaker) ? '改述职报告' : '交述职报告', 'debrief.reportForm', id, 'primary')]
      : []),
    ...(committee && open
      ? [
          ...(own ? [] : [press('点评', 'debrief.commentForm', id, 'primary')]),
          press('定等次', 'debrief.decideForm', id),
          press('提出问题', 'issue.raiseForm', id),
        ]
      : []),
    ...(own ? ballotActions(ctx) : []),
    press('问题清单', 'issue.list', { round: round.id }),
  ];
}

function ballotActions(ctx: Ctx): Action[] {
  return ballotsOf(ctx.db, ctx.person.id, 'debrief').length > 0
    ? [press('填测评表', 'debrief.ballot', {})]
    : [];
}

export function levelWord({ template }: Round, decision: { level: string | null } | undefined): string {
  if (!decision) return '';
  return levelNamed(template, decision.level)?.name ?? '不定等次';
}

const STATES = { open: '整改中', overdue: '已逾期', done: '待确认', accepted: '已销号' };

function leftWord(ctx: Ctx, issue: Issue): string {
  return `${issue.problem}（${STATES[stateOf(issue, dayOf(ctx.now))]}）`;
}
