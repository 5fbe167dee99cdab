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

export interface AppraisalOverview {
  title: string;
  steps: { label: string; value: string }[];
  rows: { branch: string; state: string; written: string; grades: string }[];
  /** Branches that are not listed. */
  rest: number;
}

/** What those above see: numbers. */
export function appraisalOverviewCard({ title, steps, rows, rest }: AppraisalOverview): Card {
  return card(
    title,
    [
      { type: 'facts', facts: steps },
      {
        type: 'table',
        columns: [
          { key: 'branch', label: '支部' },
          { key: 'state', label: '进展' },
          { key: 'written', label: '自评', align: 'right' },
          { key: 'grades', label: '等次' },
        ],
        rows,
      },
      ...(rest > 0 ? [text(`另有 ${rest} 个支部。`)] : []),
      note('这里只有人数；个人结果只有支部书记和本人能看，评定不足 3 人的支部不列等次。'),
    ],
    { tone: 'info' },
  );
}
