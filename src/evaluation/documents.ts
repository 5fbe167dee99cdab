import { z } from 'zod';
import type { RoundKind } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import type { Ctx } from '../chat/command.ts';
import { type Document, document, type Format, stillOver } from '../chat/document.ts';
import { IdInput } from '../chat/inputs.ts';
import type { Book } from '../documents/book.ts';
import type { Paper } from '../documents/paper.ts';
import { takeYear } from '../duty/days.ts';
import { highestUnder } from '../duty/scope.ts';
import { Refusal } from '../errors.ts';
import { unitsUnder } from '../people/permit.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, type Instant } from '../time.ts';
import { appraisalDocuments } from './appraisal/documents.ts';
import { awardBook } from './award/book.ts';
import { awardPaper } from './award/paper.ts';
import { issueBook } from './book.ts';
import { debriefBook } from './debrief/book.ts';
import { debriefPaper } from './debrief/paper.ts';
import { latestRound } from './latest.ts';
import { issuePaper } from './paper.ts';
import { peerBook } from './peer/book.ts';
import { peerPaper } from './peer/paper.ts';
import { findRound, type Round, roundsOf } from './round.ts';
import { scoreBook, starBook } from './star/book.ts';
import { scoresPaper, starPaper } from './star/paper.ts';

type Write<T> = (db: Db, round: Round, committee: Unit, now: Instant) => T;

interface OfCommittee {
  name: string;
  words: readonly string[];
  help: string;
  kind: RoundKind;
  usual: Format;
  word: Write<Paper>;
  table: Write<Book>;
}

const OfRound = z.object({ round: IdInput.optional(), year: z.number().optional() });
type OfRound = z.infer<typeof OfRound>;
const Ordered = z.object({ round: z.number() });

/** What the committee that holds a round has of it, as a written document and as a table. */
function ofCommittee({ name, words, help, kind, usual, word, table }: OfCommittee): Document {
  return document({
    name,
    words,
    help,
    who: 'administer',
    formats: usual === 'word' ? ['word', 'table'] : ['table', 'word'],
    input: OfRound,
    fromText: (ctx, rest) => ofYear(ctx, rest, words[0] ?? ''),
    over: (ctx, asked) => roundFor(ctx, asked, kind).unit,
    order: (ctx, asked) => ({ round: roundFor(ctx, asked, kind).id }),
    make(look, order, format) {
      const { db, now } = look;
      const round = findRound(db, Ordered.parse(order).round);
      const committee = round?.kind === kind ? stillOver(look, 'administer', round.unit) : undefined;
      return round && committee ? (format === 'word' ? word : table)(db, round, committee, now) : null;
    },
  });
}

/** 星级名单 2025年. */
function ofYear(ctx: Ctx, said: string, word: string): OfRound {
  const { year, rest } = takeYear(said, dayOf(ctx.now));
  if (rest !== '') throw new Refusal('invalid', `“${rest}”没看懂，可以说“导出 ${word}”，后面加年份。`);
  return { year };
}

function roundFor(ctx: Ctx, { round, year }: OfRound, kind: RoundKind): Round {
  if (round !== undefined || year === undefined) return latestRound(ctx, round, kind, 'administer');
  const own = unitsUnder(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now));
  const found = own.flatMap(({ id }) => roundsOf(ctx.db, id, kind)).find((one) => one.year === year);
  if (!found) throw new Refusal('not_found', `没有${year}年度的。不说年份，就是最近一次的。`);
  return found;
}

const starFiles = [
  ofCommittee({
    name: 'star.roster',
    words: ['星级名单', '星级党支部名册', '星级名册', '星级评定'],
    help: '星级党支部名册，表格里还有评分汇总和扣分依据',
    kind: 'starRating',
    usual: 'table',
    word: starPaper,
    table: starBook,
  }),
  ofCommittee({
    name: 'star.scores',
    words: ['星级评分汇总', '评分汇总'],
    help: '每个支部各项得分、各级评分和综合得分',
    kind: 'starRating',
    usual: 'table',
    word: scoresPaper,
    table: scoreBook,
  }),
];

const peerFile = ofCommittee({
  name: 'peer.report',
  words: ['观摩报告', '讲评会报告', '观摩讲评会报告', '观摩'],
  help: '观摩讲评会报告：情况、亮点、问题和整改；表格里有各支部平均分',
  kind: 'peerVisit',
  usual: 'word',
  word: peerPaper,
  table: peerBook,
});

const debriefFile = ofCommittee({
  name: 'debrief.result',
  words: ['述职评议', '述职'],
  help: '述职评议的票数、等次、点评、问题清单和报告',
  kind: 'debrief',
  usual: 'word',
  word: debriefPaper,
  table: debriefBook,
});

const awardFile = ofCommittee({
  name: 'award.result',
  words: ['评选公示', '评选结果', '评选名单', '评选'],
  help: '评选的公示，公布以后是结果通知；表格里有事迹、票数和结果',
  kind: 'award',
  usual: 'word',
  word: awardPaper,
  table: awardBook,
});

const OfUnit = z.object({ unit: IdInput.optional(), round: IdInput.optional() });

const issueFile = document({
  name: 'issue.list',
  words: ['整改清单', '问题清单', '整改'],
  help: '要整改的问题：措施、责任人、期限和进展',
  who: 'oversee',
  formats: ['table', 'word'],
  input: OfUnit,
  over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
  order(ctx, { unit, round }) {
    const of = unit ?? highestUnder(ctx, 'oversee');
    return { unit: of, ...(round !== undefined && { round }) };
  },
  make(look, order, format) {
    const { unit: id, round } = OfUnit.required({ unit: true }).parse(order);
    const unit = stillOver(look, 'oversee', id);
    return unit ? (format === 'word' ? issuePaper : issueBook)(look.db, unit, round, look.now) : null;
  },
});

export const evaluationDocuments: readonly Document[] = [
  ...starFiles,
  peerFile,
  debriefFile,
  ...appraisalDocuments,
  awardFile,
  issueFile,
];
