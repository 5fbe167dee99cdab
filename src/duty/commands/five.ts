import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { fiveOverviewCard, fiveYearCard, type ReviewHeads } from '../../../cards/duty/five.ts';
import type { FiveMark } from '../../../db/schema/activity.ts';
import type { Review } from '../../../db/schema/three.ts';
import { FIVE, fiveWord, marksOf } from '../../activity/five.ts';
import { loadActivity } from '../../activity/store.ts';
import { isOpenFor, speaksFor } from '../../activity/three/office.ts';
import { reviewedWord } from '../../activity/three/reviewed.ts';
import { reviewsOf } from '../../activity/three/settings.ts';
import { THREE } from '../../activity/three/words.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { isBranch, may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, shortDay, yearOf } from '../../time.ts';
import {
  isWhole,
  oftenMissing,
  reviewsIn,
  saidOf,
  type ThemeDay,
  talliedIn,
  themeDaysIn,
} from '../five/days.ts';
import { subjectNamed, subjectOf } from '../subject.ts';

export const OfYear = z.object({
  unit: IdInput.optional(),
  year: z.number().int().optional(),
});

const MOST_ROWS = 30;
const MOST_WORDS = 2;

/** 五定 of a year, computed from the plans, and 三评 as people said it. */
export const fiveCommands = [
  define({
    name: 'duty.five',
    words: ['五定', '五定三评', '三评'],
    help: '主题党日的五定三评：五定 [年份] [单位]',
    who: 'anyone',
    input: OfYear,
    fromText: readYear,
    run(ctx, { unit, year = thisYear(ctx) }) {
      const subject = subjectOf(ctx, unit);
      return isBranch(subject.unit.kind)
        ? branchYear(ctx, subject.unit, year)
        : overview(ctx, subject.unit, year);
    },
  }),
];

/** 2025年 第一党支部. */
export function readYear(ctx: Ctx, rest: string): z.infer<typeof OfYear> {
  const found = /(20\d\d)年?/.exec(rest);
  const unit = subjectNamed(ctx, rest.replace(found?.[0] ?? '', '').trim());
  return { ...(unit !== undefined && { unit }), ...(found && { year: Number(found[1]) }) };
}

export function thisYear({ now }: Ctx): number {
  return yearOf(dayOf(now));
}

function branchYear(ctx: Ctx, unit: Unit, year: number): Reply {
  const days = themeDaysIn(ctx.db, unit.lineage, year);
  const reviews = reviewsIn(ctx.db, days, unit.lineage, dayOf(ctx.now));
  const card = fiveYearCard({
    unit: unit.name,
    year,
    ...lookedAt(ctx, unit),
    summary:
      days.length === 0
        ? '这一年还没有安排主题党日。'
        : `安排 ${days.length} 次，五定齐全 ${days.filter(isWhole).length} 次。`,
    heads: headsOf(reviews),
    rows: days.map((day) => ({
      day: shortDay(dayOf(day.plan.startsAt)),
      theme: day.plan.theme || '—',
      five: fiveWord(day.marks, day.missing),
      reviews: wordsOf(day, reviews),
    })),
    actions: unsaidIn(ctx, days),
  });
  return privately(card);
}

/** Whoever speaks for the branch may say a word of what it has said nothing of yet; the newest first. */
function unsaidIn(ctx: Ctx, days: readonly ThemeDay[]) {
  const unsaid = days.filter(({ plan, reviews }) => {
    const waits = reviews.some(({ review, state }) => review === 'branch' && state === 'none');
    return waits && plan.closedAt !== null && speaksFor(ctx.db, plan.unit, ctx.person.id, dayOf(ctx.now));
  });
  return unsaid
    .toReversed()
    .slice(0, MOST_WORDS)
    .filter(({ plan }) => isOpenFor(ctx.db, loadActivity(ctx.db, plan.id), 'branch', ctx.now))
    .map(({ plan }) =>
      press(`点评：${shortDay(dayOf(plan.startsAt))}`, 'three.wordForm', { activity: plan.id }),
    );
}

function overview(ctx: Ctx, unit: Unit, year: number): Reply {
  const today = dayOf(ctx.now);
  const days = themeDaysIn(ctx.db, unit.lineage, year);
  const reviews = reviewsIn(ctx.db, days, unit.lineage, today);
  const tallied = talliedIn(ctx.db, unit, days, ctx.now);
  const held = tallied.flatMap((one) => one.held);
  const card = fiveOverviewCard({
    unit: unit.name,
    year,
    ...lookedAt(ctx, unit),
    summary: `共 ${tallied.length} 个支部，开展 ${held.length} 次，五定齐全 ${held.filter(isWhole).length} 次。`,
    heads: headsOf(reviews),
    rows: tallied.slice(0, MOST_ROWS).map((one) => ({
      branch: one.branch.path.slice(unit.path.length + 1),
      held: String(one.held.length),
      whole: String(one.held.filter(isWhole).length),
      missing: oftenMissing(one.held)
        .map(({ mark, count }) => `${FIVE[mark].word} ${count} 次`)
        .join('、'),
      reviews: Object.fromEntries(reviews.map((review) => [columnOf(review), saidOf(one.held, review)])),
    })),
    more: Math.max(0, tallied.length - MOST_ROWS),
    actions: may(ctx.db, ctx.person.id, 'administer', unit.id, today)
      ? [press('看哪几项', 'duty.fiveForm', { unit: unit.id }), press('上级评价', 'three.above')]
      : [],
  });
  return privately(card);
}

function lookedAt({ db, now }: Ctx, unit: Unit): { marks: string; reviews: string } {
  return {
    marks: marksWord(marksOf(db, unit.id)),
    reviews: reviewsOf(db, unit.id, dayOf(now))
      .map((review) => THREE[review].word)
      .join('、'),
  };
}

function headsOf(reviews: readonly Review[]): ReviewHeads {
  return Object.fromEntries(reviews.map((review) => [columnOf(review), THREE[review].word]));
}

/** Other columns have names of their own. */
function columnOf(review: Review): string {
  return `three.${review}`;
}

/** Of a review that did not hold on its day there is nothing to say. */
function wordsOf(day: ThemeDay, reviews: readonly Review[]): Record<string, string> {
  return Object.fromEntries(
    reviews.map((review) => {
      const found = day.reviews.find((one) => one.review === review);
      return [columnOf(review), found ? reviewedWord(found) : ''];
    }),
  );
}

export function marksWord(marks: readonly FiveMark[]): string {
  return marks.map((mark) => FIVE[mark].word).join('、');
}
