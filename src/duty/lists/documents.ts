import { z } from 'zod';
import { type Document, document, stillOver } from '../../chat/document.ts';
import { IdInput } from '../../chat/inputs.ts';
import { highestUnder } from '../scope.ts';
import { subjectNamed } from '../subject.ts';
import { listsBook, listsPaper } from './paper.ts';

const OfUnit = z.object({ unit: IdInput.optional() });

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
  make(look, order, format) {
    const unit = stillOver(look, 'oversee', OfUnit.required().parse(order).unit);
    return unit ? (format === 'word' ? listsPaper : listsBook)(look.db, unit, look.now) : null;
  },
});

export const listDocuments: readonly Document[] = [listFile];
