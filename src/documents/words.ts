import { escaped } from './xml.ts';

/** Text as runs and paragraphs of WordprocessingML. */

export function paragraphXml(style: string, runs: string, more = ''): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}</w:pPr>${runs}</w:p>`;
}

/** Several lines in one paragraph. */
export function lineBreaks(text: string, style?: string): string {
  return text
    .split(/\r\n?|\n/)
    .map((line) => runXml(line, style))
    .join('<w:r><w:br/></w:r>');
}

/** The hint has quotes and dashes printed as Chinese ones are; tabs are tabs. */
export function runXml(text: string, style?: string): string {
  if (text === '') return '';
  const own = style === undefined ? '' : `<w:rStyle w:val="${style}"/>`;
  const pieces = text.split('\t').map((piece) => (piece === '' ? '' : textXml(piece)));
  return `<w:r><w:rPr>${own}<w:rFonts w:hint="eastAsia"/></w:rPr>${pieces.join('<w:tab/>')}</w:r>`;
}

function textXml(text: string): string {
  return `<w:t xml:space="preserve">${escaped(text)}</w:t>`;
}
