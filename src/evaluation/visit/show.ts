import { type Action, type Card, press } from '../../../cards/card.ts';
import {
  visitBranchCard,
  visitDeskCard,
  visitReportCard,
  visitRouteCard,
} from '../../../cards/evaluation/visit.ts';
import type { Db } from '../../../db/store.ts';
import type { Ctx } from '../../chat/command.ts';
import { shortDay } from '../../duty/words.ts';
import { handleOf } from '../../people/names.ts';
import { may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant, sayDay, saySoon, timeOf } from '../../time.ts';
import { coverageChart, levelChart } from '../charts.ts';
import { decisionOf } from '../decision.ts';
import { type Named, nameOf, type Round, subjectsOf } from '../round.ts';
import { combined, meanOf, sectionCents } from '../score.ts';
import { type Note, sheetsAbout } from '../sheet.ts';
import { levelNamed } from '../template.ts';
import { totalWord } from '../words.ts';
import { clashesIn, coverageOf, readReport, unplanned } from './read.ts';
import { type Party, partiesOf, type Stop, scoredBy, sheetCounts, stopsOf } from './store.ts';

/** A round as a committee sees it: all of it, or its own subtree. */
export function deskCard(ctx: Ctx, round: Round, committee: Unit): Card {
  const { db } = ctx;
  const coverage = coverageOf(db, round, committee.lineage);
  const { branches, units, sheets } = coverage;
  const top = committee.id === round.unit;
  const groups = top ? progressOf(db, round) : [];
  const administers = top && may(db, ctx.person.id, 'administer', committee.id, dayOf(ctx.now));
  return visitDeskCard({
    title: round.title,
    unit: committee.name,
    coverage: {
      ...branches,
      units: `已到 ${units.seen}/${units.all} 个，全部看完 ${units.whole} 个`,
      sheets: `${sheets} 份`,
    },
    groups: groups.map(({ name, members, seen, all }) => ({
      label: name,
      value: `${members} 人，已看 ${seen}/${all} 站`,
    })),
    chart: groups.some(({ all }) => all > 0) ? coverageChart(groups) : undefined,
    notes: administers && round.publishedAt === null ? gaps(db, round) : [],
    actions: top ? deskActions(round, administers) : [],
  });
}

interface Progress {
  name: string;
  members: number;
  seen: number;
  all: number;
}

function progressOf(db: Db, round: Round): Progress[] {
  const stops = Map.groupBy(stopsOf(db, round.id), ({ group }) => group);
  const counts = sheetCounts(db, round.id);
  return partiesOf(db, round.id).map(({ id, name, members }) => {
    const own = stops.get(id) ?? [];
    const seen = own.filter(({ subject }) => counts.has(subject)).length;
    return { name, members: members.length, seen, all: own.length };
  });
}

function gaps(db: Db, round: Round): string[] {
  const clashes = clashesIn(db, round.id).length;
  const missing = unplanned(db, round.id).length;
  return [
    ...(clashes > 0 ? [`路线有 ${clashes} 处冲突，请先调整。`] : []),
    ...(missing > 0 ? [`还有 ${missing} 个支部没有排进路线。`] : []),
  ];
}

function deskActions(round: Round, administers: boolean): Action[] {
  const id = { round: round.id };
  const report = [press('情况报告', 'peer.report', id), press('问题清单', 'issue.list', id)];
  if (!administers || round.publishedAt !== null) return report;
  return [
    press('观摩组', 'peer.groups', id, 'primary'),
    press('安排路线', 'peer.planForm', id),
    press('看冲突', 'peer.clashes', id),
    press('发出路线', 'peer.announce', id),
    press('评分表', 'evaluation.template', id),
    press('评定', 'peer.results', id),
    ...report,
  ];
}

/** A group's route on its next day, for one who goes along: what is to be scored first. */
export function routeCard(
  { db, now }: { db: Db; now: Instant },
  reader: number | null,
  round: Round,
  group: Party,
): Card {
  const stops = stopsOf(db, round.id).filter((stop) => stop.group === group.id);
  const day = dayToShow(stops, dayOf(now));
  const today = stops.filter(({ startsAt }) => dayOf(startsAt) === day);
  const names = namesIn(db, round);
  const done = reader === null ? new Set<number>() : scoredBy(db, round.id, reader);
  const open = today.filter(({ subject, startsAt }) => !done.has(subject) && dayOf(startsAt) <= dayOf(now));
  const seated = group.members.some(({ person }) => person === reader);
  return visitRouteCard({
    title: round.title,
    group: group.name,
    who: `${handleOf(db, dayOf(now), group.leader)}（组长）等 ${group.members.length} 人`,
    days: daysWord(stops),
    day: `${sayDay(day)}，${today.length} 站`,
    stops: today.map(({ subject, startsAt, endsAt }) => ({
      time: `${timeOf(startsAt)}—${timeOf(endsAt)}`,
      branch: names.get(subject) ?? '',
      mark: done.has(subject) ? '已评' : '',
    })),
    actions: seated
      ? open
          .slice(0, 5)
          .map(({ id, subject }, index) =>
            press(
              `评分：${names.get(subject) ?? ''}`,
              'peer.scoreForm',
              { stop: id },
              index === 0 ? 'primary' : undefined,
            ),
          )
      : [],
  });
}

/** Today if there are stops, else the next day, else the last. */
function dayToShow(stops: readonly Stop[], today: Day): Day {
  const days = [...new Set(stops.map(({ startsAt }) => dayOf(startsAt)))].toSorted();
  return days.find((day) => day >= today) ?? days.at(-1) ?? today;
}

function daysWord(stops: readonly Stop[]): string {
  const days = Map.groupBy(stops, ({ startsAt }) => dayOf(startsAt));
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, own]) => `${shortDay(day)} ${own.length} 站`)
    .join('，');
}

export function namesIn(db: Db, round: Round): Map<number, string> {
  return new Map(subjectsOf(db, round.id).map((subject) => [subject.id, nameOf(db, round, subject)]));
}

/**
 * A branch in a round. Its own people see when they are visited, and what is published; the round's committee sees
 * how it stands. Remarks go without the names of those who wrote them.
 */
export function branchCard(ctx: Ctx, round: Round, subject: Named): Card {
  const { db } = ctx;
  const today = dayOf(ctx.now);
  const administers = may(db, ctx.person.id, 'administer', round.unit, today);
  const results =
    administers || (round.publishedAt !== null && may(db, ctx.person.id, 'oversee', subject.unit, today));
  const stop = stopsOf(db, round.id).find((one) => one.subject === subject.id);
  const decision = decisionOf(db, subject.id);
  const sheets = results ? sheetsAbout(db, round, subject.id) : [];
  const notes = sheets.flatMap((sheet) => sheet.notes);
  const level =
    decision && (round.publishedAt !== null || administers)
      ? levelNamed(round.template, decision.level)
      : null;
  const contact = subject.contact !== null && (administers || round.publishedAt !== null);
  return visitBranchCard({
    title: round.title,
    branch: nameOf(db, round, subject),
    facts: {
      观摩时间: stop ? `${saySoon(stop.startsAt)}—${timeOf(stop.endsAt)}` : '还没有安排',
      ...(sheets.length > 0 && {
        评分表: `${sheets.length} 份`,
        平均分: totalWord(combined(round.template, sheets)),
      }),
      ...(level && { 评定: level.name }),
      ...(contact && subject.contact !== null && { 联系领导: handleOf(db, today, subject.contact) }),
    },
    themes:
      sheets.length > 0
        ? round.template.sections.map((section) => ({
            theme: section.name,
            mean: totalWord(meanOf(sheets.map(({ marks }) => sectionCents(section, marks)))),
          }))
        : [],
    remarks: [
      { title: '亮点', lines: linesOf(round, notes, 'achievement') },
      { title: '问题', lines: linesOf(round, notes, 'issue') },
    ],
    actions: administers
      ? [
          ...(sheets.length > 0 ? [press('评定', 'peer.decideForm', { subject: subject.id })] : []),
          press('联系领导', 'peer.contactForm', { subject: subject.id }),
          press('提出问题', 'issue.raiseForm', { subject: subject.id }),
        ]
      : [],
  });
}

function linesOf(round: Round, notes: readonly Note[], kind: Note['kind']): string[] {
  const lines = notes
    .filter((one) => one.kind === kind)
    .map(
      ({ theme, text }) => `${round.template.sections.find(({ id }) => id === theme)?.name ?? ''}：${text}`,
    );
  return [...new Set(lines)].toSorted();
}

const MOST_LINES = 5;

export function reportCard(ctx: Ctx, round: Round): Card {
  const { db } = ctx;
  const report = readReport(db, round);
  const names = namesIn(db, round);
  const { branches, units, levels, themes, seen } = report;
  const last = round.template.levels.at(-1)?.id;
  const remarks = themes.flatMap(({ name, achievements, issues }) =>
    [
      { title: `${name}·亮点`, all: achievements },
      { title: `${name}·问题`, all: issues },
    ]
      .filter(({ all }) => all.length > 0)
      .map(({ title, all }) => ({
        title,
        lines: all
          .slice(0, MOST_LINES)
          .map(
            ({ subject, text, times }) =>
              `${names.get(subject) ?? ''}：${text}${times > 1 ? `（${times} 人）` : ''}`,
          ),
        rest: Math.max(0, all.length - MOST_LINES),
      })),
  );
  return visitReportCard({
    title: `${round.title}：情况报告`,
    summary: [
      `共 ${units.all} 个单位、${branches.all} 个支部，已看 ${units.seen} 个单位（全部看完 ${units.whole} 个）、${branches.seen} 个支部，`,
      `${report.scorers} 人填写评分表 ${report.sheets} 份，平均 ${totalWord(report.mean)}。`,
    ].join(''),
    levels: levels.map(({ name, count }) => ({ label: name, value: `${count} 个支部` })),
    chart: levelChart(levels),
    themes: themes.map(({ name, mean, achievements, issues }) => ({
      theme: name,
      mean: totalWord(mean),
      achievements: String(achievements.length),
      issues: String(issues.length),
    })),
    remarks,
    behind: seen
      .filter(({ level }) => level === last)
      .slice(0, 20)
      .map(({ subject }) => ({
        label: names.get(subject.id) ?? '',
        value:
          subject.contact === null ? '还没有明确联系领导' : handleOf(db, dayOf(ctx.now), subject.contact),
      })),
    actions: [
      press('问题清单', 'issue.list', { round: round.id }),
      ...(may(db, ctx.person.id, 'administer', round.unit, dayOf(ctx.now))
        ? [press('导出报告', 'file.peer.report', { round: round.id })]
        : []),
    ],
  });
}
