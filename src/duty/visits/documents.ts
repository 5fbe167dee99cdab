import { z } from 'zod';
import type { Ctx } from '../../chat/command.ts';
import { type Document, document, stillOver } from '../../chat/document.ts';
import { Refusal } from '../../errors.ts';
import { isBranch } from '../../people/permit.ts';
import { findPerson, findUnit } from '../../people/store.ts';
import { dayOf, yearOf } from '../../time.ts';
import { highestUnder } from '../scope.ts';
import { Asked, readAsked } from './commands/year.ts';
import { mayRead } from './leaders.ts';
import { leaderPaper, summaryBook, summaryPaper } from './paper.ts';

const OfLeader = z.object({ leader: z.number(), year: z.number() });
const OfUnit = z.object({ unit: z.number(), year: z.number() });

/** A leader's book: their own, or one of a committee that the asker oversees. */
const bookFile = document({
  name: 'visit.book',
  words: ['下基层记录', '我的下基层'],
  help: '一位领导全年的下基层记录：导出 下基层记录 [年份] [姓名]',
  who: 'anyone',
  offered: 'oversee',
  formats: ['word'],
  input: Asked,
  fromText: readAsked,
  order(ctx, { leader = ctx.person.id, year = yearOf(dayOf(ctx.now)), unit }) {
    if (unit !== undefined) throw new Refusal('invalid', '请写领导的姓名；单位的说“导出 下基层汇总”。');
    if (!mayRead(ctx.db, ctx.person.id, leader, dayOf(ctx.now)))
      throw new Refusal('not_allowed', '下基层记录由本人和所在党委查看。');
    return { leader, year };
  },
  make({ db, now, reader }, order) {
    const { leader, year } = OfLeader.parse(order);
    if (reader === null || !findPerson(db, leader)) return null;
    return mayRead(db, reader, leader, dayOf(now)) ? leaderPaper(db, leader, year, now) : null;
  },
});

/** The party office's year. */
const summaryFile = document({
  name: 'visit.summary',
  words: ['下基层汇总', '下基层情况', '下基层'],
  help: '全年下基层情况汇总：导出 下基层汇总 [年份] [单位]',
  who: 'oversee',
  formats: ['word', 'table'],
  input: Asked,
  fromText: readAsked,
  over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
  order(ctx, { leader, unit, year = yearOf(dayOf(ctx.now)) }) {
    if (leader !== undefined) throw new Refusal('invalid', '一位领导的，请说“导出 下基层记录”，后面写姓名。');
    return { unit: committee(ctx, unit), year };
  },
  make(look, order, format) {
    const { unit: id, year } = OfUnit.parse(order);
    const unit = stillOver(look, 'oversee', id);
    return unit ? (format === 'word' ? summaryPaper : summaryBook)(look.db, unit, year, look.now) : null;
  },
});

function committee(ctx: Ctx, asked: number | undefined): number {
  const unit = findUnit(ctx.db, asked ?? highestUnder(ctx, 'oversee'));
  if (!unit || isBranch(unit.kind))
    throw new Refusal('not_allowed', '汇总由党委的同志导出；您自己的说“导出 下基层记录”。');
  return unit.id;
}

export const visitDocuments: readonly Document[] = [bookFile, summaryFile];
