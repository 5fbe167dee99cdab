import { unreachable } from '../../src/errors.ts';
import type { Chart, Series } from '../card.ts';
import { at, colour, escaped, fitted, KEY, LETTER, PALE, said, WIDTH, width } from './pen.ts';
import { radar } from './radar.ts';
import { kindOf } from './vchart.ts';

/** A bar with the space around it. */
const ROW = 30;
const BAR = 18;
const HEAD = 34;

/**
 * A chart as one SVG element, for a page: no script, no style of its own, every text escaped. Colours are the
 * page's `--chart-info` and so on, where it has them. Read aloud it says what the text rendering says.
 */
export function svg(chart: Chart, spoken: string): string {
  const { body, height } = drawn(chart);
  return `<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(spoken)}" font-size="${LETTER}" fill="currentColor">${said(0, 16, chart.title, 'font-weight="600"')}${body}</svg>`;
}

function drawn(chart: Chart): { body: string; height: number } {
  const kind = kindOf(chart);
  switch (kind) {
    case 'stack':
      return keyed(chart, stack(chart));
    case 'bars':
      return bars(chart);
    case 'line':
      return keyed(chart, line(chart));
    case 'radar':
      return radar(chart);
    default:
      return unreachable(kind);
  }
}

function keyed({ series }: Chart, { body, height }: { body: string; height: number }) {
  return { body: `${body}${legend(series, height)}`, height };
}

/** Lying bars as long as their sum, each part with its number where there is room. */
function stack({ labels, series }: Chart): { body: string; height: number } {
  const sums = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const left = Math.min(160, Math.max(...labels.map((label) => width(label)), 0) + 14);
  const scale = (WIDTH - left - roomFor(sums, 44)) / Math.max(1, ...sums);
  const rows = labels.map((label, index) => {
    const y = HEAD + index * ROW;
    const name = said(left - 10, y + BAR - 4, fitted(label, left - 12), 'text-anchor="end"');
    const sum = said(
      left + (sums[index] ?? 0) * scale + 8,
      y + BAR - 4,
      String(sums[index] ?? 0),
      'opacity="0.7"',
    );
    return `${name}${parts(series, index, left, y, scale)}${sum}`;
  });
  return { body: rows.join(''), height: HEAD + labels.length * ROW + KEY };
}

/** Beside a bar or a line for its number: an organisation's have six digits. */
function roomFor(numbers: readonly number[], least: number): number {
  return Math.max(least, ...numbers.map((number) => width(String(Math.round(number))) + 12));
}

function parts(series: readonly Series[], index: number, left: number, y: number, scale: number): string {
  let x = left;
  return series
    .map(({ tone, values }) => {
      const value = values[index] ?? 0;
      const wide = value * scale;
      const number =
        wide > width(String(value)) + 6
          ? said(
              x + wide / 2,
              y + BAR - 4,
              String(value),
              `text-anchor="middle" fill="${PALE.has(tone) ? '#2b2420' : '#fff'}"`,
            )
          : '';
      const bar =
        value === 0
          ? ''
          : `<rect x="${at(x)}" y="${y}" width="${at(Math.max(1, wide - 1))}" height="${BAR}" rx="3" fill="${colour(tone)}"/>${number}`;
      x += wide;
      return bar;
    })
    .join('');
}

const SLIM = 14;

/** A bar for each series at each label: the first full, the others outlines, so that they are told apart without colour. */
function bars({ labels, series, unit }: Chart): { body: string; height: number } {
  const most =
    unit === '%' ? 100 : Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const left = Math.min(160, Math.max(...labels.map((label) => width(label)), 0) + 14);
  const scale = (WIDTH - left - roomFor([most], 60)) / most;
  const high = series.length * (SLIM + 4) + 12;
  const rows = labels.map((label, index) => {
    const top = HEAD + index * high;
    const name = said(left - 10, top + (high - 12) / 2 + 4, fitted(label, left - 12), 'text-anchor="end"');
    const lying = series.map(({ tone, values }, nth) => {
      const value = values[index] ?? null;
      const y = top + nth * (SLIM + 4);
      const wide = at(Math.max(value ? 2 : 0, (value ?? 0) * scale));
      const number = value === null ? '—' : `${value}${unit === '%' ? '%' : ''}`;
      return `<rect x="${at(left)}" y="${y}" width="${wide}" height="${SLIM}" rx="3" ${paint(tone, nth)}/>${said(left + (value ?? 0) * scale + 8, y + SLIM - 2, number, 'font-size="13"')}`;
    });
    return `${name}${lying.join('')}`;
  });
  const height = HEAD + labels.length * high + KEY;
  return { body: `${rows.join('')}${swatches(series, height)}`, height };
}

function swatches(series: readonly Series[], height: number): string {
  let x = 1;
  return series
    .map(({ name, tone }, nth) => {
      const key = `<rect x="${at(x)}" y="${height - 16}" width="11" height="11" rx="3" ${paint(tone, nth)}/>${said(x + 16, height - 6, name, 'font-size="13"')}`;
      x += width(name) + 34;
      return key;
    })
    .join('');
}

function paint(tone: Series['tone'], nth: number): string {
  return nth === 0 ? `fill="${colour(tone)}"` : `fill="none" stroke="${colour(tone)}" stroke-width="2"`;
}

const FOOT = 190;
const TOP = 44;

/** Lines through the values, broken where there is none. */
function line({ labels, series, unit }: Chart): { body: string; height: number } {
  const most =
    unit === '%' ? 100 : Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const left = roomFor([most], 44);
  const step = (WIDTH - left - 20) / Math.max(1, labels.length);
  const x = (index: number) => left + step * (index + 0.5);
  const y = (value: number) => FOOT - (value / most) * (FOOT - TOP);
  const grid = [0, most / 2, most]
    .map((value) => {
      const word = said(
        left - 8,
        y(value) + 5,
        `${Math.round(value)}${unit === '%' ? '%' : ''}`,
        'text-anchor="end" opacity="0.7" font-size="12"',
      );
      return `<path d="M${left} ${at(y(value))}H${WIDTH - 12}" stroke="currentColor" stroke-opacity="0.15"/>${word}`;
    })
    .join('');
  const names = labels
    .map((label, index) => said(x(index), FOOT + 20, label, 'text-anchor="middle" font-size="12"'))
    .join('');
  return { body: `${grid}${names}${series.map((one) => path(one, x, y)).join('')}`, height: FOOT + 32 + KEY };
}

function path({ tone, values }: Series, x: (index: number) => number, y: (value: number) => number): string {
  let moved = false;
  const way = values.map((value, index) => {
    const begins = !moved;
    moved = value !== null;
    return value === null ? '' : `${begins ? 'M' : 'L'}${at(x(index))} ${at(y(value))}`;
  });
  const points = values.map((value, index) =>
    value === null ? '' : `<circle cx="${at(x(index))}" cy="${at(y(value))}" r="4" fill="${colour(tone)}"/>`,
  );
  return `<path d="${way.join('')}" fill="none" stroke="${colour(tone)}" stroke-width="2.5" stroke-linejoin="round"/>${points.join('')}`;
}

function legend(series: readonly Series[], height: number): string {
  let x = 0;
  return series
    .map(({ name, tone }) => {
      const key = `<rect x="${at(x)}" y="${height - 16}" width="11" height="11" rx="3" fill="${colour(tone)}"/>${said(x + 16, height - 6, name, 'font-size="13"')}`;
      x += width(name) + 34;
      return key;
    })
    .join('');
}
