import { ACTIVITY_KINDS, type ActivityKind } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Activity } from '../../activity/store.ts';
import {
  BLANK,
  columns,
  known,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
  under,
} from '../../documents/paper.ts';
import { holdersOf, membersOf, subtree, type Unit } from '../../people/store.ts';
import { CATEGORY_WORDS, POST_WORDS } from '../../people/words.ts';
import { type Day, dayOf, dottedDay, type Instant, longDay } from '../../time.ts';
import { footOf } from '../foot.ts';
import { termOf } from '../owed/terms.ts';
import { yearLong } from '../period.ts';
import { type Summary, summaryOf } from '../summary/summary.ts';
import { hoursPart } from '../training/chapter.ts';
import { coverageWord } from '../words.ts';
import { attendanceTables } from './attendance.ts';
import { allChapters } from './chapters.ts';
import { countsIn, type Held, heldIn, isPublic } from './held.ts';
import { keptOf, recordParts } from './record.ts';

/**
 * 支部工作手册: a branch's year in one file, from its records: who they are, what was held, who came, every meeting's
 * record, and how the duties stand. `reasons`: whether its reader knows why somebody was away. What is confidential
 * (talks' contents, members' own results) is not in it.
 */
export function handbookPaper(db: Db, branch: Unit, year: number, reasons: boolean, now: Instant): Paper {
  const held = heldIn(db, branch, yearLong(year), now);
  const standing = summaryOf(db, branch, yearLong(year), {}, now);
  const day = dayIn(year, dayOf(now));
  return {
    name: `${branch.name} ${year}年支部工作手册`,
    as: 'record',
    leaves: [
      coverOf(db, branch, year, day, now),
      rosterOf(db, branch, day),
      gatheringsOf(held, now),
      ...attendanceTables(held.filter(({ activity }) => isPublic(activity))),
      ...recordsOf(db, held, reasons, now),
      talksOf(held, coverageIn(standing)),
      hoursPart(db, branch, year, reasons, dayOf(now)),
      ...allChapters().flatMap(({ write }) => {
        const parts = write({ db, branch, year, now });
        return parts ? [parts] : [];
      }),
      dutiesOf(standing),
    ],
    foot: footOf(db, branch),
  };
}

/** As of the end of the year, or today while it lasts. */
function dayIn(year: number, today: Day): Day {
  return today < `${year}-12-31` ? today : `${year}-12-31`;
}

function coverOf(db: Db, branch: Unit, year: number, day: Day, now: Instant): Part[] {
  const term = termOf(db, branch.id);
  const secretary = holdersOf(db, branch.id, day).find(({ post }) => post === 'secretary');
  return [
    title(`${year}年支部工作手册`),
    under(branch.path),
    known({
      书记: secretary?.name ?? BLANK,
      党员: `${membersOf(db, branch.id, day).length} 人`,
      本届任期: term ? `${longDay(term.began)}至${longDay(term.ends)}` : BLANK,
      生成: longDay(dayOf(now)),
    }),
  ];
}

function rosterOf(db: Db, branch: Unit, day: Day): Part[] {
  const groups = subtree(db, branch.lineage, day).filter(({ kind }) => kind === 'memberGroup');
  const inGroup = new Map(
    groups.flatMap(({ id, name }) => membersOf(db, id, day).map(({ person }) => [person, name] as const)),
  );
  const posts = Map.groupBy(holdersOf(db, branch.id, day), ({ person }) => person);
  const members = membersOf(db, branch.id, day);
  return [
    title('党员名册'),
    under(`截至${longDay(day)}`),
    table(
      columns({ 序号: 5, 姓名: 9, 党员类别: 9, 支部职务: 11, 党小组: 12 }),
      members.map(({ person, name, category }, index) => [
        index + 1,
        name,
        CATEGORY_WORDS[category],
        (posts.get(person) ?? []).map(({ post }) => POST_WORDS[post]).join('、'),
        inGroup.get(person) ?? '',
      ]),
    ),
  ];
}

function gatheringsOf(held: readonly Held[], now: Instant): Part[] {
  const lines = held
    .filter(({ activity }) => isPublic(activity))
    .map(({ activity, lines: expected }, index) => [
      index + 1,
      dottedDay(dayOf(activity.startsAt)),
      titleOf(activity.kinds),
      activity.theme,
      ...(activity.startsAt <= now ? countsIn(expected) : ['', '', '', '']),
    ]);
  return [
    title('全年活动'),
    lines.length === 0
      ? paragraph('没有活动记录。')
      : table(columns({ 序号: 4, 日期: 7, 活动: 9, 主题: 10, 应到: 4, 实到: 4, 请假: 4, 缺席: 4 }), lines),
  ];
}

/** By kind, each meeting on a page of its own. */
function recordsOf(db: Db, held: readonly Held[], reasons: boolean, now: Instant): Part[][] {
  const order = ({ kinds }: Activity) => ACTIVITY_KINDS.indexOf(kinds[0] ?? LAST);
  return held
    .filter(({ activity }) => isPublic(activity) && activity.startsAt <= now)
    .toSorted((a, b) => order(a.activity) - order(b.activity))
    .map(({ activity }) => recordParts(keptOf(db, activity, reasons, now)));
}

const LAST: ActivityKind = 'grassrootsVisit';

/** How many talks have reached, in numbers; empty where nothing is owed. */
function coverageIn({ rows }: Summary): string {
  const item = rows.flatMap((row) => row.items).find(({ rule }) => rule.measure === 'talks');
  return item ? coverageWord(item) : '';
}

function talksOf(held: readonly Held[], coverage: string): Part[] {
  const talks = held.filter(({ activity }) => !isPublic(activity));
  return [
    title('谈心谈话'),
    paragraph(`全年记录谈心谈话 ${talks.length} 次，内容不记录。`),
    ...(coverage === '' ? [] : [paragraph(`覆盖情况：${coverage}。`)]),
    ...(talks.length === 0
      ? []
      : [
          table(
            columns({ 序号: 6, 日期: 14, 人数: 8 }),
            talks.map(({ activity, lines }, index) => [
              index + 1,
              dottedDay(dayOf(activity.startsAt)),
              lines.length,
            ]),
          ),
        ]),
  ];
}

function dutiesOf({ rows, rules }: Summary): Part[] {
  const items = rows.flatMap((row) => row.items);
  return [
    title('年度小结'),
    ...(rules.length === 0
      ? []
      : [
          table(
            columns({ 事项: 16, 应完成: 7, 已完成: 7, 待完成: 7, 逾期: 7 }),
            rules.map((rule) => {
              const own = items.filter((item) => item.rule.id === rule.id);
              const count = (...states: (typeof items)[number]['state'][]) =>
                own.filter(({ state }) => states.includes(state)).length;
              return [
                rule.name,
                own.length,
                count('done'),
                count('planned', 'open', 'grace', 'waived'),
                count('overdue'),
              ];
            }),
          ),
        ]),
    paragraph(`小结：${BLANK}`),
  ];
}
