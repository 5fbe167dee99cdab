import type { Db } from '../../../db/store.ts';
import {
  columns,
  heading,
  list,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
  under,
} from '../../documents/paper.ts';
import { footOf } from '../../duty/foot.ts';
import { unreachable } from '../../errors.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant, longDay } from '../../time.ts';
import { type Balloting, ballotingOf, countsFor } from '../ballots.ts';
import { decisionsOf } from '../decision.ts';
import { listedIssues } from '../listed.ts';
import { issuedBy, issueParts, issuesWord } from '../paper.ts';
import { pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import type { Note } from '../sheet.ts';
import { nameOf } from '../subject.ts';
import { materialOf } from './book.ts';
import { commentsOn, speakersOf } from './read.ts';
import { levelWord } from './show.ts';

/** Somebody who reported, and what came of it. */
interface Heard {
  called: string;
  branch: string;
  /** What they handed in; empty for nothing. */
  report: string;
  /** Where more lies, and what was sent with it. */
  material: string;
  /** How many gave each level, by its id; null where too few answered. */
  counts: Readonly<Record<string, number>> | null;
  /** What people decided. */
  level: string;
  comments: readonly Note[];
}

/** 述职评议情况: the counts and what was decided, what leaders said, what is to be put right, and each report. */
export function debriefPaper(db: Db, round: Round, committee: Unit, now: Instant): Paper {
  const polls = pollsOf(db, round.id);
  const decided = decisionsOf(db, round.id);
  const heard = speakersOf(db, round, dayOf(now)).map((speaker) => ({
    called: speaker.called,
    branch: nameOf(db, round, speaker),
    report: speaker.report.text,
    material: materialOf(speaker),
    counts: countsFor(polls, speaker.id),
    level: levelWord(round, decided.get(speaker.id)),
    comments: commentsOn(db, round, speaker.id),
  }));
  const issues = listedIssues(db, committee, round.id, now);
  const reported = heard.filter(({ report, material }) => report !== '' || material !== '');
  return {
    name: `${committee.name} ${round.title}情况`,
    as: 'letter',
    leaves: [
      [
        title(`${round.title}情况`),
        under(`${committee.name}　${longDay(dayOf(now))}`),
        ...resultParts(round, heard, ballotingOf(db, round.id)),
        heading('问题整改'),
        paragraph(issues.length === 0 ? '还没有列入整改的问题。' : `${issuesWord(issues)}，清单附后。`),
        issuedBy(committee, now),
      ],
      ...(issues.length > 0 ? [[title('问题清单'), ...issueParts(issues)]] : []),
      ...reported.map(reportParts),
    ],
    foot: footOf(db, committee),
  };
}

function resultParts(
  { template: { levels } }: Pick<Round, 'template'>,
  heard: readonly Heard[],
  balloting: Balloting,
): Part[] {
  const handedIn = heard.filter(({ report, material }) => report !== '' || material !== '').length;
  const commented = heard.filter(({ comments }) => comments.length > 0);
  const heads = [
    ...columns({ 顺序: 4, 述职人: 8, 组织: 13 }),
    ...levels.map(({ name }) => ({ head: name, width: 4 })),
    ...columns({ 等次: 5 }),
  ];
  return [
    heading('总体情况'),
    paragraph(`共 ${heard.length} 人述职，交述职报告 ${handedIn} 份。${ballotWord(balloting)}`),
    heading('测评结果'),
    table(
      heads,
      heard.map(({ called, branch, counts, level }, index) => [
        index + 1,
        called,
        branch,
        ...levels.map(({ id }) => (counts ? (counts[id] ?? 0) : null)),
        level,
      ]),
    ),
    ...(commented.length > 0 ? [heading('点评'), ...commented.flatMap(commentParts)] : []),
  ];
}

function ballotWord(balloting: Balloting): string {
  switch (balloting.state) {
    case 'none':
      return '没有发出测评表。';
    case 'open':
      return '测评正在进行，还没有统计。';
    case 'counted':
      return `发出测评表 ${balloting.voters} 份，收回 ${balloting.ballots} 份。`;
    default:
      return unreachable(balloting);
  }
}

function commentParts({ called, branch, comments }: Heard): Part[] {
  const said = comments.map(({ kind, text }) => `${kind === 'issue' ? '不足' : '肯定'}：${text}`);
  return [heading(`${called}（${branch}）`, 2), list(said)];
}

function reportParts({ called, branch, report, material }: Heard): Part[] {
  return [
    title('述职报告'),
    under(`${called}　${branch}`),
    ...(report === '' ? [] : [paragraph(report)]),
    ...(material === '' ? [] : [paragraph(`材料：${material}`)]),
  ];
}
