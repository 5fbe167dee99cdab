import { at, colour, escaped, fitted, LETTER, said } from './pen.ts';

/** full: done · open: to come · none: not even planned. */
export type Mark = 'full' | 'open' | 'none';

/** A field of rows and columns with a mark for each thing in each cell. */
export interface Field {
  columns: { head: string; sub: string }[];
  rows: { label: string; cells: Mark[][] }[];
}

const WIDTH = 960;
const LEFT = 190;
const TOP = 46;
const ROW = 24;
const SIDE = 9;
const STEP = 13;

/** Letters of the second head. */
const SMALL = 11;

/**
 * A field as one SVG element: a full square, an empty one and a cross tell the marks apart without colour. What of a
 * cell does not fit in is a number behind each shape. Heads that follow each other alike are said once.
 */
export function fieldSvg({ columns, rows }: Field, spoken: string): string {
  const wide = (WIDTH - LEFT) / Math.max(1, columns.length);
  const height = TOP + rows.length * ROW + 6;
  const marks: Record<Mark, string[]> = { full: [], open: [], none: [] };
  const words: string[] = [];
  for (const [index, { label, cells }] of rows.entries()) {
    const y = TOP + index * ROW;
    words.push(said(LEFT - 12, y + 16, fitted(label, LEFT - 16), 'text-anchor="end" font-size="13"'));
    for (const [nth, cell] of cells.entries())
      draw(cell, LEFT + nth * wide + 8, y + 7, wide - 12, marks, words);
  }
  const line = 'stroke="currentColor" stroke-opacity="0.15"';
  const grid = [
    ...rows.map((_, index) => `M0 ${TOP + index * ROW}H${WIDTH}`),
    ...columns.map((_, nth) => `M${at(LEFT + nth * wide)} 24V${height - 6}`),
  ].join('');
  return `<svg class="field" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(spoken)}" font-size="${LETTER}" fill="currentColor"><path d="${grid}" fill="none" ${line}/>${heads(columns, wide)}${words.join('')}${inks(marks)}</svg>`;
}

function heads(columns: Field['columns'], wide: number): string {
  return columns
    .map(({ head, sub }, nth) => {
      const x = LEFT + nth * wide + 8;
      const again = columns[nth - 1]?.head === head;
      const alike = columns.slice(nth).findIndex((one) => one.head !== head);
      const room = wide * (alike === -1 ? columns.length - nth : alike) - 8;
      const first = again ? '' : said(x, 16, fitted(head, room), 'font-weight="600" font-size="13"');
      return `${first}${said(x - 4, 37, fitted(sub, ((wide - 5) * LETTER) / SMALL), `font-size="${SMALL}" opacity="0.75"`)}`;
    })
    .join('');
}

function draw(
  cell: readonly Mark[],
  x: number,
  y: number,
  room: number,
  marks: Record<Mark, string[]>,
  words: string[],
): void {
  if (cell.length * STEP <= room) {
    for (const [index, mark] of cell.entries()) marks[mark].push(shape(mark, x + index * STEP, y));
    return;
  }
  let left = x;
  for (const mark of ['full', 'open', 'none'] as const) {
    const count = cell.filter((one) => one === mark).length;
    if (count === 0) continue;
    marks[mark].push(shape(mark, left, y));
    words.push(said(left + STEP, y + SIDE, String(count), 'font-size="12"'));
    left += STEP + 10 + String(count).length * 7;
  }
}

function shape(mark: Mark, x: number, y: number): string {
  return mark === 'none' ? `M${at(x + 1)} ${y + 1}l7 7m0-7l-7 7` : `M${at(x)} ${y}h${SIDE}v${SIDE}h-${SIDE}Z`;
}

function inks(marks: Record<Mark, string[]>): string {
  const way = (mark: Mark) => marks[mark].join('');
  return [
    marks.full.length > 0 ? `<path d="${way('full')}" fill="${colour('success')}"/>` : '',
    marks.open.length > 0
      ? `<path d="${way('open')}" fill="none" stroke="${colour('info')}" stroke-width="1.6"/>`
      : '',
    marks.none.length > 0
      ? `<path d="${way('none')}" fill="none" stroke="${colour('danger')}" stroke-width="1.6"/>`
      : '',
  ].join('');
}
