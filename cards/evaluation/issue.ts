import { type Action, type Card, card, type Fact, facts, note, press } from '../card.ts';

export interface IssueLine {
  id: number;
  unit: string;
  problem: string;
  measure: string;
  owner: string;
  deadline: string;
  state: 'open' | 'overdue' | 'done' | 'accepted';
  evidence: string;
  /** Why it was handed back. */
  returned: string;
}

export const ISSUE_WORDS: Record<IssueLine['state'], string> = {
  open: '整改中',
  overdue: '已逾期',
  done: '已整改，待确认',
  accepted: '已销号',
};

export function issueCard(issue: IssueLine, theme: string, files: Fact[], actions: Action[]): Card {
  return card(
    `整改：${issue.unit}`,
    [
      facts({
        问题: issue.problem,
        方面: theme,
        措施: issue.measure || '待补充',
        责任人: issue.owner || '支部书记',
        期限: issue.deadline,
        状态: ISSUE_WORDS[issue.state],
        整改情况: issue.evidence,
        退回意见: issue.returned,
      }),
      ...(files.length > 0 ? [{ type: 'facts', facts: files } as const] : []),
    ],
    {
      tone: issue.state === 'overdue' ? 'warning' : issue.state === 'accepted' ? 'success' : 'info',
      actions,
    },
  );
}

export function issuesCard(title: string, lines: IssueLine[], rest: number, more: Action[]): Card {
  if (lines.length === 0) return card(title, [note('没有要整改的问题。')], { tone: 'success' });
  const several = new Set(lines.map(({ unit }) => unit)).size > 1;
  return card(
    title,
    [
      {
        type: 'facts',
        facts: lines.map(({ unit, problem, owner, deadline, state }) => ({
          label: several ? `${unit}：${problem}` : problem,
          value: [ISSUE_WORDS[state], owner, deadline && `${deadline}前`]
            .filter((part) => part !== '')
            .join('，'),
        })),
      },
      ...(rest > 0 ? [note(`另有 ${rest} 个，往后翻。`)] : []),
    ],
    {
      tone: lines.some(({ state }) => state === 'overdue') ? 'warning' : 'info',
      actions: [
        ...lines.map(({ id, problem }) => press(`看：${problem.slice(0, 14)}`, 'issue.show', { issue: id })),
        ...more,
      ],
    },
  );
}
