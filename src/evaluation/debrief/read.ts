import { z } from 'zod';
import type { Db } from '../../../db/store.ts';
import { attachedWords } from '../../files/show.ts';
import { handles } from '../../people/names.ts';
import type { Day } from '../../time.ts';
import { type Issue, issuesIn } from '../issue.ts';
import { type Round, roundsOf } from '../round.ts';
import { type Note, sheetsAbout, sheetsOf } from '../sheet.ts';
import { type Named, type Subject, subjectsOf } from '../subject.ts';
import { COMMENT } from './template.ts';

/** A subject's report, and when it is their turn to speak. An empty report is not handed in. */
const Report = z.object({
  text: z.string().default(''),
  /** Where a file lies. */
  file: z.string().default(''),
  turn: z.number().nullable().default(null),
});
export type Report = z.infer<typeof Report>;

export function reportOf({ declared }: Pick<Subject, 'declared'>): Report {
  return Report.parse(declared ?? {});
}

/** Things with files: a subject's report. */
export const DEBRIEF = 'debrief';

/** Written, or sent as a file. */
export function isHandedIn({ report, files }: Pick<Speaker, 'report' | 'files'>): boolean {
  return report.text !== '' || files !== '';
}

export interface Speaker extends Named {
  speaker: number;
  /** What they are called. */
  called: string;
  report: Report;
  /** 附件：述职报告.docx; empty for none. */
  files: string;
}

/** In the order of speaking; whoever has no turn yet comes last, in the order of the tree. */
export function speakersOf(db: Db, round: Round, today: Day): Speaker[] {
  const subjects = subjectsOf(db, round.id).flatMap((subject) =>
    subject.person === null ? [] : [{ ...subject, speaker: subject.person }],
  );
  const names = handles(
    db,
    today,
    subjects.map(({ speaker }) => speaker),
  );
  const files = attachedWords(
    db,
    DEBRIEF,
    subjects.map(({ id }) => String(id)),
  );
  return subjects
    .map((subject) => ({
      ...subject,
      called: names.get(subject.speaker) ?? '',
      report: reportOf(subject),
      files: files.get(String(subject.id)) ?? '',
    }))
    .toSorted((a, b) => (a.report.turn ?? subjects.length + 1) - (b.report.turn ?? subjects.length + 1));
}

/** What leaders said of a subject. */
export function commentsOn(db: Db, round: Round, subject: number): Note[] {
  return sheetsAbout(db, round, subject)
    .filter(({ role }) => role === COMMENT)
    .flatMap(({ notes }) => notes);
}

/** Of all subjects, by subject. */
export function commentsIn(db: Db, round: Round): { subject: number; note: Note }[] {
  return sheetsOf(db, round)
    .filter(({ role }) => role === COMMENT)
    .flatMap(({ subject, notes }) => notes.map((note) => ({ subject, note })));
}

/** What earlier rounds of the same committee have left to put right, beneath a unit. */
export function leftBefore(db: Db, round: Round, lineage: string): Issue[] {
  return roundsOf(db, round.unit, 'debrief')
    .filter(({ year, id }) => year < round.year && id !== round.id)
    .flatMap(({ id }) => issuesIn(db, lineage, id))
    .filter(({ acceptedAt }) => acceptedAt === null);
}
