import { unreachable } from '../../src/errors.ts';
import type { Chart, Tone } from '../card.ts';

/** As one value of a series at a label. */
interface Datum {
  label: string;
  series: string;
  value: number;
}

/**
 * A chart as VChart's specification, plain data: {@link https://www.visactor.io/vchart/option}. Labels stand on the left
 * of a stack, since names of duties are too long to stand side by side on a phone.
 */
export interface ChartSpec {
  type: 'bar' | 'line';
  title: { visible: true; text: string };
  data: { values: Datum[] };
  xField: string;
  yField: string;
  seriesField: 'series';
  direction?: 'horizontal';
  stack?: true;
  color: string[];
  legends: { visible: true; orient: 'bottom' };
  label?: { visible: true };
  point?: { visible: true };
  axes: {
    orient: 'left' | 'bottom';
    type: 'band' | 'linear';
    min?: 0;
    max?: number;
    tick?: { noDecimals: true };
  }[];
}

export const COLOURS: Record<Tone, string> = {
  plain: '#cfc7bf',
  info: '#3f7cb6',
  success: '#2f8557',
  warning: '#d39320',
  danger: '#c8402f',
};

export function vchart(chart: Chart): ChartSpec {
  const { title, series } = chart;
  const common = {
    title: { visible: true, text: title },
    data: { values: valuesOf(chart) },
    seriesField: 'series',
    color: series.map(({ tone }) => COLOURS[tone]),
    legends: { visible: true, orient: 'bottom' },
  } as const;
  switch (chart.kind) {
    case 'stack':
      return {
        ...common,
        type: 'bar',
        direction: 'horizontal',
        stack: true,
        xField: 'value',
        yField: 'label',
        label: { visible: true },
        axes: [
          { orient: 'left', type: 'band' },
          { orient: 'bottom', type: 'linear', min: 0, tick: { noDecimals: true } },
        ],
      };
    case 'line':
      return {
        ...common,
        type: 'line',
        xField: 'label',
        yField: 'value',
        point: { visible: true },
        axes: [
          { orient: 'bottom', type: 'band' },
          { orient: 'left', type: 'linear', min: 0, ...(chart.unit === '%' && { max: 100 }) },
        ],
      };
    default:
      return unreachable(chart.kind);
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
