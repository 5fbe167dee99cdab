import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import {
  columns,
  heading,
  type Paper,
  type Part,
  paragraph,
  table,
  title,
  under,
} from '../../documents/paper.ts';
import { attachedWords, saidWith } from '../../files/show.ts';
import { isBranch } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, dottedDay, type Instant, longDay } from '../../time.ts';
import { aboveOf, footOf } from '../foot.ts';
import { EVERY_WORDS, isOfLevel, levelWord, postWord } from './levels.ts';
import { LIST, refOf } from './ref.ts';
import { type Entry, entriesIn } from './stand.ts';
import { type List, type ListItem, listsIn, listsOver } from './store.ts';

/** 责任清单 as they are written: a branch's are those for branches, a committee's all that stand over or beneath it. */
export function listsPaper(db: Db, unit: Unit, now: Instant): Paper {
  return {
    name: `${unit.name} 责任清单`,
    as: 'record',
    leaves: [listParts(unit, listsOf(db, unit), now)],
    foot: footOf(db, unit),
  };
}

function listsOf(db: Db, unit: Unit): List[] {
  return isBranch(unit.kind)
    ? listsOver(db, unit.lineage).filter(({ level }) => isOfLevel(unit.kind, level))
    : listsIn(db, unit.lineage);
}

const COLUMNS = columns({ 序号: 4, 内容: 24, 时限: 9, 完成方式: 9 });

function listParts({ name }: Pick<Unit, 'name'>, lists: readonly List[], now: Instant): Part[] {
  return [
    title(`${name}责任清单`),
    under(longDay(dayOf(now))),
    ...(lists.length === 0 ? [paragraph('还没有发布清单。')] : []),
    ...lists.flatMap((list) => [
      heading(list.name),
      paragraph(`适用：${levelWord(list.level)}·${postWord(list.post)}（${list.unitName}制定）。`),
      table(
        COLUMNS,
        list.items.map((item, index) => [
          index + 1,
          item.says,
          timeWord(item),
          item.rule === null ? '本人勾选' : '按活动记录',
        ]),
      ),
    ]),
  ];
}

function timeWord({ every, deadline }: ListItem): string {
  return deadline === null ? EVERY_WORDS[every] : `${dottedDay(deadline)}前`;
}

const STATE_WORDS: Record<Entry['state'], string> = { done: '已完成', open: '待完成', overdue: '逾期' };

/** 清单完成情况: what is asked of each unit now, and what is left undone of earlier periods. */
export function listsBook(db: Db, unit: Unit, now: Instant): Book {
  const name = `${unit.name} 清单完成情况`;
  const entries = entriesIn(db, unit.lineage, listsOf(db, unit), now);
  const files = attachedWords(db, LIST, entries.map(refOf));
  return {
    name,
    sheets: [
      {
        name: '完成情况',
        widths: [34, 24, 16, 44, 12, 12, 10, 12, 40],
        above: aboveOf(db, unit, name, now),
        head: ['单位', '清单', '岗位', '内容', '所属期', '期限', '状态', '完成时间', '依据'],
        lines: entries.map((entry) => lineOf(entry, files.get(refOf(entry)))),
      },
    ],
  };
}

function lineOf({ list, item, unit, slot, state, tick }: Entry, files: string | undefined): Cell[] {
  const byRecords = item.rule !== null && state === 'done';
  return [
    unit.path,
    list.name,
    postWord(list.post),
    item.says,
    slot.label,
    slot.deadline,
    state === 'overdue' ? { value: STATE_WORDS[state], style: 'bad' } : STATE_WORDS[state],
    tick ? dayOf(tick.at) : '',
    saidWith(tick?.evidence ?? (byRecords ? '活动记录' : ''), files),
  ];
}
