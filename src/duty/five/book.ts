import type { Review } from '../../../db/schema/three.ts';
import type { Db } from '../../../db/store.ts';
import { FIVE } from '../../activity/five.ts';
import { reviewedWord } from '../../activity/three/reviewed.ts';
import { THREE } from '../../activity/three/words.ts';
import { type Book, type Cell, type Sheet, total } from '../../documents/book.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { aboveOf } from '../foot.ts';
import { isWhole, reviewsIn, saidOf, type Tallied, type ThemeDay, talliedIn, themeDaysIn } from './days.ts';

/** 五定三评 of a year beneath a unit: a theme day a line, and a branch a line. */
export function fiveBook(db: Db, unit: Unit, year: number, now: Instant): Book {
  const days = themeDaysIn(db, unit.lineage, year);
  const reviews = reviewsIn(db, days, unit.lineage, dayOf(now));
  const name = `${unit.name} ${year}年主题党日五定三评`;
  const above = aboveOf(db, unit, name, now);
  return {
    name,
    sheets: [
      { ...dayTable(db, unit, days, reviews), above },
      { ...branchTable(unit, talliedIn(db, unit, days, now), reviews), above },
    ],
  };
}

type Table = Omit<Sheet, 'above'>;

function dayTable(db: Db, unit: Unit, days: readonly ThemeDay[], reviews: readonly Review[]): Table {
  const paths = pathsIn(db, unit, days);
  return {
    name: '主题党日',
    widths: [34, 12, 30, 16, 8, 8, 24, ...reviews.map(() => 20)],
    head: ['支部', '日期', '主题', '地点', '应到', '实到', '五定', ...reviews.map(wordOf)],
    lines: days.map((day) => {
      const { plan, missing } = day;
      const held = plan.closedAt !== null;
      return [
        paths.get(plan.unit) ?? plan.unitName,
        dayOf(plan.startsAt),
        plan.theme,
        plan.place,
        held ? plan.expected : null,
        held ? plan.present : null,
        isWhole(day) ? '齐全' : `还差 ${missing.map((mark) => FIVE[mark].word).join('、')}`,
        ...reviews.map((review) => saidOn(day, review)),
      ];
    }),
  };
}

/** With the sentence that an office wrote. */
function saidOn({ reviews }: ThemeDay, review: Review): string | null {
  const found = reviews.find((one) => one.review === review);
  if (!found || found.state === 'none') return null;
  const said = found.state === 'given' && found.said !== '' ? `：${found.said}` : '';
  return `${reviewedWord(found)}${said}`;
}

function branchTable(unit: Unit, tallied: readonly Tallied[], reviews: readonly Review[]): Table {
  const lineOf = (name: string, held: readonly ThemeDay[]): Cell[] => [
    name,
    held.length,
    held.filter(isWhole).length,
    ...reviews.map((review) => saidOf(held, review)),
  ];
  return {
    name: '支部',
    widths: [34, 10, 10, ...reviews.map(() => 28)],
    head: ['支部', '已开展', '五定齐全', ...reviews.map(wordOf)],
    lines: [
      ...tallied.map(({ branch, held }) => lineOf(beneath(unit, branch.path), held)),
      total(
        lineOf(
          '合计',
          tallied.flatMap(({ held }) => held),
        ),
      ),
    ],
  };
}

function wordOf(review: Review): string {
  return THREE[review].word;
}

function pathsIn(db: Db, unit: Unit, days: readonly ThemeDay[]): Map<number, string> {
  const ids = [...new Set(days.map(({ plan }) => plan.unit))];
  return new Map(ids.map((id) => [id, beneath(unit, findUnit(db, id)?.path ?? '')]));
}

/** As it is called from there; itself by its name. */
function beneath({ path: above, name }: Unit, path: string): string {
  return path.startsWith(`${above}/`) ? path.slice(above.length + 1) : name;
}
