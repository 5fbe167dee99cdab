import { type Action, type Block, type Card, card, facts, note, text } from '../card.ts';

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
  const table: Block = {
    type: 'table',
    columns: [
      { key: 'list', label: '清单' },
      { key: 'whose', label: '层级和岗位' },
      { key: 'units', label: '单位', align: 'right' },
      { key: 'done', label: '本期完成', align: 'right' },
      { key: 'overdue', label: '逾期', align: 'right' },
    ],
    rows: all.rows.map((row) => ({ ...row })),
  };
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
      {
        type: 'table',
        columns: [
          { key: 'says', label: '内容' },
          { key: 'when', label: '周期或期限' },
          { key: 'how', label: '怎么勾选' },
        ],
        rows: list.items.map((item) => ({ ...item })),
      },
      ...(list.notes.length > 0 ? [note(list.notes.join('\n'))] : []),
    ],
    { tone: list.tone, actions: list.actions },
  );
}

export function faultsCard(faults: { line: number; reason: string }[], actions: Action[]): Card {
  const shown = faults.slice(0, 20);
  return card(
    `有 ${faults.length} 行没看懂，什么都没有保存`,
    [
      {
        type: 'facts',
        facts: shown.map(({ line, reason }) => ({ label: `第 ${line} 行`, value: reason })),
      },
      note('每行一项：内容，周期或期限。例如“组织开展主题党日，每月，主题党日”。'),
    ],
    { tone: 'warning', actions },
  );
}
