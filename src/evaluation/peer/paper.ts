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
import { handles } from '../../people/names.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant, longDay } from '../../time.ts';
import { type Listed, listedIssues } from '../listed.ts';
import { issuedBy, issueParts, issuesWord } from '../paper.ts';
import type { Round } from '../round.ts';
import { namesOf } from '../subject.ts';
import { totalWord } from '../words.ts';
import { readReport } from './read.ts';
import type { Remark, Report, SeenBranch } from './report.ts';

/**
 * 观摩讲评会报告: how the round went, and word for word what visitors praised and found wanting, by theme. Nobody is named
 * who wrote; nothing stands in it that nobody said.
 */
export function peerPaper(db: Db, round: Round, committee: Unit, now: Instant): Paper {
  const report = readReport(db, round);
  const contacts = report.seen.flatMap(({ subject }) => subject.contact ?? []);
  const issues = listedIssues(db, committee, round.id, now);
  const leaves = [
    reportParts({
      title: round.title,
      committee,
      report,
      last: round.template.levels.at(-1)?.id,
      branches: namesOf(db, round),
      leaders: handles(db, dayOf(now), contacts),
      issues,
      now,
    }),
    ...(issues.length > 0 ? [[title('整改清单'), ...issueParts(issues)]] : []),
  ];
  return {
    name: `${committee.name} ${round.title}讲评会报告`,
    as: 'letter',
    leaves,
    foot: footOf(db, committee),
  };
}

interface Records {
  title: string;
  committee: Unit;
  report: Report;
  /** The lowest level. */
  last: string | undefined;
  branches: ReadonlyMap<number, string>;
  leaders: ReadonlyMap<number, string>;
  issues: readonly Listed[];
  now: Instant;
}

function reportParts({
  title: of,
  committee,
  report,
  last,
  branches,
  leaders,
  issues,
  now,
}: Records): Part[] {
  const behind = report.seen.filter(({ level }) => level === last);
  return [
    title(`${of}讲评会报告`),
    under(`${committee.name}　${longDay(dayOf(now))}`),
    heading('总体情况'),
    paragraph(overallWord(report)),
    levelTable(report),
    ...remarkParts('亮点做法', report, branches, 'achievements'),
    ...remarkParts('存在问题', report, branches, 'issues'),
    ...(behind.length > 0 ? [heading('联系帮带'), contactTable(behind, branches, leaders)] : []),
    heading('整改安排'),
    paragraph(issues.length === 0 ? '还没有列入整改的问题。' : `${issuesWord(issues)}，清单附后。`),
    issuedBy(committee, now),
  ];
}

function overallWord({ branches, units, sheets, scorers, mean, levels }: Report): string {
  const share = levels.map(({ name, count }) => `${name} ${count} 个`).join('、');
  return [
    `本轮应观摩 ${units.all} 个单位、${branches.all} 个党支部，实际观摩 ${units.seen} 个单位（全部支部看完的 ${units.whole} 个）、${branches.seen} 个党支部。`,
    `${scorers} 人共填写评分表 ${sheets} 份，平均 ${totalWord(mean)}。`,
    branches.seen === 0 ? '' : `评定情况：${share}。`,
  ].join('');
}

function levelTable({ themes }: Report): Part {
  return table(
    columns({ 方面: 14, 平均分: 10, 亮点: 8, 问题: 8 }),
    themes.map(({ name, mean, achievements, issues }) => [
      name,
      totalWord(mean),
      achievements.length,
      issues.length,
    ]),
  );
}

/** A theme of which nobody wrote anything is left out. */
function remarkParts(
  named: string,
  { themes }: Report,
  branches: ReadonlyMap<number, string>,
  kind: 'achievements' | 'issues',
): Part[] {
  const told = themes.filter((theme) => theme[kind].length > 0);
  if (told.length === 0) return [heading(named), paragraph('评分表上没有写。')];
  return [
    heading(named),
    ...told.flatMap((theme) => [
      heading(theme.name, 2),
      list(theme[kind].map((remark) => remarkWord(remark, branches))),
    ]),
  ];
}

function remarkWord({ subject, text, times }: Remark, branches: ReadonlyMap<number, string>): string {
  return `${branches.get(subject) ?? ''}：${text}${times > 1 ? `（${times} 人提到）` : ''}`;
}

function contactTable(
  behind: readonly SeenBranch[],
  branches: ReadonlyMap<number, string>,
  leaders: ReadonlyMap<number, string>,
): Part {
  return table(
    columns({ 党支部: 28, 联系领导: 14 }),
    behind.map(({ subject }) => [
      branches.get(subject.id) ?? '',
      subject.contact === null ? '还没有明确' : (leaders.get(subject.contact) ?? ''),
    ]),
  );
}
