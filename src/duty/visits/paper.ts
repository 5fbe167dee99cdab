import type { Db } from '../../../db/store.ts';
import type { Book } from '../../documents/book.ts';
import {
  columns,
  heading,
  issued,
  known,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
} from '../../documents/paper.ts';
import { handleOf, handles } from '../../people/names.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { type Day, dayOf, dottedDay, type Instant, longDay } from '../../time.ts';
import { aboveOf, footOf } from '../foot.ts';
import { homeOf, visitsOwed } from './leaders.ts';
import { liaisonsOf } from './liaisons.ts';
import type { FollowUp } from './store.ts';
import { type VisitYear, visitYear, visitYearWord } from './summary.ts';
import { bookOf } from './year.ts';

/** A visit as a leader's book has it. */
interface Entry {
  day: Day;
  branch: string;
  form: string;
  heard: string;
  followUps: readonly FollowUp[];
}

interface LeaderBook {
  leader: string;
  year: number;
  branches: string[];
  owed: number | null;
  /** The earliest first. */
  entries: readonly Entry[];
  /** Who sees to what is to follow. */
  owners: ReadonlyMap<number, string>;
}

/** 下基层记录: a leader's year, for themself and whoever oversees their committee. */
export function leaderPaper(db: Db, leader: number, year: number, now: Instant): Paper {
  const book = readBook(db, leader, year, dayOf(now));
  const home = homeOf(db, leader, dayOf(now));
  return {
    name: `${book.leader} ${year}年下基层记录`,
    as: 'record',
    leaves: [bookParts(book)],
    foot: home ? footOf(db, home) : null,
  };
}

function readBook(db: Db, leader: number, year: number, today: Day): LeaderBook {
  const { visits, attended, followUps } = bookOf(db, leader, year);
  const noted = visits.map(
    ({ id, day, unit, form, heard }): Entry => ({
      day,
      branch: findUnit(db, unit)?.name ?? '',
      form,
      heard,
      followUps: followUps.get(id) ?? [],
    }),
  );
  const proved = attended.map((day) => ({
    day,
    branch: '',
    form: '下基层调研',
    heard: '见活动记录',
    followUps: [],
  }));
  const owners = [...followUps.values()].flat().map(({ owner }) => owner);
  return {
    leader: handleOf(db, today, leader),
    year,
    branches: liaisonsOf(db, leader, today).map(({ unitName }) => unitName),
    owed: visitsOwed(db, leader, year, today),
    entries: [...noted, ...proved].toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    owners: handles(db, today, owners),
  };
}

const COLUMNS = columns({ 序号: 4, 日期: 7, 党支部: 11, 方式: 7, 了解到的情况: 18, 跟进事项和结果: 20 });

function bookParts({ leader, year, branches, owed, entries, owners }: LeaderBook): Part[] {
  return [
    title(`${year}年下基层记录`),
    known({
      领导: leader,
      挂点联系: branches.join('、'),
      次数: `${entries.length} 次${owed === null ? '' : `（本地要求每年 ${owed} 次）`}`,
    }),
    entries.length === 0
      ? paragraph('这一年还没有下基层记录。')
      : table(
          COLUMNS,
          entries.map(({ day, branch, form, heard, followUps }, index) => [
            index + 1,
            dottedDay(day),
            branch,
            form,
            heard,
            followUps.map((one) => followLine(one, owners)).join('\n'),
          ]),
        ),
  ];
}

/** 维修屋面（许晴，2026.11.30前）：已办结，屋面已经重做. */
function followLine(
  { what, owner, deadline, doneAt, result }: FollowUp,
  owners: ReadonlyMap<number, string>,
): string {
  const by = deadline === null ? '' : `${dottedDay(deadline)}前`;
  const who = [owners.get(owner) ?? '', by].filter((word) => word !== '').join('，');
  return `${what}${who === '' ? '' : `（${who}）`}：${doneAt === null ? '在办' : `已办结，${result ?? ''}`}`;
}

/** 下基层情况汇总: the party office's page of a year, by name and without ranks. */
export function summaryPaper(db: Db, unit: Unit, year: number, now: Instant): Paper {
  return {
    name: `${unit.name} ${year}年下基层情况汇总`,
    as: 'record',
    leaves: [
      [
        ...summaryParts(unit, visitYear(db, unit, year, dayOf(now)), year),
        issued(unit.name, longDay(dayOf(now))),
      ],
    ],
    foot: footOf(db, unit),
  };
}

function summaryParts({ name }: Pick<Unit, 'name'>, found: VisitYear, year: number): Part[] {
  const { leaders, open } = found;
  return [
    title(`${name}${year}年下基层情况汇总`),
    paragraph(visitYearWord(found)),
    heading('各位领导'),
    table(
      columns({ 领导: 8, 挂点联系的党支部: 18, 下基层次数: 8, 跟进事项: 6, 已办结: 6 }),
      leaders.map(({ name: called, branches, count, owed, followUps, done }) => [
        called,
        branches.join('、'),
        owed === null ? count : `${count}/${owed}`,
        followUps,
        done,
      ]),
    ),
    ...(open.length === 0
      ? []
      : [
          heading('在办事项'),
          table(
            columns({ 党支部: 14, 事项: 24, 期限: 8 }),
            open.map(({ branch, what, deadline }) => [branch, what, dottedDay(deadline)]),
          ),
        ]),
  ];
}

/** The same as a table to count in. */
export function summaryBook(db: Db, unit: Unit, year: number, now: Instant): Book {
  const { leaders, open } = visitYear(db, unit, year, dayOf(now));
  const name = `${unit.name} ${year}年下基层情况汇总`;
  const above = aboveOf(db, unit, name, now);
  return {
    name,
    sheets: [
      {
        name: '领导',
        widths: [14, 40, 10, 10, 10, 10],
        above,
        head: ['领导', '挂点联系的党支部', '下基层次数', '本地要求', '跟进事项', '已办结'],
        lines: leaders.map(({ name: called, branches, count, owed, followUps, done }) => [
          called,
          branches.join('、'),
          count,
          owed,
          followUps,
          done,
        ]),
      },
      {
        name: '在办事项',
        widths: [34, 60, 14],
        above,
        head: ['党支部', '事项', '期限'],
        lines: open.map(({ branch, what, deadline }) => [branch, what, deadline]),
      },
    ],
  };
}
