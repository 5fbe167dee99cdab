import { type Action, type Card, press } from '../../../../cards/card.ts';
import { starDeskCard } from '../../../../cards/evaluation/star.ts';
import type { Ctx } from '../../../chat/command.ts';
import { may } from '../../../people/permit.ts';
import type { Unit } from '../../../people/store.ts';
import { dayOf, sayDay, shortDay } from '../../../time.ts';
import type { Round } from '../../round.ts';
import { decidedLevels, meanBasics } from '../drawn.ts';
import { compare, type Rated, ratedIn, roundBefore } from '../read.ts';
import { type StarRole, unitFor } from '../role.ts';
import { STAGES } from '../template.ts';

/** A round as a committee sees it: all of it, or its own subtree. */
export function deskCard(ctx: Ctx, round: Round, committee: Unit): Card {
  const top = committee.id === round.unit;
  const administers = may(ctx.db, ctx.person.id, 'administer', committee.id, dayOf(ctx.now));
  const all = ratedIn(ctx.db, round);
  const own = all.filter(({ subject }) => subject.lineage.startsWith(committee.lineage));
  const role = top ? 'top' : 'committee';
  const tied = own.filter(({ proposal, decision }) => proposal.tied && !decision).length;
  return starDeskCard({
    title: round.title,
    unit: committee.name,
    steps: stepsOf(ctx, round, own),
    compared: top ? comparedRows(ctx, round) : [],
    before: roundBefore(ctx.db, round) !== undefined,
    charts: [
      top ? decidedLevels(ctx.db, round, committee.lineage) : undefined,
      administers || round.publishedAt !== null
        ? meanBasics(ctx.db, round, committee.lineage, own)
        : undefined,
    ].filter((chart) => chart !== undefined),
    notes: tied > 0 ? [`${tied} 个支部同分而名额不够，请集体研究后逐个定星。`] : [],
    actions: administers ? deskActions(round, role) : [],
  });
}

function deskActions(round: Round, role: StarRole): Action[] {
  const id = { round: round.id };
  const list = [
    press('逐个评分', 'star.list', { ...id, which: 'unscored', role }, 'primary'),
    press('全部支部', 'star.list', { ...id, which: 'all', role }),
  ];
  if (role !== 'top') return list;
  const after = press('星级名单', 'star.roster', id);
  if (round.publishedAt !== null)
    return [press('全部支部', 'star.list', { ...id, which: 'all', role }), after];
  return [
    ...list,
    press('评分结果', 'star.results', id),
    press('评分表', 'evaluation.template', id),
    press('时间安排', 'star.stagesForm', id),
    after,
  ];
}

function stepsOf(ctx: Ctx, round: Round, own: readonly Rated[]): { label: string; value: string }[] {
  const scored = (role: string) =>
    own.filter(({ sheets }) => sheets.some((sheet) => sheet.role === role)).length;
  const between = own.filter(({ subject }) => unitFor(ctx.db, 'committee', round, subject) !== null).length;
  const counts: Record<(typeof STAGES)[number]['id'], string> = {
    declare: `${own.filter(({ declared }) => declared !== null).length}/${own.length} 个支部`,
    self: `${scored('self')}/${own.length} 个支部`,
    committee: between > 0 ? `${scored('committee')}/${between} 个支部` : '',
    top: `${scored('top')}/${own.length} 个支部`,
    publicity: '',
  };
  const steps = STAGES.map(({ id, name }) => {
    const until = round.stages.find((stage) => stage.id === id)?.until ?? '';
    const by = until && `${shortDay(until)}截止`;
    return { label: name, value: [counts[id], by].filter((part) => part !== '').join('，') };
  });
  return [
    ...steps.filter(({ value }) => value !== ''),
    { label: '定星', value: `${own.filter(({ decision }) => decision).length}/${own.length} 个支部` },
    { label: '公布', value: round.publishedAt === null ? '未公布' : sayDay(dayOf(round.publishedAt)) },
  ];
}

export function comparedRows(ctx: Ctx, round: Round): Record<string, string>[] {
  return compare(ctx.db, round).map((row) => ({
    level: row.level,
    declared: String(row.declared),
    decided: String(row.decided),
    declaredBefore: String(row.declaredBefore ?? ''),
    decidedBefore: String(row.decidedBefore ?? ''),
  }));
}
