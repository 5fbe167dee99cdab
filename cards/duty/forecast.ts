import { type Card, card, note, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

export interface Forecast {
  unit: string;
  today: string;
  /** By the day after which it is too late: who misses what. */
  ends: { until: string; total: number; lines: { label: string; value: string }[]; more: number }[];
  /** 暂缓: what is excused for now, and until when. */
  waived: { lines: { label: string; value: string }[]; more: number };
}

export function forecastCard({ unit, today, ends, waived }: Forecast): Card {
  const said = ends.flatMap(({ until, total, lines, more }) => [
    text(`过了${until}将逾期 ${total} 项：`),
    { type: 'facts' as const, facts: lines },
    ...(more > 0 ? [note(`另有 ${more} 个支部，说“预测 单位名”查看。`)] : []),
  ]);
  const excused =
    waived.lines.length > 0
      ? [
          text('暂缓的，到期还没开展才计入逾期：'),
          { type: 'facts' as const, facts: waived.lines },
          ...(waived.more > 0 ? [note(`另有 ${waived.more} 条暂缓，说“逾期”查看全部。`)] : []),
        ]
      : [];
  const rest = '已安排的活动按如期召开计算。';
  return card(
    `${unit}预测`,
    ends.length === 0
      ? [text(`截至${today}，当前周期的都已完成或安排好了。`), ...excused, note(`${rest}${DISCLAIMER}`)]
      : [text(`截至${today}，如果不再安排活动：`), ...said, ...excused, note(`${rest}${DISCLAIMER}`)],
    { tone: ends.length === 0 ? 'success' : 'warning' },
  );
}
