import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { aboveOf } from '../../duty/foot.ts';
import { handles } from '../../people/names.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import type { Round } from '../round.ts';
import { meanOf, sectionCents } from '../score.ts';
import { sheetsOf } from '../sheet.ts';
import { namesOf } from '../subject.ts';
import { levelNamed } from '../template.ts';
import { readReport } from './read.ts';
import type { Remark, Report } from './report.ts';

/** 观摩报告: every branch that was seen with its means, and word for word what was written, by theme. Nobody is named who wrote. */
export function peerBook(db: Db, round: Round, committee: Unit, now: Instant): Book {
  const name = `${committee.name} ${round.title}`;
  const above = aboveOf(db, committee, name, now);
  const report = readReport(db, round);
  const names = namesOf(db, round);
  const sheets = [
    overall(report),
    branches(db, round, report, names, now),
    remarks('亮点', report, names, 'achievements'),
    remarks('问题', report, names, 'issues'),
  ];
  return { name, sheets: sheets.map((sheet) => ({ ...sheet, above })) };
}

function overall(report: Report) {
  const { branches: seen, units, sheets, scorers, mean, levels, themes } = report;
  const lines: Cell[][] = [
    ['单位', units.all],
    ['已到单位', units.seen],
    ['全部看完的单位', units.whole],
    ['支部', seen.all],
    ['已看支部', seen.seen],
    ['评分人员', scorers],
    ['评分表', sheets],
    ['平均分', mean === null ? null : mean / 100],
    ...levels.map(({ name, count }): Cell[] => [`${name}支部`, count]),
    ...themes.map((theme): Cell[] => [`${theme.name}平均分`, theme.mean === null ? null : theme.mean / 100]),
  ];
  return { name: '情况', widths: [24, 14], head: ['项目', '数值'], lines };
}

function branches(db: Db, round: Round, report: Report, names: ReadonlyMap<number, string>, now: Instant) {
  const { sections } = round.template;
  const sheets = Map.groupBy(sheetsOf(db, round), ({ subject }) => subject);
  const contacts = report.seen.flatMap(({ subject }) => subject.contact ?? []);
  const called = handles(db, dayOf(now), contacts);
  return {
    name: '支部',
    widths: [34, 10, ...sections.map(() => 11), 10, 10, 18],
    head: ['支部', '评分表', ...sections.map((section) => section.name), '平均分', '等次', '联系领导'],
    lines: report.seen.map(({ subject, sheets: count, proposal, level }): Cell[] => [
      names.get(subject.id) ?? '',
      count,
      ...sections.map((section) => {
        const mean = meanOf((sheets.get(subject.id) ?? []).map(({ marks }) => sectionCents(section, marks)));
        return mean === null ? null : mean / 100;
      }),
      proposal.total === null ? null : proposal.total / 100,
      levelNamed(round.template, level)?.name ?? '',
      subject.contact === null ? '' : (called.get(subject.contact) ?? ''),
    ]),
  };
}

function remarks(
  name: string,
  { themes }: Report,
  names: ReadonlyMap<number, string>,
  kind: 'achievements' | 'issues',
) {
  const line = (theme: string, { subject, text, times }: Remark): Cell[] => [
    theme,
    names.get(subject) ?? '',
    text,
    times,
  ];
  return {
    name,
    widths: [14, 34, 60, 8],
    head: ['方面', '支部', '内容', '人数'],
    lines: themes.flatMap((theme) => theme[kind].map((one) => line(theme.name, one))),
  };
}
