import { z } from 'zod';
import { document } from '../../chat/document.ts';
import { may } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { unitOf } from '../commands/asked.ts';
import { OfYear, readYear, thisYear } from '../commands/five.ts';
import { fiveBook } from './book.ts';

const Ordered = z.object({ unit: z.number(), year: z.number() });

/** 导出 五定三评: the year that 五定 shows, as a workbook. */
export const fiveFile = document({
  name: 'duty.five',
  words: ['五定三评', '五定', '三评'],
  help: '每次主题党日的五定三评：导出 五定三评 [年份] [单位]',
  who: 'oversee',
  input: OfYear,
  over: (ctx, { unit }) => unitOf(ctx, unit).id,
  fromText: readYear,
  order: (ctx, { unit, year }) => ({ unit: unitOf(ctx, unit).id, year: year ?? thisYear(ctx) }),
  make({ db, now, reader }, order) {
    const { unit: id, year } = Ordered.parse(order);
    const unit = findUnit(db, id);
    if (!unit || reader === null || !may(db, reader, 'oversee', id, dayOf(now))) return null;
    return fiveBook(db, unit, year, now);
  },
});
