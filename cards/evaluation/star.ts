import { type Action, type Block, type Card, type Chart, card, note, text } from '../card.ts';
import { chartBlocks } from '../duty/overview.ts';
import { DISCLAIMER } from '../duty/small.ts';

export interface StarDesk {
  title: string;
  unit: string;
  steps: { label: string; value: string }[];
  compared: Record<string, string>[];
  /** Whether there was a round the year before. */
  before: boolean;
  /** How many have each level, and the mean of the five basics, once there is anything to draw. */
  charts: Chart[];
  notes: string[];
  actions: Action[];
}

/** How a round stands, for a committee. */
export function starDeskCard(desk: StarDesk): Card {
  return card(
    `${desk.title} · ${desk.unit}`,
    [
      { type: 'facts', facts: desk.steps },
      ...(desk.compared.length > 0 ? [comparedTable(desk.compared, desk.before)] : []),
      ...desk.charts.flatMap(chartBlocks),
      ...desk.notes.map(text),
      note(DISCLAIMER),
    ],
    { tone: 'info', actions: desk.actions },
  );
}

/** How many declared and got each level, beside the year before. */
export function comparedTable(rows: Record<string, string>[], before: boolean): Block {
  return {
    type: 'table',
    columns: [
      { key: 'level', label: '星级' },
      ...(before ? [{ key: 'declaredBefore', label: '上年申报', align: 'right' as const }] : []),
      { key: 'declared', label: '本年申报', align: 'right' },
      ...(before ? [{ key: 'decidedBefore', label: '上年评定', align: 'right' as const }] : []),
      { key: 'decided', label: '本年评定', align: 'right' },
    ],
    rows,
  };
}

export interface StarBranch {
  title: string;
  branch: string;
  facts: { label: string; value: string }[];
  /** Capacities whose sheets are shown. */
  roles: { id: string; name: string }[];
  scores: Record<string, string>[];
  /** What is scored of each section, beside the year before. */
  chart: Chart | undefined;
  /** Whose sheet the lines are of, and what they say. */
  lines: { title: string; lines: { label: string; value: string }[] }[];
  history: string[];
  actions: Action[];
}

/** A branch's part in a round. */
export function starBranchCard(branch: StarBranch): Card {
  const { roles, scores, lines, history } = branch;
  return card(
    `${branch.title} · ${branch.branch}`,
    [
      { type: 'facts', facts: branch.facts },
      ...(roles.length > 0 ? [scoreTable(roles, scores)] : []),
      ...chartBlocks(branch.chart),
      ...lines.flatMap(({ title, lines: facts }): Block[] =>
        facts.length > 0 ? [text(title), { type: 'facts', facts }] : [],
      ),
      ...(history.length > 0 ? [text(['历年星级', ...history].join('\n'))] : []),
      note('活动和制度两项按记录自动填写，不用再报材料；与实际不符的请更正并说明。'),
    ],
    { tone: 'info', actions: branch.actions },
  );
}

function scoreTable(roles: { id: string; name: string }[], rows: Record<string, string>[]): Block {
  return {
    type: 'table',
    columns: [
      { key: 'section', label: '项目' },
      { key: 'points', label: '分值', align: 'right' },
      ...roles.map(({ id, name }) => ({ key: id, label: name, align: 'right' as const })),
    ],
    rows,
  };
}

/** What is published of a branch: to its members as to its secretary. */
export function starResultCard(branch: string, lines: string[], running: string | null): Card {
  return card(
    `${branch}星级评定`,
    [
      text(lines.length > 0 ? lines.join('\n') : '还没有公布过星级。'),
      ...(running === null ? [] : [text(running)]),
      note('每年由支部申报、自评，上级党组织评分后集体研究确定。'),
    ],
    { tone: 'info' },
  );
}
