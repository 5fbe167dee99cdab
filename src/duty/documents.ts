import { type Document, document, stillOver } from '../chat/document.ts';
import { dayOf } from '../time.ts';
import { beneathFile } from './beneath.ts';
import { brandsBook } from './brands/book.ts';
import { over, spanOf, unitOf } from './commands/asked.ts';
import { summaryFile } from './commands/file.ts';
import { fiveFile } from './five/file.ts';
import { lecturesBook } from './owed/lectures.ts';
import { periodOf } from './period.ts';
import { parsePeriod } from './spoken.ts';
import { standardsBook } from './standards/book.ts';
import { readWanted, Wanted } from './summary/wanted.ts';
import { hoursFile } from './training/file.ts';

const lectureFile = document({
  name: 'duty.lectures',
  words: ['微型党课', '微党课'],
  help: '微型党课的主讲人、日期和主题：导出 微型党课 [时间] [单位]',
  who: 'oversee',
  input: Wanted,
  over,
  fromText: readWanted,
  order(ctx, wanted) {
    const span = spanOf(ctx, wanted, periodOf('year', dayOf(ctx.now)));
    return { unit: unitOf(ctx, wanted.unit).id, period: span.label };
  },
  make(look, order) {
    const wanted = Wanted.required({ unit: true, period: true }).parse(order);
    const unit = stillOver(look, 'oversee', wanted.unit);
    return unit ? lecturesBook(look.db, unit, parsePeriod(wanted.period, dayOf(look.now)), look.now) : null;
  },
});

export const dutyDocuments: readonly Document[] = [
  summaryFile,
  beneathFile({
    name: 'standard.table',
    words: ['三化建设', '三化', '八有', '七好', '六好'],
    help: '三化、八有、七好、六好各支部达标情况和依据',
    table: standardsBook,
  }),
  beneathFile({
    name: 'brand.table',
    words: ['一支部一品牌', '品牌'],
    help: '各支部的品牌、口号和做法',
    table: brandsBook,
  }),
  lectureFile,
  fiveFile,
  hoursFile,
];
