import { z } from 'zod';
import { document, stillOver } from '../../chat/document.ts';
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
  make(look, order) {
    const { unit: id, year } = Ordered.parse(order);
    const unit = stillOver(look, 'oversee', id);
    return unit ? fiveBook(look.db, unit, year, look.now) : null;
  },
});
