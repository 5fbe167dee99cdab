import { type Action, type Block, type Card, card, facts, note, text } from '../card.ts';
import { tableOf } from './small.ts';

export interface ListLine {
  says: string;
  state: string;
}

/** Lists as they stand for one unit or one holder: a list a section. */
export interface ListsShown {
  title: string;
  intro: string | null;
  sections: { name: string; lines: ListLine[]; more: number }[];
  notes: string[];
  open: boolean;
  actions: Action[];
}

export function listsCard(shown: ListsShown): Card {
  const blocks: Block[] = shown.sections.flatMap(({ name, lines, more }) => [
    text(name),
    { type: 'facts', facts: lines.map(({ says, state }) => ({ label: says, value: state })) } as const,
    ...(more > 0 ? [note(`另有 ${more} 项`)] : []),
  ]);
  return card(
    shown.title,
    [
      ...(shown.intro === null ? [] : [text(shown.intro)]),
      ...blocks,
      ...(shown.notes.length > 0 ? [note(shown.notes.join('\n'))] : []),
    ],
    { tone: shown.open ? 'warning' : 'success', actions: shown.actions },
  );
}

/** What a committee sees of all lists beneath it. */
export interface ListsOverview {
  unit: string;
  summary: string;
  rows: { list: string; whose: string; units: string; done: string; overdue: string }[];
  late: { label: string; value: string }[];
  more: number;
  actions: Action[];
}

export function listsOverviewCard(all: ListsOverview): Card {
  const table: Block = tableOf(
    { list: '清单', whose: '层级和岗位', units: '单位', done: '本期完成', overdue: '逾期' },
    all.rows,
    ['units', 'done', 'overdue'],
  );
  return card(
    `${all.unit} 清单`,
    [
      text(all.summary),
      ...(all.rows.length > 0 ? [table] : []),
      ...(all.late.length > 0 ? [text('逾期的'), { type: 'facts', facts: all.late } as const] : []),
      ...(all.more > 0 ? [note(`另有 ${all.more} 个单位，说“清单 单位名”查看。`)] : []),
      note('记录能证明的事项自动勾选，不用再填。'),
    ],
    { tone: all.late.length > 0 ? 'warning' : 'info', actions: all.actions },
  );
}

/** A list as it was written, before or after it is in force. */
export interface ListWritten {
  name: string;
  state: string;
  whose: string;
  items: { says: string; when: string; how: string }[];
  tone: 'info' | 'success';
  notes: string[];
  actions: Action[];
}

export function writtenCard(list: ListWritten): Card {
  return card(
    `${list.state}：${list.name}`,
    [
      facts({ 适用: list.whose }),
      tableOf({ says: '内容', when: '周期或期限', how: '怎么勾选' }, list.items),
      ...(list.notes.length > 0 ? [note(list.notes.join('\n'))] : []),
    ],
    { tone: list.tone, actions: list.actions },
  );
}
