import { type Card, card, note, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

export interface OverdueList {
  unit: string;
  today: string;
  since: string;
  lines: { label: string; value: string }[];
  more: number;
  sources: string[];
  recorded: string | null;
}

export function overdueCard(list: OverdueList): Card {
  const title = `${list.unit} 逾期情况`;
  if (list.lines.length === 0) {
    return card(
      title,
      [text(`截至${list.today}，${list.since}没有逾期。`), note(`${list.recorded ?? ''}${DISCLAIMER}`)],
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
      ...(list.more > 0 ? [note(`另有 ${list.more} 个支部，说“逾期 单位名”查看。`)] : []),
      note([...list.sources, `${list.recorded ?? ''}${DISCLAIMER}`].join('\n')),
    ],
    { tone: 'warning' },
  );
}
