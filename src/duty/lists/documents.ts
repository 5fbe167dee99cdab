import { z } from 'zod';
import { type Document, document } from '../../chat/document.ts';
import { may } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { highestUnder } from '../scope.ts';
import { subjectNamed } from '../subject.ts';
import { listsBook, listsPaper } from './paper.ts';

const OfUnit = z.object({ unit: z.coerce.number().int().positive().optional() });

const listFile = document({
  name: 'list.duties',
  words: ['责任清单', '工作清单', '支部工作清单', '清单'],
  help: '各级各岗的清单；表格是完成情况：导出 责任清单 [单位]',
  who: 'oversee',
  formats: ['word', 'table'],
  input: OfUnit,
  fromText: (ctx, rest) => ({ unit: subjectNamed(ctx, rest) }),
  over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
  order: (ctx, { unit }) => ({ unit: unit ?? highestUnder(ctx, 'oversee') }),
  make({ db, now, reader }, order, format) {
    const { unit: id } = OfUnit.required().parse(order);
    const unit = findUnit(db, id);
    if (!unit || reader === null || !may(db, reader, 'oversee', id, dayOf(now))) return null;
    return (format === 'word' ? listsPaper : listsBook)(db, unit, now);
  },
});

export const listDocuments: readonly Document[] = [listFile];
