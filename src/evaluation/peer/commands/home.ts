import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { type Ctx, privately, type Reply, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { highestUnder, unitNamed } from '../../../duty/scope.ts';
import { Refusal } from '../../../errors.ts';
import { demand, isBranch, may, unitsUnder } from '../../../people/permit.ts';
import { findUnit, loadUnit, type Unit, unitsOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { OfRound, OfSubject, overRound } from '../../inputs.ts';
import { findRound, loadRound, type Round, roundsOver } from '../../round.ts';
import { loadSubject, subjectOf } from '../../subject.ts';
import { branchCard } from '../show/branch.ts';
import { deskCard } from '../show/desk.ts';
import { reportCard } from '../show/report.ts';
import { routeCard } from '../show/route.ts';
import { findGroup, isSeated, loadGroup, partiesOf, roundsWith, stopsOf } from '../store.ts';
import { scoreForm } from './score.ts';

/** 观摩: to whoever goes along their route, to a committee how far it is, to a branch when it is visited. */
export const peerHomeCommands = [
  define({
    name: 'peer.home',
    words: ['观摩', '逐支部观摩'],
    help: '观摩：路线、评分、进展和情况报告',
    who: 'anyone',
    input: z.object({ unit: IdInput.optional(), stop: IdInput.optional() }),
    fromText: (ctx, rest) => named(ctx, rest),
    run(ctx, { unit, stop }) {
      if (stop !== undefined) return scoreForm(ctx, stop);
      const today = dayOf(ctx.now);
      if (unit !== undefined) {
        demand(ctx.db, ctx.person.id, 'oversee', unit, today);
        return ofUnit(ctx, findUnit(ctx.db, unit));
      }
      const committee = unitsUnder(ctx.db, ctx.person.id, 'oversee', today)
        .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
        .find(({ kind }) => !isBranch(kind));
      const [seat] = roundsWith(ctx.db, ctx.person.id);
      if (committee && !seat) return ofUnit(ctx, committee);
      if (!seat) return ofUnit(ctx, ownBranch(ctx));
      const round = loadRound(ctx.db, seat.round, 'peerVisit');
      const shown = routeOf(ctx, round, seat.group);
      const branch = ownBranch(ctx);
      const own = branch && subjectOf(ctx.db, round.id, branch.id);
      const sees = own !== undefined && may(ctx.db, ctx.person.id, 'oversee', own.unit, today);
      const desk = { round: round.id, unit: committee?.id ?? 0 };
      return privately({
        ...shown,
        actions: [
          ...shown.actions,
          ...(committee ? [press('总体情况', 'peer.desk', desk)] : []),
          ...(sees ? [press(`本支部：${own.name}`, 'peer.subject', { subject: own.id })] : []),
        ],
      });
    },
  }),

  define({
    name: 'peer.desk',
    words: [],
    who: 'oversee',
    input: z.object({ round: IdInput, unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { round, unit }) {
      const committee = loadUnit(ctx.db, unit);
      return privately(deskCard(ctx, loadRound(ctx.db, round, 'peerVisit'), committee));
    },
  }),

  define({
    name: 'peer.route',
    words: [],
    who: 'anyone',
    input: z.object({ group: IdInput }),
    run(ctx, { group }) {
      const { round: id } = loadGroup(ctx.db, group);
      const round = loadRound(ctx.db, id, 'peerVisit');
      if (!isSeated(ctx.db, group, ctx.person.id)) {
        demand(ctx.db, ctx.person.id, 'administer', round.unit, dayOf(ctx.now));
      }
      return privately(routeOf(ctx, round, group));
    },
  }),

  define({
    name: 'peer.subject',
    words: [],
    who: 'oversee',
    input: OfSubject,
    over: (ctx, { subject }) => loadSubject(ctx.db, subject).unit,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      return privately(branchCard(ctx, loadRound(ctx.db, subject.round, 'peerVisit'), subject));
    },
  }),

  define({
    name: 'peer.report',
    words: [],
    who: 'oversee',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => privately(reportCard(ctx, loadRound(ctx.db, round, 'peerVisit'))),
  }),
];

export const peerHomeViews: Record<string, View> = {
  'peer.route'({ db, now, reader }, input) {
    const { group } = z.object({ group: z.number() }).parse(input);
    const found = findGroup(db, group);
    const round = found && findRound(db, found.round);
    const party = round && partiesOf(db, round.id).find(({ id }) => id === group);
    if (!party || reader === null) return goneCard();
    return routeCard({ db, now }, reader, round, party);
  },
};

/** A branch on one's own route is scored; anything else is looked at. */
function named(ctx: Ctx, rest: string): { unit?: number; stop?: number } {
  if (!rest) return {};
  const [seat] = roundsWith(ctx.db, ctx.person.id);
  if (seat) {
    const stops = stopsOf(ctx.db, seat.round).filter(({ group }) => group === seat.group);
    const found = stops.filter(({ subject }) => {
      const { path } = loadSubject(ctx.db, subject);
      return path === rest || path.endsWith(`/${rest}`);
    });
    const [only] = found;
    if (only && found.length === 1) return { stop: only.id };
    if (found.length > 1)
      throw new Refusal(
        'conflict',
        `路线上有几个“${rest}”，请带上单位名称，如“观摩 财政局机关党委/${rest}”。`,
      );
  }
  return { unit: unitNamed(ctx, rest, 'oversee') };
}

function routeOf(ctx: Ctx, round: Round, group: number) {
  const party = partiesOf(ctx.db, round.id).find(({ id }) => id === group);
  if (!party) throw new Refusal('not_found', '没有找到这个观摩组。');
  return routeCard(ctx, ctx.person.id, round, party);
}

function ownBranch(ctx: Ctx): Unit | undefined {
  return unitsOf(ctx.db, ctx.person.id, dayOf(ctx.now)).find(({ kind }) => isBranch(kind));
}

function ofUnit(ctx: Ctx, unit: Unit | undefined): Reply {
  const found = unit ?? findUnit(ctx.db, highestUnder(ctx, 'oversee'));
  if (!found) throw new Refusal('not_found', '名册上没有您所在的支部，请联系支部书记。');
  const [round] = roundsOver(ctx.db, found, 'peerVisit');
  if (isBranch(found.kind)) {
    const subject = round && subjectOf(ctx.db, round.id, found.id);
    return subject ? privately(branchCard(ctx, round, subject)) : nothing(ctx, found);
  }
  if (!round) return nothing(ctx, found);
  const shown = deskCard(ctx, round, found);
  const again = round.publishedAt !== null && mayOpen(ctx, found);
  return privately({
    ...shown,
    actions: [
      ...shown.actions,
      ...(again ? [press('开始新一轮观摩', 'peer.openForm', { unit: found.id })] : []),
    ],
  });
}

function mayOpen(ctx: Ctx, unit: Unit): boolean {
  return !isBranch(unit.kind) && may(ctx.db, ctx.person.id, 'administer', unit.id, dayOf(ctx.now));
}

function nothing(ctx: Ctx, unit: Unit): Reply {
  const open = mayOpen(ctx, unit);
  const intro = open
    ? '逐支部观摩、整单位提升：分组、排路线，现场每人一张评分表，按平均分评定先进、中间、后进，讲评后列出问题整改。'
    : '上级党组织安排观摩以后，这里可以看到时间和结果。';
  return privately(
    card('还没有安排观摩', [text(intro)], {
      tone: 'info',
      actions: open ? [press('开始观摩', 'peer.openForm', { unit: unit.id }, 'primary')] : [],
    }),
  );
}
