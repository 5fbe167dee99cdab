import type { Category } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { isOver, STANDING_WORDS } from '../../activity/attendance.ts';
import { expectedOf } from '../../activity/expected.ts';
import { countsOf, type Line, linesOf, shown } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import {
  columns,
  known,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
  under,
} from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import { CATEGORY_WORDS } from '../../people/words.ts';
import { dayOf, type Instant, timeOf } from '../../time.ts';
import { footOf } from '../foot.ts';

interface Expected extends Line {
  category: Category;
}

/** 签到表: before a meeting to be signed by hand, afterwards with what is on record. */
export function sheetPaper(db: Db, activity: Activity, unit: Unit, now: Instant): Paper {
  const categories = new Map(expectedOf(db, activity).map(({ person, category }) => [person, category]));
  const lines = linesOf(db, activity, now);
  const expected = lines.expected.map((line) => ({
    ...line,
    category: categories.get(line.person) ?? 'full',
  }));
  const { title: named, when, until, place, theme } = shown(db, activity, now);
  const { present, onLeave, absent } = countsOf(activity, lines);
  const over = isOver(activity, now);
  return {
    name: `${unit.name} ${named}签到表 ${dayOf(activity.startsAt)}`,
    as: 'record',
    leaves: [
      [
        title(`${named}签到表`),
        under(unit.name),
        known({ 时间: `${when}至${until}`, 地点: place, 主题: theme }),
        listOf(expected),
        ...(over
          ? [
              paragraph(
                `应到 ${expected.length} 人，实到 ${present} 人，请假 ${onLeave} 人，缺席 ${absent} 人。`,
              ),
            ]
          : [paragraph(`应到 ${expected.length} 人，实到＿＿人，请假＿＿人，缺席＿＿人。`)]),
      ],
    ],
    foot: footOf(db, unit),
  };
}

function listOf(expected: readonly Expected[]): Part {
  return table(
    columns({ 序号: 5, 姓名: 9, 党员类别: 9, 签名: 12, 备注: 11 }),
    expected.map((line, index) => [
      index + 1,
      line.name,
      CATEGORY_WORDS[line.category],
      signedWord(line),
      remarkWord(line),
    ]),
  );
}

/** 14:58 签到; what somebody else wrote down says so, and no time. Empty where it is still to be signed. */
function signedWord({ row }: Line): string {
  if (row?.presentAt == null) return '';
  if (row.how === 'self') return `${timeOf(row.presentAt)} 签到`;
  return row.how === 'proxy' ? '代签' : '补记';
}

function remarkWord({ standing, row }: Line): string {
  if (row?.makeUpGranted === true && row.presentAt === null) return `${STANDING_WORDS[standing]}，已补学`;
  return standing === 'present' || standing === 'open' ? '' : STANDING_WORDS[standing];
}
