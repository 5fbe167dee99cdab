import { asc } from 'drizzle-orm';
import { FIVE_MARKS, type FiveMark, fiveSettings } from '../../db/schema/activity.ts';
import { type Db, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { findUnit } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { expectedOf } from './expected.ts';
import { WINDOW } from './kinds.ts';
import type { Activity } from './store.ts';

/** What a plan fixes; 定形式 and 定主讲 are other places' custom. */
export type Fixed = Pick<Activity, 'place' | 'theme' | 'agenda' | 'form' | 'lecturer'>;

export const FIVE: Record<FiveMark, { word: string; isFixed(plan: Fixed, expected: number): boolean }> = {
  time: { word: '定时间', isFixed: () => true },
  place: { word: '定地点', isFixed: ({ place }) => place !== '' },
  theme: { word: '定主题', isFixed: ({ theme }) => theme !== '' },
  content: { word: '定内容', isFixed: ({ agenda }) => agenda !== '' },
  people: { word: '定人员', isFixed: (_plan, expected) => expected > 0 },
  form: { word: '定形式', isFixed: ({ form }) => form !== '' },
  lecturer: { word: '定主讲', isFixed: ({ lecturer }) => lecturer !== '' },
};

/** Nothing defines 五定; these are the most common. */
const USUAL: readonly FiveMark[] = ['time', 'place', 'theme', 'content', 'people'];

const selectMarks = prepared((db) =>
  db
    .select({ unit: fiveSettings.unit, marks: fiveSettings.marks })
    .from(fiveSettings)
    .orderBy(asc(fiveSettings.id))
    .prepare(),
);

/** The marks that a unit looks at: the nearest unit's last word on it. */
export function marksOf(db: Db, unit: number): readonly FiveMark[] {
  return marksOn(db)(findUnit(db, unit)?.lineage ?? '');
}

/** The same by lineage, for however many units. */
export function marksOn(db: Db): (lineage: string) => readonly FiveMark[] {
  const byUnit = new Map(
    selectMarks(db)
      .all()
      .map(({ unit, marks }) => [unit, marks]),
  );
  return (lineage) => {
    const over = lineage.split('/').filter(Boolean).map(Number);
    return over.map((id) => byUnit.get(id)).findLast((marks) => marks !== undefined) ?? USUAL;
  };
}

export function setMarks(db: Db, unit: number, wanted: readonly FiveMark[], by: number, now: Instant): void {
  const marks = FIVE_MARKS.filter((mark) => wanted.includes(mark));
  if (marks.length < 3) throw new Refusal('invalid', '至少选三项。');
  db.insert(fiveSettings).values({ unit, marks, at: now, by }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'five.set',
    subject: `unit:${unit}`,
    after: marks,
  });
}

/** The marks that a plan has not fixed. */
export function missingOf(plan: Fixed, marks: readonly FiveMark[], expected: number): FiveMark[] {
  return marks.filter((mark) => !FIVE[mark].isFixed(plan, expected));
}

/** 五项已齐, or what is missing. */
export function fiveWord(marks: readonly FiveMark[], missing: readonly FiveMark[]): string {
  if (missing.length === 0) return `${'零一二三四五六七'[marks.length]}项已齐`;
  return `还差 ${missing.map((mark) => FIVE[mark].word).join('、')}`;
}

/** Of a 主题党日, computed from the plan itself and never typed in; null of anything else. */
export function fiveOf(db: Db, activity: Activity, expected: number): string | null {
  if (!activity.kinds.includes('themeDay')) return null;
  const marks = marksOf(db, activity.unit);
  return fiveWord(marks, missingOf(activity, marks, expected));
}

/** On a notice until check-in opens; whoever is told is expected, so that there is somebody. */
export function fiveAhead(db: Db, activity: Activity, now: Instant): string | null {
  const ahead = activity.cancelledAt === null && activity.startsAt - WINDOW > now;
  return ahead ? fiveOf(db, activity, 1) : null;
}

/** What to say to whoever has just planned it; empty where nothing is missing. */
export function fiveHint(db: Db, activity: Activity): string {
  if (!activity.kinds.includes('themeDay')) return '';
  const missing = missingOf(activity, marksOf(db, activity.unit), expectedOf(db, activity).length);
  if (missing.length === 0) return '';
  return `五定还差${missing.map((mark) => FIVE[mark].word).join('、')}，点“补充内容”就能补上。`;
}

/** Whether a unit wants to know in which form a theme day is held. */
export function asksForm(db: Db, unit: number): boolean {
  return marksOf(db, unit).includes('form');
}
