import type { Chart, Tone } from '../../cards/card.ts';
import type { Shares } from './basics.ts';
import type { Template } from './template.ts';

/** What is looked at and what it is compared with, of each section the share of its points: of the five basics which is the weak one. */
export function basicsChart(
  title: string,
  { sections }: Pick<Template, 'sections'>,
  series: readonly { name: string; shares: Shares | null }[],
): Chart {
  return {
    kind: 'radar',
    title,
    labels: sections.map(({ name }) => name),
    series: series.flatMap(({ name, shares }, nth) =>
      shares
        ? [{ name, tone: TONES[nth] ?? 'plain', values: sections.map((one) => shares.get(one.name) ?? null) }]
        : [],
    ),
    unit: '%',
  };
}

const TONES: readonly Tone[] = ['info', 'warning', 'success'];

/** How many have each level; beside them how many had it the year before. */
export function levelChart(
  levels: readonly { name: string; count: number; before?: number | null }[],
  named: { title?: string; now?: string; before?: string } = {},
): Chart {
  const compared = levels.some(({ before }) => before != null);
  const now = { name: named.now ?? '支部', tone: 'info' as const, values: levels.map(({ count }) => count) };
  const common = { title: named.title ?? '等次分布', labels: levels.map(({ name }) => name), unit: '个' };
  if (!compared) return { ...common, kind: 'stack', series: [now] };
  const last = { name: named.before ?? '上年', tone: 'warning' as const };
  return {
    ...common,
    kind: 'bars',
    series: [now, { ...last, values: levels.map(({ before }) => before ?? null) }],
  };
}

/** How far each group is. */
export function coverageChart(groups: readonly { name: string; seen: number; all: number }[]): Chart {
  return {
    kind: 'stack',
    title: '各组进度',
    labels: groups.map(({ name }) => name),
    series: [
      { name: '已看', tone: 'success', values: groups.map(({ seen }) => seen) },
      { name: '未看', tone: 'plain', values: groups.map(({ seen, all }) => all - seen) },
    ],
    unit: '站',
  };
}
