import { ACTIVITY_KINDS, type ActivityKind } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { KINDS, titleOf } from '../../activity/kinds.ts';
import { type Book, note, type Sheet } from '../../documents/book.ts';
import { BLANK } from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant, timeOf } from '../../time.ts';
import { aboveOf } from '../foot.ts';
import { yearLong } from '../period.ts';
import { attendanceIn, headOf, MARKS_WORD } from './attendance.ts';
import { countsIn, type Held, heldIn, isPublic } from './held.ts';
import { keptOf } from './record.ts';

/**
 * 台账: what a branch held in a year, a sheet for each kind, and who was there. What counts as two kinds stands on both
 * sheets. `reasons`: whether its reader knows why somebody was away. Of talks there is the day and nothing else.
 */
export function ledgerBook(db: Db, branch: Unit, year: number, reasons: boolean, now: Instant): Book {
  const held = heldIn(db, branch, yearLong(year), now).filter(({ activity }) => activity.startsAt <= now);
  const name = `${branch.name} ${year}年台账`;
  const above = aboveOf(db, branch, name, now);
  const open = held.filter(({ activity }) => isPublic(activity));
  const kinds = ACTIVITY_KINDS.filter((kind) => open.some(({ activity }) => activity.kinds.includes(kind)));
  return {
    name,
    sheets: [
      ...kinds.map((kind) => ({ ...kindSheet(db, kind, open, reasons, now), above })),
      ...talksSheet(held).map((sheet) => ({ ...sheet, above })),
      { ...attendanceSheet(open), above: [...above, [note(MARKS_WORD)]] },
    ],
  };
}

type Table = Omit<Sheet, 'above'>;

const COLUMNS = {
  日期: 12,
  时间: 14,
  组织: 18,
  地点: 16,
  主题: 30,
  议程: 36,
  主持人: 10,
  记录人: 10,
  应到: 6,
  实到: 6,
  请假: 6,
  缺席: 6,
  请假人员: 24,
  缺席人员: 24,
  列席: 16,
  决议: 36,
} as const;

function kindSheet(db: Db, kind: ActivityKind, held: readonly Held[], reasons: boolean, now: Instant): Table {
  return {
    name: KINDS[kind].word,
    widths: [6, ...Object.values(COLUMNS)],
    head: ['序号', ...Object.keys(COLUMNS)],
    lines: held
      .filter(({ activity }) => activity.kinds.includes(kind))
      .map(({ activity, lines }, index) => {
        const { record, onLeave } = keptOf(db, activity, reasons, now);
        return [
          index + 1,
          dayOf(activity.startsAt),
          `${timeOf(activity.startsAt)}至${timeOf(activity.endsAt)}`,
          record.unit,
          record.place || BLANK,
          record.theme,
          record.agenda || BLANK,
          record.host ?? BLANK,
          record.recorder ?? BLANK,
          ...countsIn(lines),
          onLeave.join('、'),
          record.absent.join('、'),
          record.observers.join('、'),
          record.resolutions ?? BLANK,
        ];
      }),
  };
}

function talksSheet(held: readonly Held[]): Table[] {
  const talks = held.filter(({ activity }) => !isPublic(activity));
  if (talks.length === 0) return [];
  const lines = talks.map(({ activity, lines }, index) => [
    index + 1,
    dayOf(activity.startsAt),
    lines.length,
  ]);
  return [{ name: KINDS.heartToHeartTalk.word, widths: [6, 12, 8], head: ['序号', '日期', '人数'], lines }];
}

function attendanceSheet(all: readonly Held[]): Table {
  const { held, lines } = attendanceIn(all);
  return {
    name: '出勤表',
    widths: [10, ...held.map(() => 12)],
    head: ['姓名', ...held.map(({ activity }) => `${headOf(activity)} ${titleOf(activity.kinds)}`)],
    lines,
  };
}
