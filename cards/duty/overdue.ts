import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

/** What is on a page, with how many there are and how many follow. */
export interface Paged<T> {
  lines: T[];
  all: number;
  more: number;
}

export interface OverdueList {
  unit: string;
  today: string;
  since: string;
  late: Paged<{ label: string; value: string }>;
  /** 暂缓: excused, with until when, who said so and why. */
  waived: Paged<{ label: string; value: string }>;
  actions: Action[];
  sources: string[];
  recorded: string | null;
}

export function overdueCard({
  unit,
  today,
  since,
  late,
  waived,
  actions,
  sources,
  recorded,
}: OverdueList): Card {
  const known = `${recorded ?? ''}${DISCLAIMER}`;
  const some = late.all > 0;
  const blocks: Block[] = [
    ...(some ? [] : [text(`截至${today}，${since}没有逾期。`)]),
    ...section(`截至${today}，${since}逾期如下：`, late, '个党组织，请按“下一页”，或者说“逾期 单位名”。'),
    ...section('说明了暂缓的，到期前不算逾期：', waived, '条暂缓，请按“下一页”。'),
    note((some ? [...sources, known] : [known]).join('\n')),
  ];
  return card(`${unit} 逾期情况`, blocks, { tone: some ? 'warning' : 'success', actions });
}

function section(title: string, { lines, more }: OverdueList['late'], rest: string): Block[] {
  if (lines.length === 0) return [];
  return [text(title), { type: 'facts', facts: lines }, ...(more > 0 ? [note(`另有 ${more} ${rest}`)] : [])];
}
