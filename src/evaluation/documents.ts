import { z } from 'zod';
import type { Db } from '../../db/store.ts';
import { IdInput } from '../activity/inputs.ts';
import type { Ctx } from '../chat/command.ts';
import { type Document, document } from '../chat/document.ts';
import { highestUnder } from '../duty/scope.ts';
import { Refusal } from '../errors.ts';
import { may, type Right } from '../people/permit.ts';
import { findUnit, postsOf, type Unit } from '../people/store.ts';
import { dayOf, type Instant } from '../time.ts';
import { appraisalBook } from './appraisal/book.ts';
import { isSecretary, loadAppraisal } from './appraisal/read.ts';
import { issueBook } from './book.ts';
import { debriefBook } from './debrief/book.ts';
import { latestRound } from './latest.ts';
import { findRound, type Round, roundsOf } from './round.ts';
import { starBook } from './star/book.ts';
import { visitBook } from './visit/book.ts';

const OfRound = z.object({ round: IdInput.optional() });
const Ordered = z.object({ round: z.number() });
const OfUnit = z.object({ unit: IdInput.optional(), round: IdInput.optional() });

const starFile = document({
  name: 'star.roster',
  words: ['星级名单', '星级评定'],
  help: '星级名单、评分汇总和扣分依据',
  who: 'administer',
  input: OfRound,
  over: (ctx, { round }) => latestRound(ctx, round, 'starRating', 'administer').unit,
  order: (ctx, { round }) => ({ round: latestRound(ctx, round, 'starRating', 'administer').id }),
  make({ db, now, reader }, order) {
    const found = permitted(db, reader, now, 'administer', findRound(db, Ordered.parse(order).round));
    return found && starBook(db, found.round, found.committee, now);
  },
});

const visitFile = document({
  name: 'peer.report',
  words: ['观摩报告', '观摩'],
  help: '观摩情况、各支部平均分、亮点和问题',
  who: 'administer',
  input: OfRound,
  over: (ctx, { round }) => latestRound(ctx, round, 'peerVisit', 'administer').unit,
  order: (ctx, { round }) => ({ round: latestRound(ctx, round, 'peerVisit', 'administer').id }),
  make({ db, now, reader }, order) {
    const found = permitted(db, reader, now, 'administer', findRound(db, Ordered.parse(order).round));
    return found && visitBook(db, found.round, found.committee, now);
  },
});

const debriefFile = document({
  name: 'debrief.result',
  words: ['述职评议', '述职'],
  help: '述职评议的票数、等次、点评和报告',
  who: 'administer',
  input: OfRound,
  over: (ctx, { round }) => latestRound(ctx, round, 'debrief', 'administer').unit,
  order: (ctx, { round }) => ({ round: latestRound(ctx, round, 'debrief', 'administer').id }),
  make({ db, now, reader }, order) {
    const found = permitted(db, reader, now, 'administer', findRound(db, Ordered.parse(order).round));
    return found && debriefBook(db, found.round, found.committee, now);
  },
});

/** The members' results: made for the secretary and for nobody above. */
const appraisalFile = document({
  name: 'appraisal.result',
  words: ['民主评议党员', '民主评议'],
  help: '民主评议党员的自评、互评和等次，只给支部书记',
  who: 'organise',
  input: OfRound,
  order: (ctx, { round }) => ({ round: appraisalOf(ctx, round) }),
  make({ db, now, reader }, order) {
    const round = findRound(db, Ordered.parse(order).round);
    const branch = round && findUnit(db, round.unit);
    if (!branch || reader === null || round.kind !== 'appraisal') return null;
    return isSecretary(db, branch.id, reader, dayOf(now)) ? appraisalBook(db, round, branch, now) : null;
  },
});

function appraisalOf(ctx: Ctx, id: number | undefined): number {
  const today = dayOf(ctx.now);
  const rounds =
    id === undefined
      ? postsOf(ctx.db, ctx.person.id, today).flatMap(({ unit }) => roundsOf(ctx.db, unit.id, 'appraisal'))
      : [loadAppraisal(ctx.db, id)];
  const own = rounds.find(({ unit }) => isSecretary(ctx.db, unit, ctx.person.id, today));
  if (!own) throw new Refusal('not_allowed', '没有您能导出的民主评议结果，只有支部书记可以导出。');
  return own.id;
}

const issueFile = document({
  name: 'issue.list',
  words: ['整改清单', '问题清单', '整改'],
  help: '要整改的问题：措施、责任人、期限和进展',
  who: 'oversee',
  input: OfUnit,
  over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
  order(ctx, { unit, round }) {
    const of = unit ?? highestUnder(ctx, 'oversee');
    return { unit: of, ...(round !== undefined && { round }) };
  },
  make({ db, now, reader }, order) {
    const { unit: id, round } = OfUnit.required({ unit: true }).parse(order);
    const unit = findUnit(db, id);
    if (!unit || reader === null || !may(db, reader, 'oversee', id, dayOf(now))) return null;
    return issueBook(db, unit, round, now);
  },
});

export const evaluationDocuments: readonly Document[] = [
  starFile,
  visitFile,
  debriefFile,
  appraisalFile,
  issueFile,
];

/** A right, or the round itself, may have gone between asking for a file and having it made. */
function permitted(
  db: Db,
  reader: number | null,
  now: Instant,
  right: Right,
  round: Round | undefined,
): { round: Round; committee: Unit } | null {
  const committee = round && findUnit(db, round.unit);
  if (!committee) return null;
  return reader !== null && may(db, reader, right, committee.id, dayOf(now)) ? { round, committee } : null;
}
