import { type Card, press } from '../../../../cards/card.ts';
import { peerReportCard } from '../../../../cards/evaluation/peer.ts';
import type { Ctx } from '../../../chat/command.ts';
import { handleOf } from '../../../people/names.ts';
import { may } from '../../../people/permit.ts';
import { dayOf } from '../../../time.ts';
import { levelChart } from '../../charts.ts';
import type { Round } from '../../round.ts';
import { namesOf } from '../../subject.ts';
import { totalWord } from '../../words.ts';
import { readReport } from '../read.ts';

const MOST_LINES = 5;

export function reportCard(ctx: Ctx, round: Round): Card {
  const { db } = ctx;
  const report = readReport(db, round);
  const names = namesOf(db, round);
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
  return peerReportCard({
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
