import { type Action, type Card, card, note, text } from '../card.ts';

export interface Owed {
  unit: string;
  today: string;
  lines: { label: string; value: string }[];
  overdue: string;
  /** Who is still to be reached, and of whom nothing was seen for months, in words: for the secretary alone. */
  persons?: string[];
  sources: string[];
  missing: boolean;
  /** How to ask for others; null: there are none. */
  hint: string | null;
  actions: Action[];
}

export function owedCard(owed: Owed): Card {
  return card(
    `${owed.unit}还差什么`,
    [
      text(owed.missing ? `截至${owed.today}，当前应完成：` : `截至${owed.today}，当前的都有着落了：`),
      { type: 'facts', facts: owed.lines },
      ...(owed.overdue ? [text(`此前逾期：${owed.overdue}`)] : []),
      ...(owed.persons ?? []).map((one) => text(one)),
      ...(owed.hint === null ? [] : [text(owed.hint)]),
      ...(owed.sources.length > 0 ? [note(owed.sources.join('\n'))] : []),
    ],
    { tone: owed.missing ? 'warning' : 'success', actions: owed.actions },
  );
}
