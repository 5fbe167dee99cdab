import { type Action, type Card, card, facts, note, press, text } from '../card.ts';

export interface Nudged {
  id: number;
  branch: string;
  /** What it is about; null: in general. */
  what: string | null;
  said: string;
  /** The committee that asks. */
  from: string;
  answer: string | null;
  compose: Action | null;
}

/** What a branch's secretary gets, privately. */
export function nudgeCard(nudge: Nudged): Card {
  return card(
    `${nudge.from}请${nudge.branch}留意`,
    [facts({ 事项: nudge.what ?? '总体情况', 说明: nudge.said, 回复: nudge.answer })],
    {
      tone: nudge.answer === null ? 'warning' : 'success',
      actions:
        nudge.answer === null
          ? [
              press('回复', 'duty.answerForm', { nudge: nudge.id }, 'primary'),
              ...(nudge.compose ? [nudge.compose] : []),
            ]
          : [],
    },
  );
}

/** What whoever asked gets when the branch has answered. */
export function answeredCard(nudge: Nudged): Card {
  return card(`${nudge.branch}已回复督办`, [facts({ 事项: nudge.what ?? '总体情况', 回复: nudge.answer })], {
    tone: 'success',
  });
}

export interface Supervised {
  unit: string;
  lines: { label: string; value: string }[];
  nudges: { label: string; value: string }[];
  actions: Action[];
}

/** Where a committee chooses what to ask about, with what it asked before. */
export function superviseCard({ unit, lines, nudges, actions }: Supervised): Card {
  return card(
    `${unit} 督办`,
    [
      ...(lines.length > 0
        ? [{ type: 'facts', facts: lines } as const]
        : [text('没有逾期的事项。需要时可以督办总体情况。')]),
      ...(nudges.length > 0
        ? [text('督办情况'), { type: 'facts', facts: nudges } as const]
        : [note('督办私下发给支部书记，群里不出现。')]),
    ],
    { tone: 'info', actions },
  );
}
