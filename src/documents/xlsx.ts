import type { Book, Cell, Sheet, Style } from './book.ts';
import { contentTypes, escaped, OFFICE, packed, relations } from './xml.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * A workbook as Office Open XML (ECMA-376). Text is written as text cells, so that what begins with = or @ is no
 * formula, and the same workbook is always the same bytes.
 */
export function writeXlsx({ sheets }: Book): Uint8Array {
  return packed([
    ['[Content_Types].xml', typesXml(sheets)],
    ['_rels/.rels', relations([{ type: 'officeDocument', target: 'xl/workbook.xml' }])],
    ['xl/workbook.xml', workbookXml(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, index) => ({ type: 'worksheet', target: `worksheets/sheet${index + 1}.xml` })),
        { type: 'styles', target: 'styles.xml' },
      ]),
    ],
    ['xl/styles.xml', stylesXml()],
    ...sheets.map((sheet, index): [string, string] => [
      `xl/worksheets/sheet${index + 1}.xml`,
      sheetXml(sheet),
    ]),
  ]);
}

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function typesXml(sheets: readonly Sheet[]): string {
  return contentTypes([
    { path: '/xl/workbook.xml', type: `${CONTENT}.sheet.main` },
    { path: '/xl/styles.xml', type: `${CONTENT}.styles` },
    ...sheets.map((_, index) => ({
      path: `/xl/worksheets/sheet${index + 1}.xml`,
      type: `${CONTENT}.worksheet`,
    })),
  ]);
}

function workbookXml(sheets: readonly Sheet[]): string {
  const each = sheets.map(
    ({ name }, index) =>
      `<sheet name="${escaped(sheetName(name))}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets>${each.join('')}</sheets></workbook>`;
}

/** Excel takes at most 31 characters, and none of these. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

/** In the order in which ECMA-376 lists the parts of a font. */
const FONTS = [
  '<sz val="11"/>',
  '<b/><sz val="11"/>',
  '<b/><sz val="14"/>',
  '<sz val="11"/><color rgb="FF6B625B"/>',
  '<b/><sz val="11"/><color rgb="FFB8301F"/>',
];
const FILLS = [
  '<patternFill patternType="none"/>',
  '<patternFill patternType="gray125"/>',
  '<patternFill patternType="solid"><fgColor rgb="FFF3EFEB"/></patternFill>',
];
const LINE = '<left/><right/><top/><bottom style="thin"><color rgb="FFD9D2CB"/></bottom><diagonal/>';

interface Format {
  font: number;
  fill?: 2;
  line?: true;
  /** 9 is 0%. */
  number?: 9;
  align?: string;
}

/** In the order of their numbers; the first is a cell without a style, the second a column's head. */
const FORMATS: readonly { style: Style | 'plain' | 'head'; format: Format }[] = [
  { style: 'plain', format: { font: 0, line: true, align: 'vertical="top" wrapText="1"' } },
  { style: 'head', format: { font: 1, fill: 2, line: true, align: 'vertical="center" wrapText="1"' } },
  { style: 'title', format: { font: 2 } },
  { style: 'note', format: { font: 3 } },
  { style: 'share', format: { font: 0, line: true, number: 9, align: 'vertical="top"' } },
  { style: 'total', format: { font: 1, fill: 2, line: true } },
  { style: 'totalShare', format: { font: 1, fill: 2, line: true, number: 9 } },
  { style: 'bad', format: { font: 4, line: true, align: 'vertical="top" wrapText="1"' } },
];

const NUMBERS = new Map(FORMATS.map(({ style }, index) => [style, index]));

function stylesXml(): string {
  const fonts = FONTS.map((font) => `<font>${font}<name val="宋体"/></font>`);
  const fills = FILLS.map((fill) => `<fill>${fill}</fill>`);
  const cells = FORMATS.map(
    ({ format: { font, fill = 0, line, number = 0, align } }) =>
      `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${line ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"${align ? ` applyAlignment="1"><alignment ${align}/></xf>` : '/>'}`,
  );
  return `<styleSheet xmlns="${SPREADSHEET}"><fonts count="${fonts.length}">${fonts.join('')}</fonts><fills count="${fills.length}">${fills.join('')}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${LINE}</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`;
}

/** The head stays in sight, can be filtered by, and a page is as wide as the table. */
function sheetXml({ widths, above, head, lines }: Sheet): string {
  const first = above.length + 1;
  const rows = [...above, head.map((value) => ({ value, style: 'head' as const })), ...lines];
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const pane = `<pane xSplit="1" ySplit="${first}" topLeftCell="B${first + 1}" activePane="bottomRight" state="frozen"/>`;
  const last = `${columnName(Math.max(0, head.length - 1))}${first + lines.length}`;
  return `<worksheet xmlns="${SPREADSHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${rows.map(rowXml).join('')}</sheetData>${lines.length > 0 ? `<autoFilter ref="A${first}:${last}"/>` : ''}<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

type Drawn = Cell | { value: string; style: 'head' };

function rowXml(cells: readonly Drawn[], index: number): string {
  const xml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${index + 1}`));
  return `<row r="${index + 1}">${xml.join('')}</row>`;
}

function cellXml(cell: Drawn, at: string): string {
  const { value, style } =
    typeof cell === 'object' && cell !== null ? cell : { value: cell, style: 'plain' as const };
  const number = NUMBERS.get(style);
  if (value === null || value === '') return `<c r="${at}" s="${number}"/>`;
  if (typeof value === 'number') return `<c r="${at}" s="${number}"><v>${value}</v></c>`;
  return `<c r="${at}" s="${number}" t="inlineStr"><is><t xml:space="preserve">${PLAIN.test(value) && value.length <= LONGEST ? value : escaped(literal(value))}</t></is></c>`;
}

/** A, …, Z, AA, … */
function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** What a cell holds at most. */
const LONGEST = 32_767;

/** _x0041_ would be read as the letter A. */
function literal(text: string): string {
  return text.slice(0, LONGEST).replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_');
}

/** Most cells hold nothing but these, and there are tens of thousands. */
const PLAIN = /^[ !#-%'-;=?-^`-~\u3000-\u9fff\uff00-\uffef]*$/;
