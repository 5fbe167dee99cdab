import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { aboveOf } from '../../duty/foot.ts';
import type { Unit } from '../../people/store.ts';
import type { Instant } from '../../time.ts';
import { historyOf } from '../decision.ts';
import type { Round } from '../round.ts';
import { type Cents, cents, sectionCents } from '../score.ts';
import { nameOf } from '../subject.ts';
import { itemsOf, levelNamed } from '../template.ts';
import { HOW_WORDS, type Rated, ratedIn } from './read.ts';
import { RED_FLAG } from './template.ts';

/** 评分汇总 alone: the points of every sheet, and what they were lost by. */
export function scoreBook(db: Db, round: Round, committee: Unit, now: Instant): Book {
  const name = `${committee.name} ${round.year}年星级评分汇总`;
  const above = aboveOf(db, committee, name, now);
  const all = ratedIn(db, round);
  const sheets = [scores(db, round, all), losses(db, round, all)];
  return { name, sheets: sheets.map((sheet) => ({ ...sheet, above })) };
}

/** 星级名单: how every branch came out, its points by section, and what it lost them by. */
export function starBook(db: Db, round: Round, committee: Unit, now: Instant): Book {
  const name = `${committee.name} ${round.title}`;
  const above = aboveOf(db, committee, name, now);
  const all = ratedIn(db, round);
  return {
    name,
    sheets: [roster(db, round, all), scores(db, round, all), losses(db, round, all)].map((sheet) => ({
      ...sheet,
      above,
    })),
  };
}

function roster(db: Db, round: Round, all: readonly Rated[]) {
  const { template } = round;
  return {
    name: '名单',
    widths: [34, 14, 10, 12, 12, 14, 30],
    head: ['支部', '申报', '得分', '评定', '红旗党支部', '上次评定', '原因'],
    lines: all.map(({ subject, declared, proposal, decision }): Cell[] => [
      nameOf(db, round, subject),
      declared ? `${HOW_WORDS[declared.how]}${levelNamed(template, declared.level)?.name ?? ''}` : '',
      pointsCell(proposal.total),
      decision ? (levelNamed(template, decision.level)?.name ?? '不定星级') : '',
      decision?.honours.includes(RED_FLAG) ? '是' : '',
      lastRating(db, round, subject.unit),
      decision?.reason ?? '',
    ]),
  };
}

/** 2025年四星: what a branch was rated before this round; empty for none. */
export function lastRating(db: Db, round: Round, unit: number): string {
  const chapters = historyOf(db, unit, 'starRating').filter(({ year }) => year < round.year);
  const last = chapters.at(-1);
  return last ? `${last.year}年${last.level || '不定星级'}` : '';
}

/** A sheet a line. */
function scores(db: Db, round: Round, all: readonly Rated[]) {
  const { sections, roles } = round.template;
  return {
    name: '评分汇总',
    widths: [34, 12, ...sections.map(() => 11), 10],
    head: ['支部', '评分', ...sections.map((section) => section.name), '合计'],
    lines: all.flatMap(({ subject, sheets }) =>
      sheets.map((sheet): Cell[] => [
        nameOf(db, round, subject),
        roles.find(({ id }) => id === sheet.role)?.name ?? '',
        ...sections.map((section) => pointsCell(sectionCents(section, sheet.marks))),
        pointsCell(sheet.total),
      ]),
    ),
  };
}

/** What each sheet takes away, with what the records say and what the scorer does. */
function losses(db: Db, round: Round, all: readonly Rated[]) {
  const { roles } = round.template;
  const items = itemsOf(round.template);
  return {
    name: '扣分',
    widths: [34, 12, 24, 8, 8, 46, 36],
    head: ['支部', '评分', '项目', '次数', '扣分', '记录', '说明'],
    lines: all.flatMap(({ subject, sheets }) =>
      sheets.flatMap((sheet) =>
        items.flatMap((item): Cell[][] => {
          const answer = sheet.marks.items[item.id];
          if (item.how !== 'deduct' || !answer || answer.value === 0) return [];
          const times = Number(answer.value);
          const lost = cents(item.each) * Math.min(times, item.most ?? times);
          const role = roles.find(({ id }) => id === sheet.role)?.name ?? '';
          return [
            [
              nameOf(db, round, subject),
              role,
              item.name,
              times,
              pointsCell(lost),
              answer.basis,
              answer.remark,
            ],
          ];
        }),
      ),
    ),
  };
}

function pointsCell(amount: Cents | null): Cell {
  return amount === null ? null : amount / 100;
}
