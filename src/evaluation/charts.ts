import type { Chart } from '../../cards/card.ts';
import { cents, type Marks, sectionCents } from './score.ts';
import type { Template } from './template.ts';

/** What a sheet earns of each section, and what it loses: of the five basics which is the weak one. */
export function sectionChart({ sections }: Template, marks: Marks): Chart {
  const earned = sections.map((section) => sectionCents(section, marks) / 100);
  return {
    kind: 'stack',
    title: '各项得分',
    labels: sections.map(({ name }) => name),
    series: [
      { name: '得分', tone: 'success', values: earned },
      {
        name: '失分',
        tone: 'danger',
        values: sections.map((section) => (cents(section.points) - sectionCents(section, marks)) / 100),
      },
    ],
    unit: '分',
  };
}

/** How many have each level. */
export function levelChart(levels: readonly { name: string; count: number }[]): Chart {
  return {
    kind: 'stack',
    title: '等次分布',
    labels: levels.map(({ name }) => name),
    series: [{ name: '支部', tone: 'info', values: levels.map(({ count }) => count) }],
    unit: '个',
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
