import { unreachable } from '../../src/errors.ts';
import type { Chart, Tone } from '../card.ts';

/** As one value of a series at a label. */
interface Datum {
  label: string;
  series: string;
  value: number;
}

interface Common {
  title: { visible: true; text: string };
  data: { values: Datum[] };
  seriesField: 'series';
  color: string[];
  legends: { visible: true; orient: 'bottom' };
  label?: { visible: true };
  point?: { visible: true };
}

interface Plot extends Common {
  type: 'bar' | 'line';
  xField: string;
  yField: string | string[];
  direction?: 'horizontal';
  stack?: true;
  axes: {
    orient: 'left' | 'bottom';
    type: 'band' | 'linear';
    min?: 0;
    max?: number;
    tick?: { noDecimals: true };
  }[];
}

interface Radar extends Common {
  type: 'radar';
  categoryField: 'label';
  valueField: 'value';
  area: { visible: true; style: { fillOpacity: number } };
  axes: { orient: 'radius' | 'angle'; min?: 0; max?: number }[];
}

/**
 * A chart as VChart's specification, plain data: {@link https://www.visactor.io/vchart/option}. Labels stand on the left
 * of bars, since names of duties are too long to stand side by side on a phone.
 */
export type ChartSpec = Plot | Radar;

export const COLOURS: Record<Tone, string> = {
  plain: '#cfc7bf',
  info: '#3f7cb6',
  success: '#2f8557',
  warning: '#d39320',
  danger: '#c8402f',
};

/** Fewer labels make no ring. */
const LEAST_RING = 3;

/** How a chart is drawn: a ring of one or two labels would be a line, and is bars. */
export function kindOf({ kind, labels }: Pick<Chart, 'kind' | 'labels'>): Chart['kind'] {
  return kind === 'radar' && labels.length < LEAST_RING ? 'bars' : kind;
}

export function vchart(chart: Chart): ChartSpec {
  const { title, series } = chart;
  const kind = kindOf(chart);
  const common = {
    title: { visible: true, text: title },
    data: { values: valuesOf(chart) },
    seriesField: 'series',
    color: series.map(({ tone }) => COLOURS[tone]),
    legends: { visible: true, orient: 'bottom' },
  } as const;
  const most = chart.unit === '%' ? { max: 100 } : {};
  const lying = {
    ...common,
    type: 'bar',
    direction: 'horizontal',
    xField: 'value',
    label: { visible: true },
    axes: [
      { orient: 'left', type: 'band' },
      { orient: 'bottom', type: 'linear', min: 0, tick: { noDecimals: true } },
    ],
  } satisfies Omit<Plot, 'yField'>;
  switch (kind) {
    case 'stack':
      return { ...lying, stack: true, yField: 'label' };
    case 'bars':
      return { ...lying, yField: ['label', 'series'] };
    case 'line':
      return {
        ...common,
        type: 'line',
        xField: 'label',
        yField: 'value',
        point: { visible: true },
        axes: [
          { orient: 'bottom', type: 'band' },
          { orient: 'left', type: 'linear', min: 0, ...most },
        ],
      };
    case 'radar':
      return {
        ...common,
        type: 'radar',
        categoryField: 'label',
        valueField: 'value',
        point: { visible: true },
        area: { visible: true, style: { fillOpacity: 0.15 } },
        axes: [{ orient: 'radius', min: 0, ...most }, { orient: 'angle' }],
      };
    default:
      return unreachable(kind);
  }
}

/** Nothing is drawn where there is no value; of a stack neither where it is 0, whose number would stand on another's. */
function valuesOf({ kind, labels, series }: Chart): Datum[] {
  return labels.flatMap((label, index) =>
    series.flatMap(({ name, values }) => {
      const value = values[index] ?? null;
      return value === null || (kind === 'stack' && value === 0) ? [] : [{ label, series: name, value }];
    }),
  );
}
