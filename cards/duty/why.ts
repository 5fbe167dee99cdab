import { type Card, card, note } from '../card.ts';
import { ALONE, COUNTED, DISCLAIMER } from './small.ts';

export interface Reason {
  label: string;
  state: string;
  rule: string;
  until: string;
  counts: string[];
  not: string[];
  /** Who is still to be reached, for the branch's secretary alone. */
  missing: string[];
}

export function whyCard(
  unit: string,
  today: string,
  reasons: Reason[],
  more: number,
  hint: string | null,
): Card {
  return card(
    `${unit}：为什么`,
    [
      note(`截至${today}`),
      { type: 'facts', facts: reasons.map((reason) => ({ label: reason.label, value: wordOf(reason) })) },
      ...(reasons.length === 0 ? [note('现在没有需要完成的事项。')] : []),
      ...(more > 0 ? [note(`另有 ${more} 项，说“逾期”查看。`)] : []),
      note(`${hint ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: 'info' },
  );
}

function wordOf({ state, rule, until, counts, not, missing }: Reason): string {
  return [
    `${state}。依据：${rule}。期限：${until}。`,
    `已计入：${counts.length > 0 ? counts.join('、') : '无'}。`,
    ...(not.length > 0 ? [`不计入：${not.join('；')}。`] : []),
    ...(missing.length > 0 ? [`${ALONE}${missing.join('；')}。`] : []),
  ].join('');
}
