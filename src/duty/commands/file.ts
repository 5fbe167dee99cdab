import { document, stillOver } from '../../chat/document.ts';
import { Refusal } from '../../errors.ts';
import { isBranch } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { parsePeriod } from '../spoken.ts';
import { besideOf } from '../summary/beside.ts';
import { summaryBook } from '../summary/book.ts';
import { settingOf } from '../summary/posting.ts';
import { summaryOf } from '../summary/summary.ts';
import { readWanted, Wanted } from '../summary/wanted.ts';
import { over } from './asked.ts';
import { filterOf, inputOf, summaryFor } from './summary.ts';

/** 导出 汇总: the summary that 汇总 shows, as a workbook. */
export const summaryFile = document({
  name: 'duty.summary',
  words: ['汇总表', '汇总'],
  help: '三会一课等完成情况和出勤的表格：导出 汇总 [时间] [单位] [逾期或活动类型]',
  who: 'oversee',
  input: Wanted,
  over,
  fromText: readWanted,
  order(ctx, wanted) {
    const { unit, summary } = summaryFor(ctx, wanted);
    if (summary.rows.length === 0)
      throw new Refusal('not_found', `${unit.name}在${summary.span.label}没有党支部，没有可以导出的。`);
    return inputOf(summary);
  },
  make(look, order) {
    const { db, now } = look;
    const wanted = Wanted.required({ unit: true, period: true }).parse(order);
    const today = dayOf(now);
    const unit = stillOver(look, 'oversee', wanted.unit);
    if (!unit) return null;
    const summary = summaryOf(db, unit, parsePeriod(wanted.period, today), filterOf(wanted), now);
    if (summary.rows.length === 0) return null;
    const beside = isBranch(unit.kind)
      ? []
      : besideOf({ db, unit, span: summary.span, reader: look.reader, now }, summary.filter);
    return summaryBook(summary, settingOf(db, unit).disclaimer, beside);
  },
});
