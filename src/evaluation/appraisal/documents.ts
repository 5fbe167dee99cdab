import { z } from 'zod';
import type { Ctx } from '../../chat/command.ts';
import { type Document, document } from '../../chat/document.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { findUnit, postsOf } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { OfSubject } from '../inputs.ts';
import { findRound, roundsOf } from '../round.ts';
import { foundIn } from '../subject.ts';
import { appraisalBook } from './book.ts';
import { appraisalPaper, ownPaper } from './paper.ts';
import { appraisedIn, isSecretary, loadAppraisal, loadAppraised } from './read.ts';

const OfRound = z.object({ round: IdInput.optional() });

/** The members' results: made for the secretary and for nobody above. */
const resultFile = document({
  name: 'appraisal.result',
  words: ['民主评议党员', '民主评议登记表', '民主评议'],
  help: '民主评议党员的自评、互评和等次，文档是每人一页的登记表；只给支部书记',
  who: 'organise',
  formats: ['table', 'word'],
  input: OfRound,
  order: (ctx, { round }) => ({ round: appraisalOf(ctx, round) }),
  make({ db, now, reader }, order, format) {
    const round = findRound(db, OfRound.required().parse(order).round);
    const branch = round && findUnit(db, round.unit);
    if (!branch || reader === null || round.kind !== 'appraisal') return null;
    if (!isSecretary(db, branch.id, reader, dayOf(now))) return null;
    return (format === 'word' ? appraisalPaper : appraisalBook)(db, round, branch, now);
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

/** A member's own form: theirs alone, once they have been told. It is had from their own card. */
const ownFile = document({
  name: 'appraisal.own',
  words: [],
  help: '',
  who: 'anyone',
  formats: ['word'],
  input: OfSubject,
  order(ctx, { subject }) {
    const { round, appraised } = loadAppraised(ctx.db, subject, dayOf(ctx.now));
    if (appraised.member !== ctx.person.id || round.publishedAt === null)
      throw new Refusal('not_allowed', '登记表在支部告知结果以后，由本人导出。');
    return { subject };
  },
  make({ db, now, reader }, order) {
    const { subject } = OfSubject.parse(order);
    const found = foundIn(db, subject);
    const branch = found && findUnit(db, found.round.unit);
    if (!branch || found.round.kind !== 'appraisal' || found.round.publishedAt === null) return null;
    const own = appraisedIn(db, found.round, dayOf(now)).find(({ id }) => id === subject);
    return own && own.member === reader ? ownPaper(db, found.round, branch, own) : null;
  },
});

export const appraisalDocuments: readonly Document[] = [resultFile, ownFile];
