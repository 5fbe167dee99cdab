import { unreachable } from '../errors.ts';
import { formXml, isWide, tableXml } from './frame.ts';
import type { Fact, Paper, Part } from './paper.ts';
import { FOOTER, fontsXml, footerXml, SETTINGS, stylesXml, WORD } from './styles.ts';
import { lineBreaks, paragraphXml, runXml } from './words.ts';
import { contentTypes, OFFICE, packed, relations } from './xml.ts';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * A document as Office Open XML (ECMA-376), on A4 with the margins and the type that offices print with
 * (GB/T 9704-2012《党政机关公文格式》). The same document is always the same bytes.
 */
export function writeDocx(paper: Paper): Uint8Array {
  return packed([
    ['[Content_Types].xml', contentTypes(PARTS)],
    ['_rels/.rels', relations([{ type: 'officeDocument', target: 'word/document.xml' }])],
    ['word/document.xml', documentXml(paper)],
    ['word/_rels/document.xml.rels', relations(RELATED)],
    ['word/styles.xml', stylesXml(paper.as)],
    ['word/fontTable.xml', fontsXml()],
    ['word/settings.xml', SETTINGS],
    [`word/${FOOTER}`, footerXml(paper.foot)],
  ]);
}

const CONTENT = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

const PARTS = [
  { path: '/word/document.xml', type: `${CONTENT}.document.main` },
  { path: '/word/styles.xml', type: `${CONTENT}.styles` },
  { path: '/word/fontTable.xml', type: `${CONTENT}.fontTable` },
  { path: '/word/settings.xml', type: `${CONTENT}.settings` },
  { path: `/word/${FOOTER}`, type: `${CONTENT}.footer` },
];

/** The footer first: pages name it. */
const RELATED = [
  { type: 'footer', target: FOOTER },
  { type: 'styles', target: 'styles.xml' },
  { type: 'fontTable', target: 'fontTable.xml' },
  { type: 'settings', target: 'settings.xml' },
];
const FOOTER_ID = 'rId1';

function documentXml({ as, leaves }: Paper): string {
  const body = leaves.map((parts, index) => {
    const sheet = sheetOf(as, parts.some(isWide));
    const end = sectionXml(sheet);
    const last = index === leaves.length - 1;
    const close = `<w:p><w:pPr><w:pStyle w:val="End"/>${last ? '' : end}</w:pPr></w:p>${last ? end : ''}`;
    return `${leafXml(parts, sheet)}${close}`;
  });
  return `<w:document xmlns:w="${WORD}" xmlns:r="${OFFICE}"><w:body>${body.join('')}</w:body></w:document>`;
}

/** A page in twentieths of a point; `text`: how wide its text is. */
interface Sheet {
  width: number;
  height: number;
  across: boolean;
  margins: { top: number; right: number; bottom: number; left: number };
  text: number;
}

const MM = 1440 / 25.4;
const A4 = { short: mm(210), long: mm(297) };

/** A letter's margins are those of GB/T 9704; what is filed has more room. */
const MARGINS = {
  letter: { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28) },
  record: { top: mm(26), right: mm(22), bottom: mm(24), left: mm(25) },
};

function mm(length: number): number {
  return Math.round(length * MM);
}

function sheetOf(as: Paper['as'], across: boolean): Sheet {
  const margins = across ? MARGINS.record : MARGINS[as];
  const [width, height] = across ? [A4.long, A4.short] : [A4.short, A4.long];
  return { width, height, across, margins, text: width - margins.left - margins.right };
}

function sectionXml({ width, height, across, margins }: Sheet): string {
  const { top, right, bottom, left } = margins;
  return `<w:sectPr><w:footerReference w:type="default" r:id="${FOOTER_ID}"/><w:type w:val="nextPage"/><w:pgSz w:w="${width}" w:h="${height}"${across ? ' w:orient="landscape"' : ''}/><w:pgMar w:top="${top}" w:right="${right}" w:bottom="${bottom}" w:left="${left}" w:header="${mm(15)}" w:footer="${mm(14)}" w:gutter="0"/></w:sectPr>`;
}

/** Headings are counted from one on each leaf. */
function leafXml(parts: readonly Part[], sheet: Sheet): string {
  let first = 0;
  let second = 0;
  return parts
    .map((part) => {
      if (part.part !== 'heading') return partXml(part, sheet);
      if (part.level === 1) {
        first += 1;
        second = 0;
        return paragraphXml('Heading1', lineBreaks(`${numeral(first)}、${part.text}`));
      }
      second += 1;
      return paragraphXml('Heading2', lineBreaks(`（${numeral(second)}）${part.text}`));
    })
    .join('');
}

function partXml(part: Exclude<Part, { part: 'heading' }>, { text: room }: Sheet): string {
  switch (part.part) {
    case 'title':
      return paragraphXml('Title', lineBreaks(part.text));
    case 'under':
      return paragraphXml('Subtitle', lineBreaks(part.text));
    case 'text':
      return linesXml('BodyText', part.text);
    case 'to':
      return paragraphXml('Fact', lineBreaks(part.text));
    case 'facts':
      return part.facts.map(factXml).join('');
    case 'list':
      return part.items.map((item, index) => linesXml('BodyText', `${index + 1}．${item}`)).join('');
    case 'table':
      return tableXml(part, room);
    case 'form':
      return formXml(part, room);
    case 'signatures':
      return pairs(part.by)
        .map((pair) => signatureXml(pair, room))
        .join('');
    case 'issued':
      return part.lines
        .map((line, index) => paragraphXml(index === 0 ? 'Issuer' : 'Issued', lineBreaks(line)))
        .join('');
    default:
      return unreachable(part);
  }
}

/** A line of the text is a paragraph of its own. */
function linesXml(style: string, text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map((line) => paragraphXml(style, runXml(line)))
    .join('');
}

function factXml({ label, value }: Fact): string {
  return paragraphXml('Fact', `${runXml(`${label}：`, 'Label')}${lineBreaks(value)}`);
}

function pairs<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 2) }, (_, index) => all.slice(index * 2, index * 2 + 2));
}

/** The lines to sign on are tabs with a leader. */
function signatureXml(by: readonly string[], room: number): string {
  const stop = (at: number, more: string) => `<w:tab w:val="left"${more} w:pos="${Math.round(at)}"/>`;
  const line = ' w:leader="underscore"';
  const tabs = [stop(room * 0.46, line), stop(room * 0.52, ''), stop(room * 0.98, line)].join('');
  const runs = by.map((who) => `${runXml(`${who}：`)}<w:r><w:tab/></w:r>`).join('<w:r><w:tab/></w:r>');
  return paragraphXml('Signature', runs, `<w:tabs>${tabs}</w:tabs>`);
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 一 to 九十九. */
function numeral(count: number): string {
  const tens = Math.floor(count / 10);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十`;
  return `${ten}${DIGITS[count % 10] ?? ''}`;
}
