import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { pageCard } from '../../../../cards/evaluation/list.ts';
import { starResultCard } from '../../../../cards/evaluation/star.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput, IdInput } from '../../../chat/inputs.ts';
import { unitNamed } from '../../../duty/scope.ts';
import { Refusal } from '../../../errors.ts';
import { demand, isBranch, may, unitsUnder } from '../../../people/permit.ts';
import { findUnit, subtree, type Unit, unitsOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { historyOf } from '../../decision.ts';
import { OfSubject } from '../../inputs.ts';
import { loadRound, type Round, roundsOver } from '../../round.ts';
import { loadSubject, nameOf, subjectOf } from '../../subject.ts';
import { ratedIn } from '../read.ts';
import { unitFor } from '../role.ts';
import { branchCard, historyLines } from '../show/branch.ts';
import { deskCard } from '../show/desk.ts';

/** 星级评定: to a committee its round, to a branch its part, to a member what was published. */
export const starHomeCommands = [
  define({
    name: 'star.home',
    words: ['星级评定', '星级', '评星'],
    help: '星级评定：申报、自评、评分和结果',
    who: 'anyone',
    input: z.object({ unit: IdInput.optional() }),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'oversee') } : {}),
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      if (unit !== undefined) {
        demand(ctx.db, ctx.person.id, 'oversee', unit, today);
        return home(ctx, findUnit(ctx.db, unit));
      }
      const own = unitsUnder(ctx.db, ctx.person.id, 'oversee', today).flatMap(
        ({ id }) => findUnit(ctx.db, id) ?? [],
      );
      const here = own.find(({ id }) => ctx.chat.kind === 'group' && ctx.chat.unit === id);
      const first = here ?? own.find(({ kind }) => !isBranch(kind)) ?? own[0];
      return first ? home(ctx, first) : published(ctx);
    },
  }),

  define({
    name: 'star.list',
    words: [],
    who: 'administer',
    input: z.object({
      round: IdInput,
      which: z.enum(['all', 'unscored']),
      role: z.enum(['committee', 'top']),
      from: FromInput,
    }),
    run(ctx, { round: id, which, role, from }) {
      const round = loadRound(ctx.db, id, 'starRating');
      const today = dayOf(ctx.now);
      const own = unitsUnder(ctx.db, ctx.person.id, 'administer', today);
      const listed = ratedIn(ctx.db, round).filter(({ subject, sheets }) => {
        const unit = unitFor(ctx.db, role, round, subject);
        const open = which === 'all' || sheets.every((sheet) => sheet.role !== role);
        return open && unit !== null && own.some(({ lineage }) => `${subject.lineage}`.startsWith(lineage));
      });
      if (listed.length === 0) {
        return privately(card('都评过了', [text('没有还要评分的支部。')], { tone: 'success' }));
      }
      const choices = listed.map(({ subject }) =>
        press(nameOf(ctx.db, round, subject), 'star.subject', { subject: subject.id }),
      );
      const next = { command: 'star.list', input: { round: id, which, role } };
      return privately(pageCard(`${round.title}：${listed.length} 个支部`, choices, from, next));
    },
  }),

  define({
    name: 'star.subject',
    words: [],
    who: 'oversee',
    input: OfSubject,
    over: (ctx, { subject }) => loadSubject(ctx.db, subject).unit,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      return privately(branchCard(ctx, loadRound(ctx.db, subject.round, 'starRating'), subject));
    },
  }),
];

function home(ctx: Ctx, unit: Unit | undefined): Reply {
  if (!unit) throw new Refusal('not_found', '没有找到这个党组织，请重新说一次。');
  const [round] = roundsOver(ctx.db, unit, 'starRating');
  if (!isBranch(unit.kind)) return round ? committee(ctx, round, unit) : nothing(ctx, unit);
  const subject = round && subjectOf(ctx.db, round.id, unit.id);
  return subject ? privately(branchCard(ctx, round, subject)) : nothing(ctx, unit);
}

/** A round that is published may be followed by the next. */
function committee(ctx: Ctx, round: Round, unit: Unit): Reply {
  const shown = deskCard(ctx, round, unit);
  const again = round.publishedAt !== null && round.unit === unit.id && mayOpen(ctx, unit);
  const own = ownBranch(ctx, round);
  return privately({
    ...shown,
    actions: [
      ...shown.actions,
      ...(own ? [press(`本支部：${own.name}`, 'star.subject', { subject: own.id })] : []),
      ...(again ? [press('开始新一年的评定', 'star.openForm', { unit: unit.id })] : []),
    ],
  });
}

function ownBranch(ctx: Ctx, round: Round) {
  const branches = unitsUnder(ctx.db, ctx.person.id, 'organise', dayOf(ctx.now));
  return branches.flatMap(({ id }) => subjectOf(ctx.db, round.id, id) ?? [])[0];
}

function nothing(ctx: Ctx, unit: Unit): Reply {
  const open = !isBranch(unit.kind) && mayOpen(ctx, unit);
  const history = historyLines(historyOf(ctx.db, unit.id, 'starRating'));
  const intro =
    '每年一轮：支部申报、自评，党委和工委评分，集体研究定星，再公布。基本活动和基本制度按记录自动填写。';
  return privately(
    card(
      '还没有开始星级评定',
      [text(open ? intro : '上级党组织开始以后，这里可以申报和自评。'), ...history.map(text)],
      {
        tone: 'info',
        actions: open ? [press('开始星级评定', 'star.openForm', { unit: unit.id }, 'primary')] : [],
      },
    ),
  );
}

function mayOpen(ctx: Ctx, unit: Unit): boolean {
  const today = dayOf(ctx.now);
  const branches = subtree(ctx.db, unit.lineage, today).some(({ kind }) => isBranch(kind));
  return branches && may(ctx.db, ctx.person.id, 'administer', unit.id, today);
}

/** A member sees what was published of their branch, and nobody's points. */
function published(ctx: Ctx): Reply {
  const branch = unitsOf(ctx.db, ctx.person.id, dayOf(ctx.now)).find(({ kind }) => isBranch(kind));
  if (!branch) throw new Refusal('not_found', '名册上没有您所在的支部，请联系支部书记。');
  const [round] = roundsOver(ctx.db, branch, 'starRating');
  const running = round && round.publishedAt === null ? `${round.title}正在进行，结果公布后可以查看。` : null;
  return privately(
    starResultCard(branch.name, historyLines(historyOf(ctx.db, branch.id, 'starRating')), running),
  );
}
