import { type Action, type Card, card, note, text } from '../card.ts';

export interface AppraisalDesk {
  title: string;
  unit: string;
  steps: { label: string; value: string }[];
  rows: { who: string; self: string; level: string }[];
  /** What the secretary should look at again. */
  warning: string | null;
  actions: Action[];
}

/** A branch's round, for its secretary alone. */
export function appraisalDeskCard({ title, unit, steps, rows, warning, actions }: AppraisalDesk): Card {
  return card(
    `${title} · ${unit}`,
    [
      { type: 'facts', facts: steps },
      {
        type: 'table',
        columns: [
          { key: 'who', label: '党员' },
          { key: 'self', label: '自评' },
          { key: 'level', label: '等次' },
        ],
        rows,
      },
      ...(warning === null ? [] : [text(warning)]),
      note('仅支部书记可见；公布后每位党员只看到自己的结果。'),
    ],
    { tone: warning === null ? 'info' : 'warning', actions },
  );
}

export interface AppraisalMember {
  title: string;
  who: string;
  facts: { label: string; value: string }[];
  self: string;
  actions: Action[];
}

/** A member's part: for themselves and the secretary. */
export function appraisalMemberCard({ title, who, facts, self, actions }: AppraisalMember): Card {
  return card(
    `${title}：${who}`,
    [
      { type: 'facts', facts },
      ...(self ? [text(`自我评价：\n${self}`)] : []),
      note('个人结果只有支部书记和本人能看。'),
    ],
    { tone: 'info', actions },
  );
}
