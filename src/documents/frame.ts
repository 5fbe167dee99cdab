import type { Form, FormCell, FormRow, Part, Table } from './paper.ts';
import { lineBreaks, paragraphXml } from './words.ts';

/** Characters of a table's type beside each other on an upright page. */
const UPRIGHT = 46;

/** A column that is no wider holds a word or a number, which stands in the middle. */
const SHORT = 9;

/** Whether the page must lie across for it. */
export function isWide(part: Part): boolean {
  return part.part === 'table' && part.columns.reduce((sum, { width }) => sum + width, 0) > UPRIGHT;
}

/** The head is printed again on every page, and no line is cut in two. `room`: how wide it may be. */
export function tableXml({ columns, lines }: Table, room: number): string {
  const widths = scaled(
    columns.map(({ width }) => width),
    room,
  );
  const head = rowXml(
    columns.map(({ head }, index) => cellXml(head, 'TableHead', widths[index] ?? 0)),
    '<w:tblHeader/>',
  );
  const body = lines.map((line) =>
    rowXml(
      columns.map(({ width }, index) =>
        cellXml(String(line[index] ?? ''), width <= SHORT ? 'TableMiddle' : 'TableText', widths[index] ?? 0),
      ),
    ),
  );
  return framed(widths, [head, ...body]);
}

export function formXml({ widths: wanted, rows }: Form, room: number): string {
  const widths = scaled(wanted, room);
  return framed(
    widths,
    rows.map((row) => formRowXml(row, widths)),
  );
}

const LINE = 400;

function formRowXml({ cells, lines }: FormRow, widths: readonly number[]): string {
  let column = 0;
  const drawn = cells.map((cell) => {
    const span = cell.span ?? 1;
    const width = widths.slice(column, column + span).reduce((sum, one) => sum + one, 0);
    column += span;
    return formCellXml(cell, width, span);
  });
  return rowXml(drawn, lines === undefined ? '' : `<w:trHeight w:val="${lines * LINE}" w:hRule="atLeast"/>`);
}

function formCellXml({ text, label }: FormCell, width: number, span: number): string {
  return cellXml(text, label ? 'TableHead' : 'TableText', width, span);
}

function framed(widths: readonly number[], rows: readonly string[]): string {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const columns = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${whole}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${columns}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
  .join('');

function rowXml(cells: readonly string[], more = ''): string {
  return `<w:tr><w:trPr><w:cantSplit/>${more}</w:trPr>${cells.join('')}</w:tr>`;
}

function cellXml(text: string, style: string, width: number, span = 1): string {
  const spanned = span > 1 ? `<w:gridSpan w:val="${span}"/>` : '';
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${spanned}<w:vAlign w:val="center"/></w:tcPr>${paragraphXml(style, lineBreaks(text))}</w:tc>`;
}

/** To the whole room, whatever their sum. */
function scaled(widths: readonly number[], room: number): number[] {
  const sum = widths.reduce((all, width) => all + width, 0);
  return widths.map((width) => Math.floor((width * room) / sum));
}
