import { type Action, type Card, card, facts, note, press, text } from '../card.ts';

export interface Nudged {
  id: number;
  branch: string;
  /** What it is about; null: in general. */
  what: string | null;
  said: string;
  /** The day on which it was asked. */
  asked: string;
  /** The committee that asks. */
  from: string;
  answer: string | null;
  /** Taken back by whoever asked. */
  withdrawn: boolean;
  /** What the records say of it; null of nothing in particular. */
  standing: string | null;
  /** Done, by the branch's word or by the records. */
  settled: boolean;
  /** The records show that it is held, planned, or put off with a reason. */
  arranged: boolean;
  compose: Action;
}

/** What a branch's secretary gets, privately. */
export function nudgeCard(nudge: Nudged): Card {
  const { answer, settled, arranged } = nudge;
  const about = { 事项: nudge.what ?? '总体情况', 说明: nudge.said };
  if (nudge.withdrawn) return card(`${nudge.from}已撤回督办`, [facts(about), note('不用再回复。')]);
  return card(
    `${nudge.from}请${nudge.branch}留意`,
    [
      facts({
        ...about,
        现状: nudge.standing,
        回复: answer,
      }),
      ...(arranged && answer === null ? [note('记录里已经有了着落，上级能看到，不用再回复。')] : []),
    ],
    { tone: answer === null && !arranged ? 'warning' : 'success', actions: settled ? [] : actionsOf(nudge) },
  );
}

function actionsOf({ id, answer, arranged, compose }: Nudged): Action[] {
  if (answer !== null) return [press('更新回复', 'duty.answerForm', { nudge: id })];
  return [press('回复', 'duty.answerForm', { nudge: id }, 'primary'), ...(arranged ? [] : [compose])];
}

/** What whoever asked gets when the branch has answered. */
export function answeredCard(nudge: Nudged): Card {
  return card(
    `${nudge.branch}已回复督办`,
    [facts({ 事项: nudge.what ?? '总体情况', 回复: nudge.answer, 现状: nudge.standing })],
    { tone: 'success' },
  );
}

export interface Supervised {
  unit: string;
  lines: { label: string; value: string }[];
  /** Units with something overdue for which there is no line. */
  more: number;
  nudges: { label: string; value: string }[];
  actions: Action[];
}

/** Where a committee chooses what to ask about, with what it asked before. */
export function superviseCard({ unit, lines, more, nudges, actions }: Supervised): Card {
  return card(
    `${unit} 督办`,
    [
      ...(lines.length > 0
        ? [{ type: 'facts', facts: lines } as const]
        : [text('没有逾期的事项。需要时可以督办总体情况。')]),
      ...(more > 0 ? [text(`另有 ${more} 个党组织，说“督办 单位名”。`)] : []),
      ...(nudges.length > 0
        ? [text('督办情况'), { type: 'facts', facts: nudges } as const]
        : [note('督办私下发给书记，群里不出现。')]),
    ],
    { tone: 'info', actions },
  );
}
