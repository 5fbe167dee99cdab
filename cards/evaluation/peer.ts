import { type Action, type Block, type Card, type Chart, card, facts, note, text } from '../card.ts';
import { chartBlocks } from '../duty/overview.ts';
import { DISCLAIMER } from '../duty/small.ts';

export interface PeerDesk {
  title: string;
  unit: string;
  coverage: { seen: number; all: number; units: string; sheets: string };
  groups: { label: string; value: string }[];
  chart: Chart | undefined;
  notes: string[];
  actions: Action[];
}

/** How far a round has come, as it is now. */
export function peerDeskCard({ title, unit, coverage, groups, chart, notes, actions }: PeerDesk): Card {
  const { seen, all } = coverage;
  return card(
    `${title} · ${unit}`,
    [
      {
        type: 'progress',
        total: { label: '支部', count: all },
        parts: [
          { label: '已看', count: seen },
          { label: '未看', count: all - seen },
        ],
      },
      facts({ 单位: coverage.units, 评分表: coverage.sheets }),
      ...(groups.length > 0 ? [{ type: 'facts', facts: groups } satisfies Block] : []),
      ...chartBlocks(chart),
      ...notes.map(text),
      note(DISCLAIMER),
    ],
    { tone: notes.length > 0 ? 'warning' : 'info', actions },
  );
}

export interface PeerRoute {
  title: string;
  group: string;
  who: string;
  day: string;
  stops: { time: string; branch: string; mark: string }[];
  days: string;
  actions: Action[];
}

/** A group's route on one day. */
export function peerRouteCard({ title, group, who, day, stops, days, actions }: PeerRoute): Card {
  return card(
    `${title} · ${group}`,
    [
      facts({ 人员: who, 日程: days }),
      ...(stops.length > 0
        ? [
            text(day),
            {
              type: 'table',
              columns: [
                { key: 'time', label: '时间' },
                { key: 'branch', label: '支部' },
                { key: 'mark', label: '评分' },
              ],
              rows: stops.map((stop) => ({ ...stop })),
            } satisfies Block,
          ]
        : [text('还没有安排路线。')]),
    ],
    { tone: 'info', actions },
  );
}

export interface PeerBranch {
  title: string;
  branch: string;
  facts: Record<string, string>;
  themes: Record<string, string>[];
  remarks: { title: string; lines: string[] }[];
  actions: Action[];
}

/** A branch in a round: when it is visited, and how it came out. */
export function peerBranchCard({ title, branch, facts: known, themes, remarks, actions }: PeerBranch): Card {
  return card(
    `${title} · ${branch}`,
    [
      facts(known),
      ...(themes.length > 0 ? [themeTable(themes, false)] : []),
      ...remarks
        .filter(({ lines }) => lines.length > 0)
        .map(({ title: head, lines }) => text([head, ...lines.map((line) => `· ${line}`)].join('\n'))),
    ],
    { tone: 'info', actions },
  );
}

export interface PeerReport {
  title: string;
  summary: string;
  levels: { label: string; value: string }[];
  chart: Chart;
  behind: { label: string; value: string }[];
  themes: Record<string, string>[];
  remarks: { title: string; lines: string[]; rest: number }[];
  actions: Action[];
}

/** For the 讲评会: what the sheets say and nothing else. */
export function peerReportCard(report: PeerReport): Card {
  return card(
    report.title,
    [
      text(report.summary),
      { type: 'facts', facts: report.levels },
      { type: 'chart', chart: report.chart },
      themeTable(report.themes, true),
      ...report.remarks.map(({ title, lines, rest }) =>
        text(
          [
            title,
            ...lines.map((line) => `· ${line}`),
            ...(rest > 0 ? [`另有 ${rest} 条，见导出的文件。`] : []),
          ].join('\n'),
        ),
      ),
      ...(report.behind.length > 0
        ? [text('后进支部和联系领导'), { type: 'facts', facts: report.behind } satisfies Block]
        : []),
      note(`全部来自评分表，原话引用，没有另加内容。${DISCLAIMER}`),
    ],
    { tone: 'info', actions: report.actions },
  );
}

function themeTable(rows: Record<string, string>[], counts: boolean): Block {
  return {
    type: 'table',
    columns: [
      { key: 'theme', label: '方面' },
      { key: 'mean', label: '平均分', align: 'right' },
      ...(counts
        ? [
            { key: 'achievements', label: '亮点', align: 'right' as const },
            { key: 'issues', label: '问题', align: 'right' as const },
          ]
        : []),
    ],
    rows,
  };
}
