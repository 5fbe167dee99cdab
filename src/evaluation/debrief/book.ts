import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { aboveOf } from '../../duty/foot.ts';
import { saidWith } from '../../files/show.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { countsFor } from '../ballots.ts';
import { decisionsOf } from '../decision.ts';
import { pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import { nameOf } from '../subject.ts';
import { commentsOn, isHandedIn, type Speaker, speakersOf } from './read.ts';
import { levelWord } from './show.ts';

/** 述职评议情况: in the order of speaking, the counts and levels, and word for word what leaders said. */
export function debriefBook(db: Db, round: Round, committee: Unit, now: Instant): Book {
  const name = `${committee.name} ${round.title}`;
  const above = aboveOf(db, committee, name, now);
  const { levels } = round.template;
  const polls = pollsOf(db, round.id);
  const decided = decisionsOf(db, round.id);
  const speakers = speakersOf(db, round, dayOf(now));
  const results = {
    name: '结果',
    widths: [8, 14, 34, 10, ...levels.map(() => 8), 12, 30],
    head: ['顺序', '述职人', '组织', '报告', ...levels.map((level) => level.name), '等次', '说明'],
    lines: speakers.map((speaker, index): Cell[] => {
      const counts = countsFor(polls, speaker.id);
      const decision = decided.get(speaker.id);
      return [
        index + 1,
        speaker.called,
        nameOf(db, round, speaker),
        isHandedIn(speaker) ? '已交' : '未交',
        ...levels.map(({ id }) => (counts ? (counts[id] ?? 0) : null)),
        levelWord(round, decision),
        decision?.reason ?? '',
      ];
    }),
  };
  const comments = {
    name: '点评',
    widths: [14, 34, 8, 60],
    head: ['述职人', '组织', '类别', '内容'],
    lines: speakers.flatMap((speaker) =>
      commentsOn(db, round, speaker.id).map(({ kind, text }): Cell[] => [
        speaker.called,
        nameOf(db, round, speaker),
        kind === 'issue' ? '不足' : '肯定',
        text,
      ]),
    ),
  };
  const reports = {
    name: '报告',
    widths: [14, 34, 100, 30],
    head: ['述职人', '组织', '述职报告', '材料'],
    lines: speakers.flatMap((speaker): Cell[][] =>
      isHandedIn(speaker)
        ? [[speaker.called, nameOf(db, round, speaker), speaker.report.text, materialOf(speaker)]]
        : [],
    ),
  };
  return { name, sheets: [results, comments, reports].map((sheet) => ({ ...sheet, above })) };
}

/** Where a report's file lies, and what was sent with it; empty for nothing. */
export function materialOf({ report, files }: Speaker): string {
  return saidWith(report.file, files);
}
