import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

export interface OverdueList {
  unit: string;
  today: string;
  since: string;
  lines: { label: string; value: string }[];
  /** Lines on the pages that follow. */
  more: number;
  actions: Action[];
  /** 暂缓: excused, with until when, who said so and why. */
  waived: { label: string; value: string }[];
  sources: string[];
  recorded: string | null;
}

export function overdueCard(list: OverdueList): Card {
  const waived: Block[] =
    list.waived.length > 0
      ? [text('说明了暂缓的，到期前不算逾期：'), { type: 'facts', facts: list.waived }]
      : [];
  const title = `${list.unit} 逾期情况`;
  if (list.lines.length === 0) {
    return card(
      title,
      [
        text(`截至${list.today}，${list.since}没有逾期。`),
        ...waived,
        note(`${list.recorded ?? ''}${DISCLAIMER}`),
      ],
      {
        tone: 'success',
      },
    );
  }
  return card(
    title,
    [
      text(`截至${list.today}，${list.since}逾期如下：`),
      { type: 'facts', facts: list.lines },
      ...(list.more > 0 ? [note(`另有 ${list.more} 个党组织，请按“下一页”，或者说“逾期 单位名”。`)] : []),
      ...waived,
      note([...list.sources, `${list.recorded ?? ''}${DISCLAIMER}`].join('\n')),
    ],
    { tone: 'warning', actions: list.actions },
  );
}
