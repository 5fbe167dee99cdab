import { type Action, type Block, type Card, card, note, text } from '../card.ts';

export interface DebriefDesk {
  title: string;
  unit: string;
  steps: { label: string; value: string }[];
  /** In the order of speaking. */
  rows: { turn: string; who: string; unit: string; report: string; level: string }[];
  left: string[];
  actions: Action[];
}

/** How a round stands, for the committee that holds it. */
export function debriefDeskCard({ title, unit, steps, rows, left, actions }: DebriefDesk): Card {
  return card(
    `${title} · ${unit}`,
    [
      { type: 'facts', facts: steps },
      {
        type: 'table',
        columns: [
          { key: 'turn', label: '顺序' },
          { key: 'who', label: '述职人' },
          { key: 'unit', label: '组织' },
          { key: 'report', label: '报告' },
          { key: 'level', label: '等次' },
        ],
        rows,
      },
      ...lines('往年遗留问题', left),
      note('测评不记名，结果只作参考；等次由集体研究确定。'),
    ],
    { tone: 'info', actions },
  );
}

export interface DebriefSpeaker {
  title: string;
  who: string;
  unit: string;
  facts: { label: string; value: string }[];
  report: string;
  good: string[];
  bad: string[];
  left: string[];
  actions: Action[];
}

/** One who speaks: the report, what leaders said, and what came of it. */
export function debriefSpeakerCard(speaker: DebriefSpeaker): Card {
  const { title, who, unit, facts, report, good, bad, left, actions } = speaker;
  return card(
    `${title}：${who}（${unit}）`,
    [
      { type: 'facts', facts },
      ...(report ? [text(report)] : []),
      ...lines('点评：肯定', good),
      ...lines('点评：不足', bad),
      ...lines('往年遗留问题', left),
    ],
    { tone: 'info', actions },
  );
}

/** What was published of somebody, for themselves. */
export function debriefResultCard(
  title: string,
  facts: { label: string; value: string }[],
  actions: Action[],
): Card {
  return card(`${title}：您的结果`, [{ type: 'facts', facts }, note('问题的整改进展说“整改”查看。')], {
    tone: 'info',
    actions,
  });
}

function lines(title: string, said: readonly string[]): Block[] {
  return said.length === 0 ? [] : [text([title, ...said.map((line) => `· ${line}`)].join('\n'))];
}
