import { type Action, type Card, press } from '../../../../cards/card.ts';
import { peerDeskCard } from '../../../../cards/evaluation/peer.ts';
import type { Db } from '../../../../db/store.ts';
import type { Ctx } from '../../../chat/command.ts';
import { may } from '../../../people/permit.ts';
import type { Unit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { coverageChart } from '../../charts.ts';
import type { Round } from '../../round.ts';
import { clashesIn, coverageOf, unplanned } from '../read.ts';
import { partiesOf, sheetCounts, stopsOf } from '../store.ts';

/** A round as a committee sees it: all of it, or its own subtree. */
export function deskCard(ctx: Ctx, round: Round, committee: Unit): Card {
  const { db } = ctx;
  const coverage = coverageOf(db, round, committee.lineage);
  const { branches, units, sheets } = coverage;
  const top = committee.id === round.unit;
  const groups = top ? progressOf(db, round) : [];
  const administers = top && may(db, ctx.person.id, 'administer', committee.id, dayOf(ctx.now));
  return peerDeskCard({
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
