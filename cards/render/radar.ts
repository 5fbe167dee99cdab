import type { Chart, Series } from '../card.ts';
import { at, colour, fitted, KEY, said, WIDTH, width } from './pen.ts';

const MIDDLE = WIDTH / 2;
const CENTRE = 186;
const RADIUS = 112;
const HEIGHT = 340;

/** Room for a label's word, beside the ring. */
const ROOM = 116;

/** How the line of each series looks without its colour; the inside of the first is filled. */
const DASHES = ['', '6 4', '2 4'];

/**
 * A ring of labels, and a shape for each series: the further out, the more. Beneath each label stand its numbers, those
 * of the first series first; a series is known by its line and its marks as well as by its colour.
 */
export function radar(chart: Chart): { body: string; height: number } {
  const { labels, series } = chart;
  const most = mostOf(chart);
  const [first] = series;
  // What is looked at lies on top of what it is compared with, but not its inside.
  const shapes = series.map((one, nth) => shapeOf(one, nth, labels.length, most)).toReversed();
  return {
    body: `${first ? insideOf(first, labels.length, most) : ''}${web(labels.length)}${labels.map((label, index) => labelled(chart, label, index)).join('')}${shapes.join('')}${keys(series)}`,
    height: HEIGHT + KEY,
  };
}

function mostOf({ unit, series }: Chart): number {
  if (unit === '%') return 100;
  return Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

/** Four rings and a spoke to each label. */
function web(count: number): string {
  const line = 'fill="none" stroke="currentColor" stroke-opacity="0.18"';
  const rings = [0.25, 0.5, 0.75, 1].map((share) => {
    const way = spokes(count).map((_, index) => place(index, count, share));
    return `<path d="M${way.map(({ x, y }) => `${at(x)} ${at(y)}`).join('L')}Z" ${line}/>`;
  });
  const out = spokes(count).map((_, index) => {
    const { x, y } = place(index, count, 1);
    return `M${MIDDLE} ${CENTRE}L${at(x)} ${at(y)}`;
  });
  return `${rings.join('')}<path d="${out.join('')}" ${line}/>`;
}

function spokes(count: number): undefined[] {
  return Array.from({ length: count });
}

/** Where so much of a label's whole lies; the first label is on top, the others follow the clock. */
function place(index: number, count: number, share: number): { x: number; y: number } {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
  return { x: MIDDLE + Math.cos(angle) * RADIUS * share, y: CENTRE + Math.sin(angle) * RADIUS * share };
}

function labelled({ labels, series, unit }: Chart, label: string, index: number): string {
  const { x, y } = place(index, labels.length, 1.14);
  const side = x > MIDDLE + 1 ? 'start' : x < MIDDLE - 1 ? 'end' : 'middle';
  const anchor = `text-anchor="${side}"`;
  const high = y < CENTRE - RADIUS ? y - 16 : y;
  const numbers = series
    .map(({ values }) => (values[index] == null ? '—' : `${values[index]}${unit === '%' ? '%' : ''}`))
    .join(' / ');
  return `${said(x, high, fitted(label, ROOM), anchor)}${said(x, high + 17, fitted(numbers, ROOM), `${anchor} font-size="12" opacity="0.75"`)}`;
}

function pointsOf({ values }: Series, count: number, most: number): { x: number; y: number }[] {
  return spokes(count).flatMap((_, index) => {
    const value = values[index] ?? null;
    return value === null ? [] : [place(index, count, Math.min(1, value / most))];
  });
}

function wayOf(points: readonly { x: number; y: number }[]): string {
  return `M${points.map(({ x, y }) => `${at(x)} ${at(y)}`).join('L')}Z`;
}

function insideOf(one: Series, count: number, most: number): string {
  const points = pointsOf(one, count, most);
  if (points.length === 0) return '';
  return `<path d="${wayOf(points)}" fill="${colour(one.tone)}" fill-opacity="0.16"/>`;
}

function shapeOf(one: Series, nth: number, count: number, most: number): string {
  const points = pointsOf(one, count, most);
  if (points.length === 0) return '';
  const ink = colour(one.tone);
  const dash = DASHES[nth % DASHES.length];
  return `<path d="${wayOf(points)}" fill="none" stroke="${ink}" stroke-width="2.5" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}/>${points.map(({ x, y }) => mark(x, y, nth, ink)).join('')}`;
}

/** A dot of the first series, a square of the second, a triangle of what follows. */
function mark(x: number, y: number, nth: number, ink: string): string {
  if (nth === 0) return `<circle cx="${at(x)}" cy="${at(y)}" r="4.5" fill="${ink}"/>`;
  const way =
    nth === 1
      ? `M${at(x - 4)} ${at(y - 4)}h8v8h-8Z`
      : `M${at(x)} ${at(y - 5)}L${at(x + 5)} ${at(y + 4)}H${at(x - 5)}Z`;
  return `<path d="${way}" fill="var(--surface, #fff)" stroke="${ink}" stroke-width="2"/>`;
}

function keys(series: readonly Series[]): string {
  const y = HEIGHT + KEY - 11;
  let x = 8;
  return series
    .map(({ name, tone }, nth) => {
      const dash = DASHES[nth % DASHES.length];
      const line = `<path d="M${at(x - 8)} ${y}h28" stroke="${colour(tone)}" stroke-width="2.5"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;
      const key = `${line}${mark(x + 6, y, nth, colour(tone))}${said(x + 26, y + 5, name, 'font-size="13"')}`;
      x += width(name) + 62;
      return key;
    })
    .join('');
}
