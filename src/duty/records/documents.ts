import { z } from 'zod';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { readKinds } from '../../activity/kinds.ts';
import { type Activity, loadActivity } from '../../activity/store.ts';
import type { Ctx } from '../../chat/command.ts';
import { type Document, document, type Format, stillOver } from '../../chat/document.ts';
import { IdInput } from '../../chat/inputs.ts';
import type { Book } from '../../documents/book.ts';
import type { Paper } from '../../documents/paper.ts';
import { Refusal } from '../../errors.ts';
import { demand, isBranch, may, REFUSED, type Right, unitsUnder } from '../../people/permit.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, type Instant, yearOf } from '../../time.ts';
import { takeYear } from '../days.ts';
import { subjectNamed, subjectOf } from '../subject.ts';
import { meant, type Which } from './find.ts';
import { handbookPaper } from './handbook.ts';
import { ledgerBook } from './ledger.ts';
import { noticePaper } from './notice.ts';
import { recordPaper } from './record.ts';
import { sheetPaper } from './sheet.ts';

const Asked = z.object({
  activity: IdInput.optional(),
  kinds: z.array(z.enum(ACTIVITY_KINDS)).default([]),
});
const Ordered = z.object({ activity: z.number() });

interface OfActivity {
  name: string;
  words: readonly string[];
  help: string;
  rights: readonly [Right, ...Right[]];
  which: Which;
  write(db: Db, activity: Activity, unit: Unit, organises: boolean, now: Instant): Paper;
}

/** A paper of one activity: the one on a button, or the last or next of the kinds that were named. */
function ofActivity({ name, words, help, rights, which, write }: OfActivity): Document {
  return document({
    name,
    words,
    help,
    who: rights,
    formats: ['word'],
    input: Asked,
    fromText: (_ctx, rest) => ({ kinds: kindsIn(rest) }),
    order(ctx, { activity, kinds }) {
      const found =
        activity === undefined ? chosen(ctx, kinds, rights, which) : loadActivity(ctx.db, activity);
      demand(ctx.db, ctx.person.id, rights, found.unit, dayOf(ctx.now));
      return { activity: found.id };
    },
    make({ db, now, reader }, order) {
      const activity = loadActivity(db, Ordered.parse(order).activity);
      const unit = findUnit(db, activity.unit);
      if (!unit || reader === null || activity.cancelledAt !== null) return null;
      const has = (right: Right) => may(db, reader, right, unit.id, dayOf(now));
      return rights.some(has) ? write(db, activity, unit, has('organise'), now) : null;
    },
  });
}

/** 上次党员大会, 最近的支委会. */
function kindsIn(said: string): ActivityKind[] {
  const { kinds, rest } = readKinds(said.replace(/^(上次|上一次|最近一次|最近|这次|下次|下一次)的?/, ''));
  if (rest !== '')
    throw new Refusal('invalid', `“${rest}”没看懂；可以说活动类型，如“导出 上次党员大会会议记录”。`);
  return kinds;
}

/** Those who organise mean their own first; a committee's office what was held beneath it. */
function chosen(ctx: Ctx, kinds: readonly ActivityKind[], rights: readonly Right[], which: Which): Activity {
  const today = dayOf(ctx.now);
  for (const right of rights) {
    const found = meant(ctx.db, unitsUnder(ctx.db, ctx.person.id, right, today), kinds, which, ctx.now);
    if (found) return found;
  }
  throw new Refusal('not_found', '没有找到这类活动；也可以先说“会议记录”选好哪一次，再导出。');
}

const OfYear = z.object({
  unit: IdInput.optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});

interface OfBranch {
  name: string;
  words: readonly [string, ...string[]];
  help: string;
  format: Format;
  write(db: Db, branch: Unit, year: number, reasons: boolean, now: Instant): Paper | Book;
}

/** A branch's year in one file. */
function ofBranch({ name, words, help, format, write }: OfBranch): Document {
  return document({
    name,
    words,
    help,
    who: 'oversee',
    formats: [format],
    input: OfYear,
    fromText(ctx, rest) {
      const { year, rest: said } = takeYear(rest, dayOf(ctx.now));
      return { year, unit: subjectNamed(ctx, said) };
    },
    order(ctx, { unit: asked, year = yearOf(dayOf(ctx.now)) }) {
      const { unit, trusted } = subjectOf(ctx, asked);
      if (year > yearOf(dayOf(ctx.now))) throw new Refusal('invalid', `${year}年还没到，还没有可以导出的。`);
      if (!isBranch(unit.kind))
        throw new Refusal(
          'invalid',
          `${words[0]}是一个支部一本，请写支部的名称，如“导出 ${words[0]} 第一党支部”。`,
        );
      if (!trusted) throw new Refusal('not_allowed', REFUSED.oversee);
      return { unit: unit.id, year };
    },
    make(look, order) {
      const { unit, year } = OfYear.required().parse(order);
      const branch = stillOver(look, 'oversee', unit);
      const reasons = stillOver(look, 'organise', unit) !== undefined;
      return branch ? write(look.db, branch, year, reasons, look.now) : null;
    },
  });
}

export const recordDocuments: readonly Document[] = [
  ofActivity({
    name: 'activity.record',
    words: ['会议记录', '活动记录'],
    help: '可以打印签名的会议记录：导出 上次党员大会会议记录',
    rights: ['organise', 'oversee'],
    which: 'last',
    write: recordPaper,
  }),
  ofActivity({
    name: 'activity.sheet',
    words: ['签到表'],
    help: '会前打印签名，或者会后留存：导出 主题党日签到表',
    rights: ['organise', 'oversee'],
    which: 'near',
    write: (db, activity, unit, _organises, now) => sheetPaper(db, activity, unit, now),
  }),
  ofActivity({
    name: 'activity.notice',
    words: ['会议通知', '活动通知'],
    help: '下一次活动的书面通知：导出 会议通知 [活动类型]',
    rights: ['organise'],
    which: 'next',
    write: (db, activity, unit, _organises, now) => noticePaper(db, activity, unit, now),
  }),
  ofBranch({
    name: 'duty.handbook',
    words: ['支部工作手册', '工作手册', '手册'],
    help: '一年的名册、活动、出勤、会议记录和小结：导出 2026年支部工作手册 [支部]',
    format: 'word',
    write: handbookPaper,
  }),
  ofBranch({
    name: 'duty.ledger',
    words: ['台账', '工作台账'],
    help: '一年的活动逐次登记，每类一张表，另附出勤表：导出 2026年台账 [支部]',
    format: 'table',
    write: ledgerBook,
  }),
];
