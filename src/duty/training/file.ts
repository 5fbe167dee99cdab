import { z } from 'zod';
import { document, stillOver } from '../../chat/document.ts';
import { isBranch } from '../../people/permit.ts';
import { unitOf } from '../commands/asked.ts';
import { thisYear } from '../commands/five.ts';
import { countsBook, listBook } from './book.ts';
import { Asked, readAsked } from './commands/look.ts';

const Ordered = z.object({ unit: z.number(), year: z.number() });

/** 导出 培训学时: names for whoever organises the branch, numbers for those above it. */
export const hoursFile = document({
  name: 'training.hours',
  words: ['培训学时', '学时'],
  help: '支部的学时名单，上级的只有人数：导出 培训学时 [年份] [单位]',
  who: 'oversee',
  input: Asked,
  over: (ctx, { unit }) => unitOf(ctx, unit).id,
  fromText: readAsked,
  order: (ctx, { unit, year }) => ({ unit: unitOf(ctx, unit).id, year: year ?? thisYear(ctx) }),
  make(look, order) {
    const { unit: id, year } = Ordered.parse(order);
    const unit = stillOver(look, 'oversee', id);
    if (!unit) return null;
    const named = isBranch(unit.kind) && stillOver(look, 'organise', id) !== undefined;
    return (named ? listBook : countsBook)(look.db, unit, year, look.now);
  },
});
