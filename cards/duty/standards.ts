import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER, tableOf } from './small.ts';

/** A branch's page of a book. */
export interface StandardShown {
  unit: string;
  book: string;
  count: string;
  showPoint: boolean;
  /** Of all that is not met; null where they differ, or there is none. */
  deadline: string | null;
  parts: { name: string; lines: { label: string; value: string }[] }[];
  forecast: string | null;
  source: string;
  done: boolean;
  actions: Action[];
}

export function standardCard(shown: StandardShown): Card {
  const blocks: Block[] = shown.parts.flatMap(({ name, lines }) => [
    text(name),
    { type: 'facts', facts: lines } as const,
  ]);
  return card(
    `${shown.unit} ${shown.book}：${shown.count}`,
    [
      ...(shown.showPoint ? [text('示范点')] : []),
      ...(shown.deadline === null ? [] : [text(`期限：${shown.deadline}`)]),
      ...blocks,
      ...(shown.forecast === null ? [] : [note(shown.forecast)]),
      note(`${shown.source}。${DISCLAIMER}`),
    ],
    { tone: shown.done ? 'success' : 'info', actions: shown.actions },
  );
}

/** A committee's view of all branches: show points first, then as in the tree. */
export interface StandardsOverview {
  unit: string;
  book: string;
  summary: string;
  rows: { branch: string; met: string; percent: string; rest: string }[];
  more: number;
  forecast: string;
  actions: Action[];
}

export function standardsCard(all: StandardsOverview): Card {
  const table: Block = tableOf({ branch: '支部', met: '达标', percent: '比例', rest: '未达标' }, all.rows, [
    'met',
    'percent',
  ]);
  return card(
    `${all.unit} ${all.book}`,
    [
      text(all.summary),
      table,
      ...(all.more > 0 ? [note(`另有 ${all.more} 个支部，说“${all.book} 单位名”查看。`)] : []),
      note(`${all.forecast}示范点在前，其余按组织排列，不排名。${DISCLAIMER}`),
    ],
    { tone: 'info', actions: all.actions },
  );
}
