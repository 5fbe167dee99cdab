import { unreachable } from '../../src/errors.ts';
import type { Chart, Series, Tone } from '../card.ts';
import { COLOURS } from './vchart.ts';

const WIDTH = 480;
/** A bar with the space around it. */
const ROW = 30;
const BAR = 18;
const HEAD = 34;
const KEY = 26;
const LETTER = 14;

/**
 * A chart as one SVG element, for a page: no script, no style of its own, every text escaped. Colours are the
 * page's `--chart-info` and so on, where it has them. Read aloud it says what the text rendering says.
 */
export function svg(chart: Chart, spoken: string): string {
  const { body, height } = drawn(chart);
  return `<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(spoken)}" font-size="${LETTER}" fill="currentColor">${said(0, 16, chart.title, 'font-weight="600"')}${body}${legend(chart.series, height)}</svg>`;
}

function drawn(chart: Chart): { body: string; height: number } {
  switch (chart.kind) {
    case 'stack':
      return stack(chart);
    case 'line':
      return line(chart);
    default:
      return unreachable(chart.kind);
  }
}

/** Lying bars as long as their sum, each part with its number where there is room. */
function stack({ labels, series }: Chart): { body: string; height: number } {
  const sums = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const left = Math.min(160, Math.max(...labels.map((label) => width(label)), 0) + 14);
  const scale = (WIDTH - left - 44) / Math.max(1, ...sums);
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

/** What is written on these is dark. */
const PALE: ReadonlySet<Tone> = new Set(['plain', 'warning']);

const FOOT = 190;
const TOP = 44;
const LEFT = 44;

/** Lines through the values, broken where there is none. */
function line({ labels, series, unit }: Chart): { body: string; height: number } {
  const most =
    unit === '%' ? 100 : Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const step = (WIDTH - LEFT - 20) / Math.max(1, labels.length);
  const x = (index: number) => LEFT + step * (index + 0.5);
  const y = (value: number) => FOOT - (value / most) * (FOOT - TOP);
  const grid = [0, most / 2, most]
    .map((value) => {
      const word = said(
        LEFT - 8,
        y(value) + 5,
        `${Math.round(value)}${unit === '%' ? '%' : ''}`,
        'text-anchor="end" opacity="0.7" font-size="12"',
      );
      return `<path d="M${LEFT} ${at(y(value))}H${WIDTH - 12}" stroke="currentColor" stroke-opacity="0.15"/>${word}`;
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

function said(x: number, y: number, text: string, more: string): string {
  return `<text x="${at(x)}" y="${at(y)}" ${more}>${escaped(text)}</text>`;
}

function colour(tone: Tone): string {
  return `var(--chart-${tone}, ${COLOURS[tone]})`;
}

/** Han characters are as wide as they are high, others about half. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2000 ? LETTER : LETTER * 0.58), 0);
}

function fitted(text: string, room: number): string {
  if (width(text) <= room) return text;
  let kept = [...text];
  while (kept.length > 0 && width(`${kept.join('')}…`) > room) kept = kept.slice(0, -1);
  return `${kept.join('')}…`;
}

function at(number: number): string {
  return String(Math.round(number * 10) / 10);
}

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']|[^\P{Cc}\n]/gu, (mark) => ENTITIES[mark] ?? ' ');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
